"""What stops the start: a view without a door, a master key that is missing, a page in the way of the staff admin."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DEFAULT_DB_ALIAS, connection
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from intima.kit import rotation
from intima.kit.models import DataKey


def of_library(resolver: URLResolver) -> bool:
    """Whether a branch of the map is a library's. Its views guard themselves; the tests' doors table holds them."""
    module = getattr(resolver.urlconf_name, "__name__", "")
    return resolver.app_name == "admin" or module.startswith("allauth.")


def our_patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every URL pattern whose view is ours, depth first."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        elif not of_library(entry):
            yield from our_patterns(entry)


@register
def the_staff_admin_has_an_address_of_its_own(**kwargs: Any) -> list[CheckMessage]:
    """One error when ADMIN_PATH names an address where the site has a page."""
    if resolve(reverse("admin:index")).app_name == "admin":
        return []
    return [Error("ADMIN_PATH names an address where the site has a page.", hint="Choose another.", id="kit.E003")]


@register
def every_view_has_a_door(**kwargs: Any) -> list[CheckMessage]:
    """One error for each of our URLs whose view names no door."""
    return [
        Error(
            f"The view {pattern.callback.__module__}.{pattern.callback.__name__} names no door.",
            hint="Put @signed_in, @members_only or @anyone above it.",
            id="kit.E001",
        )
        for pattern in our_patterns()
        if not hasattr(pattern.callback, "door")
    ]


@register(Tags.database)
def every_data_key_has_its_master(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """An error when a master key is missing; asked by `check --database default` and before `migrate`."""
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    if DataKey._meta.db_table not in connection.introspection.table_names():  # before the first `migrate`
        return []
    said = rotation.missing_masters()
    return [Error(said, hint="docs/keys.md tells of master keys.", id="kit.E002")] if said else []
