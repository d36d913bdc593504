"""Writing an exercise: begin, copy or take one in, add and order its steps, publish it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import override

from exercises.authoring import drafts
from exercises.authoring.actions.reading import draft_of
from exercises.authoring.drafts import Body, Draft
from exercises.authoring.models import OwnExercise
from exercises.practices.actions import runs
from intima.accounts.models import Person
from intima.content import actions as content
from intima.content.exercises import LONGEST, Exercise
from intima.content.models import Version
from intima.kit.keeping import TORN


class NoSuchStep(Exception):
    """The exercise has no step of this key."""


class TooManySteps(Exception):
    """An exercise has forty steps at most."""


class Changed(Exception):
    """It is not any more what its author looked at."""


class WasPublished(Exception):
    """Clients may be doing it: it can be put away, and not thrown away."""


class NothingToCopy(Exception):
    """The library has no exercise of this name that is done step by step."""


@transaction.atomic
def begin(*, author: Person, body: Body, language: str, at: datetime) -> OwnExercise:
    """Begin an exercise with what `body` holds: what it is about, and perhaps its steps."""
    numbers = (step["key"].rpartition("-")[2] for step in body.get("steps", ()))
    made = max((int(number) for number in numbers if number.isdecimal() and len(number) < 7), default=0)
    return OwnExercise.objects.create(
        author=author, language=language, words=drafts.dump(body), keys_made=made, changed_at=at
    )


@transaction.atomic
def copy_library(*, author: Person, slug: str, at: datetime) -> OwnExercise:
    """Begin with an exercise of the library, to adapt it. Raises NothingToCopy."""
    version = content.latest("exercise", slug, author.language)
    if version is None or version.parsed.room:
        raise NothingToCopy
    return begin(author=author, body=drafts.body_of(version.parsed), language=version.language, at=at)


@transaction.atomic
def copy(*, author: Person, pk: uuid.UUID, at: datetime) -> OwnExercise:
    """Begin another with what this one holds. Raises OwnExercise.DoesNotExist."""
    own = OwnExercise.objects.of(author).get(pk=pk)
    return begin(author=author, body=drafts.load(own.words), language=own.language, at=at)


@transaction.atomic
def take_in(*, author: Person, exercise: Exercise, at: datetime) -> OwnExercise:
    """Begin with an exercise from a file."""
    return begin(author=author, body=drafts.body_of(exercise), language=author.language, at=at)


@transaction.atomic
def describe(*, author: Person, pk: uuid.UUID, about: Body, at: datetime) -> None:
    """Say anew what it is about. A value of None takes the field away. Raises OwnExercise.DoesNotExist."""
    with _writing(author, pk, at) as (draft, _own):
        draft.body.update(about)
        for name in [name for name, value in about.items() if value is None]:
            del draft.body[name]


@transaction.atomic
def add_step(*, author: Person, pk: uuid.UUID, step: Body, at: datetime) -> str:
    """Add a step at the end; its key, which stays. Raises OwnExercise.DoesNotExist, TooManySteps."""
    with _writing(author, pk, at) as (draft, own):
        if len(draft.steps) >= LONGEST:
            raise TooManySteps
        own.keys_made += 1
        key = f"{step['kind']}-{own.keys_made}"
        draft.steps.append({**step, "key": key})
    return key


@transaction.atomic
def change_step(*, author: Person, pk: uuid.UUID, key: str, step: Body, at: datetime) -> None:
    """Raises OwnExercise.DoesNotExist, NoSuchStep."""
    with _writing(author, pk, at) as (draft, _own):
        draft.steps[_at(draft, key)] = {**step, "key": key}


@transaction.atomic
def move_step(*, author: Person, pk: uuid.UUID, key: str, to: Literal["up", "down"], at: datetime) -> None:
    """One place up or down; at the end of the list it stays. Raises OwnExercise.DoesNotExist, NoSuchStep."""
    with _writing(author, pk, at) as (draft, _own):
        number = _at(draft, key)
        other = number + (1 if to == "down" else -1)
        if 0 <= other < len(draft.steps):
            draft.steps[number], draft.steps[other] = draft.steps[other], draft.steps[number]


@transaction.atomic
def remove_step(*, author: Person, pk: uuid.UUID, key: str, at: datetime) -> None:
    """Twice is once. Raises OwnExercise.DoesNotExist."""
    with _writing(author, pk, at) as (draft, _own):
        draft.body["steps"] = [step for step in draft.steps if step["key"] != key]


@transaction.atomic
def publish(*, author: Person, pk: uuid.UUID, revision: int, at: datetime) -> Version:
    """Make what is written the version that clients begin from now on. Whoever began an earlier one finishes that.

    `revision` is what the author looked at. Raises OwnExercise.DoesNotExist, Changed, drafts.NotReady.
    """
    own = _locked(author, pk)
    if own.revision != revision:
        raise Changed
    if own.version is None or own.is_changed:
        item = draft_of(own).exercise()
        own.version = content.publish(author=author.pk, kind="exercise", item=item, language=own.language, at=at)
        own.published_revision, own.published_at = revision, at
    own.put_away_at = None
    own.save(update_fields=["version", "published_revision", "published_at", "put_away_at"])
    return own.version


@transaction.atomic
def put_away(*, author: Person, pk: uuid.UUID, at: datetime) -> None:
    """It can no longer be given to anybody; who has it keeps it. Raises OwnExercise.DoesNotExist."""
    own = _locked(author, pk)
    if own.version_id and not own.put_away_at:
        own.put_away_at = at
        own.save(update_fields=["put_away_at"])


@transaction.atomic
def take_up(*, author: Person, pk: uuid.UUID) -> None:
    """It can be given to clients again. Raises OwnExercise.DoesNotExist."""
    own = _locked(author, pk)
    own.put_away_at = None
    own.save(update_fields=["put_away_at"])


@transaction.atomic
def throw_away(*, author: Person, pk: uuid.UUID) -> None:
    """Delete what was never published. Raises OwnExercise.DoesNotExist, WasPublished."""
    own = _locked(author, pk)
    if own.version_id:
        raise WasPublished
    own.delete()


@transaction.atomic
def leave_behind(*, author: Person) -> None:
    """The author's account goes. Who is doing one of their exercises finishes it, and who did one can read it."""
    OwnExercise.objects.of(author).delete()
    runs.throw_away_tries(author=author)
    content.leave_behind(author=author.pk, in_use=runs.in_use(author.pk), instead=_torn)


def _torn(version: Version) -> Exercise:
    """What an exercise says that cannot be opened any more. Who is doing it finds that at the step where they stand."""
    with override(version.language):
        said = str(TORN)
    steps = [{"kind": "read", "key": key, "title": said} for key in runs.steps_of(version)]
    body = {"part": "M", "title": said, "minutes": 1, "intro": said, "steps": steps}
    return Draft(version.slug, version.language, body).exercise()


def _locked(author: Person, pk: uuid.UUID) -> OwnExercise:
    return OwnExercise.objects.of(author).select_for_update(of=("self",)).select_related("version").get(pk=pk)


@contextmanager
def _writing(author: Person, pk: uuid.UUID, at: datetime) -> Iterator[tuple[Draft, OwnExercise]]:
    """The draft to be changed; kept at the end, as a further revision if anything is different."""
    own = _locked(author, pk)
    draft = draft_of(own)
    yield draft, own
    words: Any = drafts.dump(draft.body)
    if words != own.words:
        own.words, own.revision, own.changed_at = words, own.revision + 1, at
        own.save(update_fields=["words", "keys_made", "revision", "changed_at"])


def _at(draft: Draft, key: str) -> int:
    number = draft.at(key)
    if number is None:
        raise NoSuchStep
    return number
