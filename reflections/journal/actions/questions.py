"""The questions that the journal can put."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from intima.accounts.models import Person
from intima.content import actions as content
from reflections.journal.models import Answer, Entry

REST = timedelta(days=60)  # before a question that was answered is put again unasked


@dataclass(frozen=True)
class PromptText:
    """A question in one language. `for_two`: it is one of those that two may answer apart and open together."""

    slug: str
    ask: str
    hint: str
    for_two: bool


def prompts(language: str) -> dict[str, PromptText]:
    """Every prompt by its slug, in the order in which they are offered."""
    texts = [version.parsed for version in content.current("prompt", language)]
    return {
        text.slug: PromptText(slug=text.slug, ask=text.ask, hint=text.hint or "", for_two=text.part == "Q")
        for text in texts
    }


def answered_lately(author: Person, at: datetime) -> set[str]:
    """The slugs of what the author answered in the sixty days before `at`, alone or apart, in one query."""
    kept = Entry.objects.filter(author=author, written_at__gt=at - REST).exclude(prompt="")
    apart = Answer.objects.filter(author=author, state=Answer.State.CONFIRMED, saved_at__gt=at - REST)
    found = kept.values_list("prompt", flat=True).union(apart.values_list("exchange__prompt", flat=True))
    return set(found)


def of_the_day(known: dict[str, PromptText], day: date, answered: Set[str]) -> PromptText | None:
    """The reflection that the journal opens with on `day`: they take turns. None when all of them are `answered`."""
    reflections = [prompt for prompt in known.values() if prompt.for_two]
    turn = day.toordinal() % max(len(reflections), 1)
    return next((each for each in reflections[turn:] + reflections[:turn] if each.slug not in answered), None)


def after(known: dict[str, PromptText], slug: str, answered: Set[str]) -> PromptText | None:
    """Another question than `slug`: the next that is not `answered`, or else the next; after the last comes the first.

    None when there is no other.
    """
    prompts = list(known.values())
    place = list(known).index(slug) + 1 if slug in known else 0
    others = [each for each in prompts[place:] + prompts[:place] if each.slug != slug]
    return next((each for each in others if each.slug not in answered), others[0] if others else None)
