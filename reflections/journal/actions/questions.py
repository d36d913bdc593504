"""The questions that the journal can put."""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from intima.accounts.models import Person
from intima.content import actions as content
from intima.content.ideas import Part
from reflections.journal.models import Entry

ROUND = 60  # days before a small question comes again


@dataclass(frozen=True)
class PromptText:
    """A question in one language; `use` and `part` as in its file."""

    slug: str
    ask: str
    hint: str
    use: str
    part: Part

    @property
    def for_two(self) -> bool:
        """Whether it is one of those that two may answer apart and open together."""
        return self.use == "together"


def prompts(language: str) -> dict[str, PromptText]:
    """Every prompt by its slug: first the three for two, then those of lessons, then the small ones."""
    texts = [version.parsed for version in content.current("prompt", language)]
    return {text.slug: PromptText(text.slug, text.ask, text.hint or "", text.use, text.part) for text in texts}


def of_the_day(known: dict[str, PromptText], person: Person, day: date) -> PromptText | None:
    """The small question that is this person's on their own `day`; None when nobody's round has one there.

    By its place among the small ones each has one day in the person's round of sixty, and shares it from the
    sixty-first on. So between two days with the same question lie sixty days or a multiple of them, across years, in
    any language, and while others are put at the end. Nothing is stored: what was shown would say when they were here.
    """
    small = [prompt for prompt in known.values() if prompt.use == "small"]
    turn, number = divmod(day.toordinal(), ROUND)
    shared = small[_places(person)[number] :: ROUND]
    return shared[turn % len(shared)] if shared else None


def _places(person: Person) -> list[int]:
    """The person's own order of the places 0 to 59, the same for good."""
    return sorted(range(ROUND), key=lambda place: sha256(person.pk.bytes + bytes([place])).digest())


def rests(author: Person, prompt: PromptText, day: date) -> bool:
    """Whether the author wrote about it on one of the sixty days up to `day`: then it is not put again unasked."""
    return Entry.objects.filter(author=author, prompt=prompt.slug, day__gt=day - timedelta(days=ROUND)).exists()
