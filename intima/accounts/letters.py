"""Account mail: short, neutral, the same for everybody, as text and as HTML."""

import re
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse


def write(name: str, *, to: str, context: dict[str, Any]) -> EmailMultiAlternatives:
    """The letter `account/email/<name>_message.txt`. Its links lead to ORIGIN; its subject is the site's name alone."""
    links = {
        "sign_in_url": settings.ORIGIN + reverse("account_login"),
        "signup_url": settings.ORIGIN + reverse("account_signup"),
        "reset_url": settings.ORIGIN + reverse("account_reset_password"),
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
