"""Letting a partner see a day, part by part; and taking it back."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, QuerySet, Subquery, TextChoices
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from intima.accounts.models import Person
from intima.kit.news import FRESH
from reflections.checkins.actions.days import DayWords, words_of
from reflections.checkins.models import CheckIn, SharedDay, SharedTrends
from reflections.shares import actions as shares
from reflections.shares.actions import PreviewOutdated
from reflections.spaces.actions import Tie, tie_of
from reflections.spaces.models import Space


class Part(TextChoices):
    """What of a day may be shown or left out on its own."""

    CLOSENESS = "closeness", _("Closeness")
    TENSION = "tension", _("Tension")
    ENERGY = "energy", _("Energy")
    FEELINGS = "feelings", _("Words, and where in the body")
    RITUALS = "rituals", _("What the day held")
    LINE = "line", _("The one line")


@dataclass(frozen=True)
class Seen:
    """A day as its reader has it: nothing of any row beside this ever reaches a page of theirs."""

    id: uuid.UUID
    day: date
    words: DayWords
    changed: bool


@dataclass(frozen=True)
class Standing:
    """What one of a person's own days shows to their partner now, and whether they changed the day since."""

    seen: Seen
    changed_since: bool


@dataclass(frozen=True)
class ReceivedDay:
    """That the partner shared a day, for the pages that gather: which one. It is read on its own page."""

    id: uuid.UUID
    day: date


@dataclass(frozen=True)
class Gathered:
    """For Today: whether the person kept this day, whether their partner sees any of it, and what was shared lately."""

    kept: bool
    seen: bool
    received: ReceivedDay | None
    lines: bool  # whether weekly averages were


def parts_of(words: DayWords) -> list[Part]:
    """The parts of a day that hold something."""
    held = {Part.FEELINGS: words.feelings or words.place, Part.RITUALS: words.rituals, Part.LINE: words.line}
    return [part for part in Part if (held[part] if part in held else getattr(words, part) is not None)]


def only(words: DayWords, parts: Collection[Part]) -> DayWords:
    """The day with every other part left out, as if it had never been said."""
    return replace(
        words,
        closeness=words.closeness if Part.CLOSENESS in parts else None,
        tension=words.tension if Part.TENSION in parts else None,
        energy=words.energy if Part.ENERGY in parts else None,
        feelings=words.feelings if Part.FEELINGS in parts else (),
        place=words.place if Part.FEELINGS in parts else "",
        rituals=words.rituals if Part.RITUALS in parts else (),
        line=words.line if Part.LINE in parts else "",
    )


def seen(row: SharedDay) -> Seen:
    """What a reader sees of a shared day."""
    return Seen(row.pk, row.day, words_of(row), row.changed)


def preview(checkin: CheckIn, parts: Collection[Part], space: Space) -> Seen:
    """What the other member of `space` would see if these parts of the day, as it is now, were shared."""
    words = only(words_of(checkin), parts)
    earlier = _shown_in(space, [checkin]).get(checkin.pk)
    changed = earlier is not None and (earlier.changed or words_of(earlier) != words)
    return Seen(checkin.pk, checkin.day, words, changed)


def standings(rows: Collection[CheckIn], tie: Tie | None) -> dict[uuid.UUID, Standing]:
    """By the check-in's id, what the partner sees of these days now, in one query. What nobody sees is not in it."""
    if tie is None or not rows:
        return {}
    revisions = {row.pk: row.revision for row in rows}
    shown = _shown_in(tie.space, rows)
    return {pk: Standing(seen(row), row.share.version != revisions[pk]) for pk, row in shown.items()}


def _shown_in(space: Space, rows: Collection[CheckIn]) -> dict[uuid.UUID, SharedDay]:
    shown = SharedDay.objects.filter(pk__in=[row.pk for row in rows], share__space=space, share__space__closed_at=None)
    return {row.pk: row for row in shown.select_related("share")}


def received(person: Person) -> list[ReceivedDay]:
    """The three days that were shared with the person last, the latest first. One query."""
    return [ReceivedDay(*row) for row in _from_others(person).values_list("pk", "day")[:3]]


def asks_for_today(person: Person, tie: Tie | None, at: datetime) -> dict[str, Combinable]:
    """What Today asks of check-ins, in a query of its own about the person; `gathered` reads the answer."""
    own = CheckIn.objects.of(person.pk).on(person.today(at))
    shown = SharedDay.objects.filter(pk__in=own.values("pk"), share__space=tie.space if tie else None)
    fresh = _from_others(person).filter(share__shared_at__gt=at - FRESH)
    lines = SharedTrends.objects.shared_with(person).filter(share__shared_at__gt=at - FRESH)
    return {
        "day_kept": Exists(own),
        "day_seen": Exists(shown),
        "day_lines": Exists(lines),
        "day_received": Subquery(fresh.values("pk")[:1]),
        "day_received_on": Subquery(fresh.values("day")[:1]),
    }


def gathered(row: Mapping[str, Any]) -> Gathered:
    """What Today says of check-ins."""
    pk = row["day_received"]
    received = ReceivedDay(pk, row["day_received_on"]) if pk else None
    return Gathered(kept=row["day_kept"], seen=row["day_seen"], lines=row["day_lines"], received=received)


def _from_others(person: Person) -> QuerySet[SharedDay]:
    return SharedDay.objects.shared_with(person).order_by("-share__shared_at", "-day")


@transaction.atomic
def share(
    *, author: Person, pk: uuid.UUID, space_id: uuid.UUID, revision: int, parts: Collection[Part], at: datetime
) -> None:
    """Let the other member of the space see these parts of the day as it was at `revision`.

    Raises PreviewOutdated when the day is at another revision by now, holds nothing of these parts, or the author's
    open space is another one.
    """
    shares.one_after_the_other(author)
    tie = tie_of(author)
    checkin = CheckIn.objects.of(author.pk).select_for_update().get(pk=pk)
    if tie is None or tie.space.pk != space_id or checkin.revision != revision:
        raise PreviewOutdated
    shown = preview(checkin, parts, tie.space)
    if not parts_of(shown.words):
        raise PreviewOutdated
    subject = SharedDay(pk=pk, author=author)
    SharedDay.objects.update_or_create(
        pk=pk,
        defaults={
            "author": author,
            "share": shares.share(subject=subject, space=tie.space, version=revision, at=at),
            "day": shown.day,
            "closeness": shown.words.closeness,
            "tension": shown.words.tension,
            "energy": shown.words.energy,
            "feelings": list(shown.words.feelings),
            "place": shown.words.place,
            "rituals": list(shown.words.rituals),
            "line": shown.words.line,
            "changed": shown.changed,
        },
    )


@transaction.atomic
def take_back(*, author: Person, pk: uuid.UUID) -> None:
    """Nobody but the author sees anything of the day from the next request on."""
    shares.one_after_the_other(author)
    shares.take_back(subject=SharedDay(pk=pk, author=author))
