"""Account mail: short, neutral, the same for everybody, as text and as HTML."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from intima.accounts.models import Person


class Change(StrEnum):
    """What changed in how somebody signs in; the letter has a sentence for each."""

    APP_ADDED = "app added"
    APP_REMOVED = "app removed"
    PASSKEY_ADDED = "passkey added"
    PASSKEY_REMOVED = "passkey removed"
    NEW_RECOVERY_CODES = "new recovery codes"
    RECOVERY_CODE_USED = "recovery code used"
    CODES_ON = "codes on"
    CODES_OFF = "codes off"


def write(name: str, *, to: str, context: dict[str, Any]) -> EmailMultiAlternatives:
    """The letter `account/email/<name>_message.txt`. Its links lead to ORIGIN; its subject is the site's name alone."""
    links = {
        "sign_in_url": settings.ORIGIN + reverse("account_login"),
        "signup_url": settings.ORIGIN + reverse("account_signup"),
        "reset_url": settings.ORIGIN + reverse("account_reset_password"),
        "ways_url": settings.ORIGIN + reverse("accounts:ways"),
        "where_url": settings.ORIGIN + reverse("accounts:where"),
        "stay_url": settings.ORIGIN + reverse("own:leave"),
        "keep_url": settings.ORIGIN + reverse("accounts:keep_factor"),
    }
    context = {"SITE_NAME": settings.SITE_NAME, **context, **links}
    text = render_to_string(f"account/email/{name}_message.txt", context).strip() + "\n"
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text)]
    html = render_to_string(
        "account/email/letter.html", {**context, "paragraphs": paragraphs, "links": set(links.values())}
    )
    letter = EmailMultiAlternatives(settings.SITE_NAME, text, settings.DEFAULT_FROM_EMAIL, [to])
    letter.attach_alternative(html, "text/html")
    return letter


def tell_everywhere(name: str, person: Person, **context: Any) -> None:
    """Send a letter to every confirmed address of the person, in their language and time."""
    with translation.override(person.language), timezone.override(person.zone):
        for address in person.emailaddress_set.filter(verified=True):  # type: ignore[attr-defined]
            write(name, to=address.email, context=context).send()


def tell(person: Person, change: Change) -> None:
    """Tell the person what changed in how they sign in."""
    tell_everywhere("way_changed", person, change=change)


def tell_of_removal(person: Person, due_at: datetime) -> None:
    """Tell the person that their last second factor is removed then, unless they keep it."""
    tell_everywhere("factor_goes", person, due_at=due_at)


def tell_of_sign_in(person: Person, device: str, at: datetime) -> None:
    """Tell the person of a sign-in with a browser that is not known to be theirs: when, and what kind of browser."""
    tell_everywhere("signed_in", person, device=device, at=at)


def tell_of_going(person: Person, goes_at: datetime) -> None:
    """Tell the person that their account is deleted then, unless they keep it."""
    tell_everywhere("account_goes", person, due_at=goes_at)


def tell_of_staying(person: Person) -> None:
    """Tell the person that the deletion of their account was called off: whoever holds their phone can do that too."""
    tell_everywhere("account_stays", person)


def tell_of_end(person: Person) -> None:
    """Tell whoever reads the person's mail that the account is gone."""
    tell_everywhere("account_gone", person)
