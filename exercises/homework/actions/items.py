"""What can be shown of a report, item by item, each under a key of its own."""

import json
import uuid
from collections.abc import Collection, Iterator
from dataclasses import asdict
from zlib import crc32

from django.utils.translation import gettext as _

from exercises.homework.models import Half, Report
from exercises.homework.things import thing_of, things, with_own
from exercises.practices import telling as done
from exercises.practices.actions import runs
from intima.accounts.models import Person
from reflections.journal import actions as journal
from reflections.releases.faces import Face, Part, Sign

IN_THE_WAY, TO_BRING, ANSWER = "in-the-way", "to-bring", "answer"


def face_of(report: Report) -> Face:
    """All that its author may choose from now. Its revision is a digest of it: other words are another one."""
    key = report.half.key
    title = thing_of(key, with_own(things(report.author.language), [key])).title
    parts = tuple(part for part in _parts(report, title) if part.text)
    held = json.dumps([title, *(asdict(part) for part in parts)], ensure_ascii=False)
    return Face(title, report.round_on, parts, revision=crc32(held.encode()) >> 1)


def shown(author: Person, origin: uuid.UUID) -> Face | None:
    """For `releases`: the same of one's own report; None for somebody else's."""
    report = Report.objects.of(author).filter(pk=origin).select_related("half__assignment", "author").first()
    return face_of(report) if report else None


def signs(author: Person, pks: Collection[uuid.UUID]) -> dict[uuid.UUID, Sign]:
    """Of one's own reports: the day of the round, and what was given."""
    found = Report.objects.of(author).filter(pk__in=pks).select_related("half")
    known = with_own(things(author.language), [report.half.key for report in found])
    return {report.pk: Sign(report.round_on, thing_of(report.half.key, known).title) for report in found}


def is_of_what_was_done(key: str) -> bool:
    """Whether the item holds words of an exercise or an entry, not of the report itself."""
    return key == ANSWER or key.startswith("step:")


def _parts(report: Report, title: str) -> Iterator[Part]:
    half, author = report.half, report.author
    yield Part(IN_THE_WAY, _("What got in the way"), report.in_the_way, own=True)
    yield Part(TO_BRING, _("To bring to the session"), report.to_bring, own=True)
    if half.kind == Half.Kind.EXERCISE:
        yield from _done(author, half)
    if half.kind == Half.Kind.PROMPT and (words := journal.answer_of(author, half.slug)):
        yield Part(ANSWER, title, words.text, own=True)


def _done(author: Person, half: Half) -> Iterator[Part]:
    """What was done in the exercise last, since it was given; nothing of one that is never shared."""
    last = runs.latest_done(author, half.slug)
    if last is None or last.exercise.shares != "ask":
        return
    if last.run.finished_at and last.run.finished_at >= half.assignment.given_at:
        for part in done.parts(last.exercise, last.answers):
            yield Part(f"step:{part.key}", part.heading, "\n".join(part.lines), own=True)
