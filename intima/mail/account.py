"""Account mail: what Django and allauth write, carried in the letter's sealed payload."""

import json
from datetime import datetime

from intima.mail.kinds import Filled
from intima.mail.models import Letter

KIND = "account"


def pack(filled: Filled) -> str:
    """A whole letter as the payload that `fill` opens again."""
    return json.dumps(
        {
            "to": filled.to,
            "sender": filled.sender,
            "subject": filled.subject,
            "text": filled.text,
            "html": filled.html,
            "headers": dict(filled.headers),
        }
    )


def still_wanted(letter: Letter, at: datetime) -> None:
    """Always: a person asked for it, or has to know."""


def fill(letter: Letter) -> Filled:
    return Filled(**json.loads(letter.payload))
