"""What stands in a guide: words as their author saw them before they put them in, and rituals by their keys."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from reflections.journal.actions import Part


@dataclass(frozen=True)
class Said:
    """A few lines of one person's under the question that they answer; "" where they stand for themselves."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """One part of a guide, in words. `rituals` are keys of `wording.RITUALS`: each reads them in their language."""

    said: tuple[Said, ...] = ()
    rituals: tuple[str, ...] = ()

    def to_text(self) -> str:
        """As one text, to be sealed whole."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of_text(cls, text: str) -> "Words":
        told = json.loads(text)
        said = tuple(Said(each["heading"], tuple(each["lines"])) for each in told["said"])
        return cls(said, tuple(told["rituals"]))

    @classmethod
    def of_parts(cls, parts: Sequence[Part]) -> "Words":
        return cls(tuple(Said(part.heading, part.lines) for part in parts))

    @classmethod
    def of_sentence(cls, sentence: str) -> "Words":
        return cls((Said("", (sentence,)),)) if sentence else cls()

    @property
    def says_something(self) -> bool:
        return bool(self.said or self.rituals)
