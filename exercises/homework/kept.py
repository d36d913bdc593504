"""What is kept of homework, and how it reads when somebody takes it along."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.homework.models import Assignment, Half, Report
from exercises.homework.things import thing_of, things, with_own
from exercises.homework.wording import said
from intima.accounts.models import Person
from intima.kit.keeping import TEXT, Kept, More, Said, opened, register

BOTH_ACCOUNTS = gettext_lazy("As long as both accounts.")
GIVEN = ("why", "plan", "obstacles")  # a therapist's words, to whom it is given


def _titles(person: Person, halves: Sequence[Half]) -> list[str]:
    keys = [half.key for half in halves]
    known = with_own(things(person.language), keys)
    return [thing_of(key, known).title for key in keys]


def _halves(person: Person, rows: Sequence[Half]) -> list[dict[str, Any]]:
    titles = zip(rows, _titles(person, rows), strict=True)
    return [{"title": title, **_given(row.assignment)} for row, title in titles]


def _given(assignment: Assignment) -> dict[str, str]:
    return {each: opened(partial(getattr, assignment, each)) for each in GIVEN}


def _reports(person: Person, rows: Sequence[Report]) -> list[dict[str, Any]]:
    return [{"title": title} for title in _titles(person, [row.half for row in rows])]


def _half(person: Person, row: Half, told: dict[str, Any]) -> Said:
    labels = {"why": _("Why it helps"), "plan": _("When and where"), "obstacles": _("What may get in the way")}
    return Said(told["title"], [(labels[each], told[each]) for each in GIVEN if told[each]])


def _report(person: Person, row: Report, told: dict[str, Any]) -> Said:
    words = [(_("What got in the way"), row.in_the_way), (_("To bring to the session"), row.to_bring)]
    return Said(told["title"], [pair for pair in words if pair[1]], [str(said(row.said, row.half))])


register(
    Kept(
        Assignment,
        gettext_lazy("What a therapist gives to do, and why"),
        BOTH_ACCOUNTS,
        of=lambda person: Assignment.objects.filter(author=person).order_by("given_at", "pk"),
    ),
    Kept(
        Half,
        gettext_lazy("Homework you were given, or gave"),
        BOTH_ACCOUNTS,
        of=lambda person: (
            Half.objects.filter(Q(pk__in=Half.objects.of(person)) | Q(assignment__author=person))
            .select_related("assignment")
            .order_by("begins_on", "pk")
        ),
        more=More(_halves, {"title": TEXT, **dict.fromkeys(GIVEN, TEXT)}),
        said=_half,
    ),
    Kept(
        Report,
        gettext_lazy("How homework went, as you told it"),
        BOTH_ACCOUNTS,
        of=lambda person: Report.objects.of(person).select_related("half__assignment").order_by("written_at", "pk"),
        more=More(_reports, {"title": TEXT}),
        said=_report,
    ),
)
