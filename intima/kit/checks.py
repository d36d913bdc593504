"""A view without a door stops the start, and so does a page in the way of the staff admin."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse


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
    return [Error("ADMIN_PATH names an address where the site has a page.", hint="Choose another.", id="kit.E002")]


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
