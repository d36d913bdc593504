"""The questions that the journal can put."""

from dataclasses import dataclass
from datetime import date

from intima.content import actions as content


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


def of_the_day(known: dict[str, PromptText], day: date) -> PromptText | None:
    """The reflection that the journal opens with on `day`: they take turns."""
    reflections = [prompt for prompt in known.values() if prompt.for_two]
    return reflections[day.toordinal() % len(reflections)] if reflections else None


def after(known: dict[str, PromptText], slug: str) -> PromptText | None:
    """The next question, for somebody who would rather have another; after the last comes the first."""
    slugs = list(known)
    if not slugs:
        return None
    return known[slugs[(slugs.index(slug) + 1) % len(slugs) if slug in known else 0]]
