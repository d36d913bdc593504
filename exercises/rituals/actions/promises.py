"""Small promises, once they are made: done, given another time, noticed by the other."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from exercises.rituals.models import Slip
from intima.accounts.models import Person
from reflections.notes import actions as notes
from reflections.notes.models import Note
from reflections.spaces.actions import Tie

KIND, STATE = Slip.Kind, Slip.State


@transaction.atomic
def done(*, author: Person, pk: uuid.UUID, at: datetime) -> None:
    """Its maker did it. Raises Slip.DoesNotExist."""
    slip = _promise(author, pk, at)
    slip.state = STATE.DONE
    slip.save(update_fields=["state"])


@transaction.atomic
def move(*, author: Person, pk: uuid.UUID, due_at: datetime, at: datetime) -> None:
    """Give it another time; before the old one is over, that is keeping it. Raises Slip.DoesNotExist."""
    slip = _promise(author, pk, at)
    if slip.state == STATE.DONE:
        raise Slip.DoesNotExist
    slip.state = STATE.MOVED if at <= slip.due_at else STATE.OPEN  # type: ignore[operator]
    slip.due_at = due_at
    slip.save(update_fields=["state", "due_at"])


def _promise(author: Person, pk: uuid.UUID, at: datetime) -> Slip:
    own: Slip = Slip.objects.of(author, at).select_for_update(of=("self",)).get(pk=pk, kind=KIND.PROMISE)
    return own


def noticing() -> str:
    """What the receiver of a promise may say, word for word."""
    return _("I noticed what you did. Thank you.")


@transaction.atomic
def notice(*, tie: Tie, pk: uuid.UUID, at: datetime) -> uuid.UUID:
    """Say to the other that one noticed what they promised and did; said once. Raises Slip.DoesNotExist."""
    person = tie.mine.person
    seen = Slip.objects.visible_to(person, at).exclude(author=person).filter(kind=KIND.PROMISE, state=STATE.DONE)
    key = _noticing_key(seen.get(pk=pk).pk)
    said = Note.objects.filter(pk=notes.id_of(person, key)).first()
    return said.pk if said else notes.send(tie=tie, key=key, text=noticing(), at=at)


def has_noticed(person: Person, pk: uuid.UUID) -> bool:
    return Note.objects.filter(pk=notes.id_of(person, _noticing_key(pk))).exists()


def _noticing_key(pk: uuid.UUID) -> uuid.UUID:
    return uuid.uuid5(pk, "noticed")
