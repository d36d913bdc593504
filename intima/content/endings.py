"""What an exercise may say at its end because of what was answered, and what it offers to send."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator

from intima.content.schema import Line, Slug, _Strict, refusal

GAP_TO_FILL = "…"
Place = Annotated[int, Field(strict=True, ge=0, le=10)]


class Advice(_Strict):
    """A sentence for whoever stood at the slide `slide` at `least` to `most`; without a slide, for everybody else."""

    slide: Slug | None = None
    least: Place = 0
    most: Place = 10
    say: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]

    @model_validator(mode="after")
    def _fits(self) -> "Advice":
        if self.least > self.most:
            raise refusal("range", least=self.least)
        return self

    def is_for(self, places: dict[str, int]) -> bool:
        """Whether it is for whoever left the slides, by key, at these places."""
        if self.slide is None:
            return True
        return self.slide in places and self.least <= places[self.slide] <= self.most

    def structure(self) -> dict[str, Any]:
        return {"slide": self.slide, "least": self.least, "most": self.most}


class Message(_Strict):
    """A few words that can be sent to the partner at the end; with '…' in them they are finished first."""

    key: Slug
    text: Line

    @property
    def has_a_gap(self) -> bool:
        return GAP_TO_FILL in self.text

    def structure(self) -> dict[str, Any]:
        return {"key": self.key, "gap": self.has_a_gap}


def check(advice: Iterable[Advice], slides: Iterable[str]) -> None:
    """Refuse advice about a slide that the exercise does not have."""
    known = sorted(slides)
    for each in advice:
        if each.slide is not None and each.slide not in known:
            raise refusal("slide", slide=each.slide, slides=", ".join(known) or "-")
