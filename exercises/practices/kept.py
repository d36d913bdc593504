"""What is kept of exercises, and how their author reads them when they take them along."""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.practices import telling
from exercises.practices.models import Answer, Card, Judgement, Run
from intima.accounts.models import Person
from intima.kit import seal
from intima.kit.keeping import TEXT, TILL_DELETED, TORN, WITH_ACCOUNT, Kept, More, Said, register

ANSWERS = "answers"


def _runs(person: Person, rows: Sequence[Run]) -> list[dict[str, Any]]:
    answers: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for answer in Answer.objects.filter(run__in=rows):
        answers[answer.run_id][answer.step_key] = _value(answer)
    return [{"title": telling.title_of(row), ANSWERS: answers[row.pk]} for row in rows]


def _value(answer: Answer) -> Any:
    try:
        return json.loads(answer.value)
    except seal.Broken:
        return str(TORN)


def _run(person: Person, row: Run, told: dict[str, Any]) -> Said:
    answers = {key: value for key, value in told[ANSWERS].items() if value != TORN}
    parts = [each.part for each in telling.told(row.version.parsed, answers)]
    words = [(part.heading, "\n".join(part.lines)) for part in parts]
    words += [("", str(TORN))] * (len(told[ANSWERS]) - len(answers))
    about = [] if row.finished_at else [_("Begun, and not finished.")]
    return Said(told["title"], words, about)


def _card(person: Person, row: Card, told: dict[str, Any]) -> Said:
    return Said("", [("", row.text)])


register(
    Kept(
        Run,
        gettext_lazy("Exercises you began or did"),
        TILL_DELETED,
        of=lambda person: Run.objects.of(person).select_related("version").order_by("begun_at", "pk"),
        leave=frozenset({"version"}),
        more=More(_runs, {"title": TEXT, ANSWERS: {"type": "object"}}),
        said=_run,
    ),
    Kept(
        Answer,
        gettext_lazy("What you did at each step of an exercise"),
        TILL_DELETED,
        why_not="It stands within the exercise that it is of.",
    ),
    Kept(
        Judgement,
        gettext_lazy("What you say to your partner’s guesses"),
        WITH_ACCOUNT,
        of=lambda person: Judgement.objects.filter(author=person).order_by("saved_at", "pk"),
        parsed=frozenset({"marks"}),
    ),
    Kept(
        Card,
        gettext_lazy("Sentences you keep at hand"),
        WITH_ACCOUNT,
        of=lambda person: Card.objects.filter(author=person).order_by("kept_at", "pk"),
        said=_card,
    ),
)
