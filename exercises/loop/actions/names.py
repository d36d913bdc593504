"""What two people call their loop: one proposes, the other agrees."""

import uuid
from datetime import datetime

from django.db import transaction

from exercises.loop.models import Name
from intima.accounts.models import Person
from reflections.shares import actions as shares
from reflections.spaces.actions import Tie, make_sure_of
from reflections.spaces.models import Space


class ProposedMeanwhile(Exception):
    """The other proposed a name that the author had not seen when they wrote theirs."""


class NoSuchName(Exception):
    """There is no such name in the person's open space, or it is not theirs to agree to or to let go."""


def _lock(person: Person, tie: Tie) -> None:
    """Let nobody else name this loop until the transaction ends. Raises NotTogether when the tie is not open by now."""
    shares.one_after_the_other(person)
    Space.objects.select_for_update(no_key=True).get(pk=tie.space.pk)
    make_sure_of(tie)


@transaction.atomic
def propose(*, tie: Tie, key: uuid.UUID, text: str, seen: uuid.UUID | None, at: datetime) -> None:
    """Propose a name to the other of this very tie, in place of the one that waits.

    The same `key` again changes nothing. `seen` is the proposal that its author had before them.

    Raises NotTogether, ProposedMeanwhile.
    """
    author = tie.mine.person
    _lock(author, tie)
    pk = uuid.uuid5(author.pk, f"name {key.hex}")
    if Name.objects.filter(pk=pk).exists():
        return
    waiting = Name.objects.filter(space=tie.space, agreed_at=None).first()
    if waiting is not None:
        theirs = Name.objects.visible_to(author).exclude(author=author)
        if waiting.pk != seen and theirs.filter(pk=waiting.pk).exists():  # one that waits unseen gives way unseen
            raise ProposedMeanwhile
        shares.take_back(subject=waiting)
    name = Name(pk=pk, author=author, space=tie.space, text=text)
    name.share = shares.share(subject=name, space=tie.space, version=1, at=at)
    name.save(force_insert=True)


def _found(person: Person, tie: Tie, pk: uuid.UUID) -> Name:
    name: Name | None = Name.objects.visible_to(person).filter(pk=pk, space=tie.space).first()
    if name is None:
        raise NoSuchName
    return name


@transaction.atomic
def agree(*, tie: Tie, pk: uuid.UUID, at: datetime) -> None:
    """Agree to the name that the other proposed: it is the loop's from now on. Twice is once.

    Raises NotTogether; NoSuchName also for one's own.
    """
    person = tie.mine.person
    _lock(person, tie)
    name = _found(person, tie, pk)
    if name.author_id == person.pk:
        raise NoSuchName
    if name.agreed_at is None:
        for before in Name.objects.filter(space=tie.space, agreed_at__isnull=False):
            shares.take_back(subject=before)
        name.agreed_at = at
        name.save(update_fields=["agreed_at"])


@transaction.atomic
def let_go(*, tie: Tie, pk: uuid.UUID) -> None:
    """Take one's own name back, or no longer agree to one: either way it is gone. Raises NotTogether, NoSuchName."""
    person = tie.mine.person
    _lock(person, tie)
    name = _found(person, tie, pk)
    if name.author_id != person.pk and name.agreed_at is None:
        raise NoSuchName
    shares.take_back(subject=name)
