"""Shortcuts along the walk of two people into a space."""

import re
from datetime import datetime
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from intima.accounts.models import Person
from intima.kit import clock
from reflections.spaces import actions
from reflections.spaces.models import Invitation, Space


def pair_up(inviter: Person, invited: Person, at: datetime) -> Space:
    """The whole walk of two people who agree."""
    fresh = actions.invite(by=inviter, at=at)
    actions.accept(invitation_id=fresh.invitation.pk, by=invited, at=at)
    return actions.confirm(invitation_id=fresh.invitation.pk, by=inviter, at=at)


def somebody_came(inviter: Person, invited: Person, at: datetime | None = None) -> Invitation:
    """The inviter's invitation, accepted and not yet confirmed."""
    at = at or clock.now()
    fresh = actions.invite(by=inviter, at=at)
    return actions.accept(invitation_id=fresh.invitation.pk, by=invited, at=at)


def arrive(browser: Client, fresh: actions.Fresh) -> Any:
    """Open the link, as far as the page that it leads to."""
    return browser.get(reverse("spaces:arrive", args=[fresh.token]), follow=True)


def emailed_code(browser: Client) -> str:
    """The code of the letter that was asked for, which allauth keeps in the session until it is typed."""
    found = re.search(r"'code': '([\w-]+)'", str(dict(browser.session)))
    assert found
    return found[1]


def without_token(body: bytes) -> bytes:
    """A page without what is new at every visit: the token against forged requests."""
    body = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", body)
    return re.sub(rb'"X-CSRFToken": "\w+"', b"", body)


def dump() -> str:
    """Everything that the database holds, as text; sessions unpacked."""
    from intima.kit.models import Visit

    parts = [str(session.get_decoded()) for session in Visit.objects.all()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            parts.extend(str(row) for row in cursor.fetchall())
    return "\n".join(parts)
