"""Django's way out for email, which is no way out: every message becomes a letter in the outbox."""

import uuid
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from intima.kit import clock
from intima.mail import account, outbox
from intima.mail.kinds import Filled


class Outbox(BaseEmailBackend):
    """Posts each message as account mail, one letter for each person it is to."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        at = clock.now()
        for message in email_messages:
            for to in message.recipients():
                outbox.post(
                    kind=account.KIND,
                    key=f"{account.KIND}:{uuid.uuid4()}",
                    payload=account.pack(_filled(message, to)),
                    due_at=at,
                    at=at,
                )
        return len(email_messages)


def _filled(message: EmailMessage, to: str) -> Filled:
    bodies = {kind: str(body) for body, kind in getattr(message, "alternatives", [])}
    plain = message.content_subtype != "html"
    headers = {name: str(value) for name, value in message.extra_headers.items() if name.lower() != "from"}
    if message.reply_to:
        headers["Reply-To"] = ", ".join(map(str, message.reply_to))
    return Filled(
        to=str(to),
        sender=str(message.extra_headers.get("From", message.from_email)),
        subject=str(message.subject),
        text=str(message.body) if plain else bodies.get("text/plain", ""),
        html=bodies.get("text/html", "") if plain else str(message.body),
        headers=headers,
    )
