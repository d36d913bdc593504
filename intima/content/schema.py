"""What a content file may hold. A refusal becomes a line for the author in `reading`."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator
from pydantic_core import PydanticCustomError

from intima.content.ideas import Idea, Part
from intima.content.markdown import links_elsewhere
from intima.content.wording import WORDS

WORDS_A_STEP = 120


def refusal(kind: str, **context: Any) -> PydanticCustomError:
    """A refusal in the words of `wording`."""
    return PydanticCustomError(kind, WORDS[kind], context)  # type: ignore[arg-type]


def _own_links(text: str) -> str:
    for address in links_elsewhere(text):
        raise refusal("link", address=address)
    return text


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\n]+$")]
Markdown = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000), AfterValidator(_own_links)
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Item(_Strict):
    """One thing that can be read or asked: a row of `Version`."""

    slug: Slug
    part: Part
    teaches: Annotated[tuple[Idea, ...], Field(min_length=1)]

    def keys(self) -> list[str]:
        """The keys that rows elsewhere point at. A later version keeps them all."""
        return []

    def structure(self) -> dict[str, Any]:
        """What every translation has in common, by field."""
        return {"part": self.part, "teaches": list(self.teaches)}


class File(_Strict):
    """A file that holds many items, all of the type `item`, in the list called `under`."""

    item: ClassVar[type[Item]]
    under: ClassVar[str]


class Prompt(Item):
    """A question to write about.

    `use` says where it comes up: with a lesson, for two who answer apart and open together, or as the small question of
    an evening.
    """

    ask: Line
    hint: Line | None = None
    use: Literal["lesson", "together", "small"] = "lesson"

    def structure(self) -> dict[str, Any]:
        return {**super().structure(), "use": self.use}


class Prompts(File):
    """`prompts.yaml` and `small.yaml`: a language's prompts. The English files give the order."""

    item = Prompt
    under = "prompts"
    prompts: Annotated[tuple[Prompt, ...], Field(min_length=1)]


class Question(_Strict):
    """The one question of a step; the journal has it among its prompts, and keeps its answer private unless shared."""

    prompt: Slug
    ask: Line


class Step(_Strict):
    """One page of a lesson."""

    key: Slug
    title: Line
    picture: Slug | None = None
    text: Markdown
    example: Markdown | None = None
    question: Question | None = None
    after: Markdown | None = None

    @model_validator(mode="after")
    def _short(self) -> "Step":
        count = sum(len(words.split()) for words in (self.text, self.example, self.after) if words)
        if count > WORDS_A_STEP:
            raise refusal("long", count=count, fields="text, example and after", most=WORDS_A_STEP)
        return self


class Lesson(Item):
    """A lesson: ordered steps, each with its heading, its text, an example and at most one question."""

    title: Line
    minutes: Annotated[int, Field(strict=True, ge=1, le=20)]
    exercise: Slug | None = None
    steps: Annotated[tuple[Step, ...], Field(min_length=2, max_length=8)]

    @field_validator("steps")
    @classmethod
    def _one_of_each_key(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        prompts = [step.question.prompt for step in steps if step.question]
        for name, found in (("key", [step.key for step in steps]), ("prompt", prompts)):
            if len(set(found)) != len(found):
                raise refusal("twice", where="steps", name=name)
        return steps

    def keys(self) -> list[str]:
        return [step.key for step in self.steps]

    def structure(self) -> dict[str, Any]:
        steps = [
            {"key": step.key, "picture": step.picture, "question": step.question and step.question.prompt}
            for step in self.steps
        ]
        return {**super().structure(), "minutes": self.minutes, "exercise": self.exercise, "steps": steps}
