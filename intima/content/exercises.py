"""What an exercise file may hold: ordered steps of eight kinds, one step a page."""

import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from intima.content import endings
from intima.content.ideas import Idea
from intima.content.schema import WORDS_A_STEP, Item, Line, Markdown, Slug, _Strict, refusal

GAP = re.compile(r"\{([^{}]*)\}")  # in the sentence of a `build` step
PAGE = re.compile(r"/([a-z0-9-]+/)+\Z")  # the path of a page of this site
LONGEST = 40  # steps; a therapist's own exercise may be long, ours are not


class _Step(_Strict):
    """What every step has: a key that stays, and perhaps something to read before it."""

    key: Slug
    text: Markdown | None = None
    example: Markdown | None = None

    @model_validator(mode="after")
    def _short(self) -> "_Step":
        count = sum(len(words.split()) for words in (self.text, self.example) if words)
        if count > WORDS_A_STEP:
            raise refusal("long", count=count, fields="text and example", most=WORDS_A_STEP)
        return self

    @property
    def heading(self) -> str:
        raise NotImplementedError

    def structure(self) -> dict[str, Any]:
        """What a translation has in common with the English step."""
        return {"key": self.key, "kind": getattr(self, "kind", "")}


class _Told(_Step):
    title: Line

    @property
    def heading(self) -> str:
        return self.title


class _Asked(_Step):
    ask: Line
    hint: Line | None = None
    optional: bool = False
    ticked: bool | None = None  # at the end, beforehand; None: as its kind is, see `telling`
    alone: bool = False  # its author's for good: the end does not offer to keep it or to share it

    @property
    def heading(self) -> str:
        return self.ask

    def structure(self) -> dict[str, Any]:
        return {**super().structure(), "optional": self.optional, "ticked": self.ticked, "alone": self.alone}


class Read(_Told):
    """Something to read. `panel` names a piece of the person's own that a room draws there, such as their loop.

    With `turns` it is something to say aloud, each in turn for half a minute.
    """

    kind: Literal["read"]
    picture: Slug | None = None
    panel: Slug | None = None
    turns: bool = False

    def structure(self) -> dict[str, Any]:
        return {**super().structure(), "picture": self.picture, "panel": self.panel, "turns": self.turns}


class Write(_Asked):
    """Free words."""

    kind: Literal["write"]


class Option(_Strict):
    key: Slug
    label: Line


class _Listed(_Asked):
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=16)]
    own: bool = False  # own words may be added

    @field_validator("options")
    @classmethod
    def _once(cls, options: tuple[Option, ...]) -> tuple[Option, ...]:
        _one_of_each("key", [option.key for option in options], "options")
        return options

    def structure(self) -> dict[str, Any]:
        return {**super().structure(), "options": [option.key for option in self.options], "own": self.own}


class Choose(_Listed):
    """One or more of a list; `most` is how many at most."""

    kind: Literal["choose"]
    most: Annotated[int, Field(strict=True, ge=1, le=16)] | None = None

    def structure(self) -> dict[str, Any]:
        return {**super().structure(), "most": self.most}


class Rank(_Listed):
    """A list put in order: what comes first, second, third; the rest may be left out."""

    kind: Literal["rank"]


class Slide(_Asked):
    """A place between two words, 0 to 10, or 'I'd rather not say'. `before` names an earlier slide to lay it beside."""

    kind: Literal["slide"]
    low: Line
    high: Line
    before: Slug | None = None

    def structure(self) -> dict[str, Any]:
        return {**super().structure(), "before": self.before}


class Slot(_Strict):
    """A gap in a sentence: words, or with `kind: time` a time of day."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=30)]
    label: Line
    kind: Literal["words", "time"] = "words"
    hint: Line | None = None
    examples: tuple[Line, ...] = ()
    required: bool = False
    refuse_empty: Line | None = None


class Build(_Asked):
    """A sentence with gaps. `says` holds each gap as {key}; `keep_as` names the card that the sentence may become."""

    kind: Literal["build"]
    slots: Annotated[tuple[Slot, ...], Field(min_length=1, max_length=6)]
    says: Line
    keep_as: Literal["pause_message", "invitation", "safety"] | None = None

    @model_validator(mode="after")
    def _gaps_fit(self) -> "Build":
        keys = [slot.key for slot in self.slots]
        _one_of_each("key", keys, "slots")
        gaps = set(GAP.findall(self.says))
        if unknown := sorted(gaps - set(keys)):
            raise refusal("gap", gap=unknown[0], keys=", ".join(keys))
        return self

    def structure(self) -> dict[str, Any]:
        slots = [{"key": slot.key, "kind": slot.kind, "required": slot.required} for slot in self.slots]
        return {**super().structure(), "slots": slots, "keep_as": self.keep_as}


class Breathe(_Told):
    """Follow the pacer. `minutes` are the lengths offered, the first of them chosen."""

    kind: Literal["breathe"]
    minutes: Annotated[tuple[Literal[1, 3, 5], ...], Field(min_length=1, max_length=3)] = (5, 3, 1)

    def structure(self) -> dict[str, Any]:
        return {**super().structure(), "minutes": list(self.minutes)}


class Timer(_Told):
    """Phones down for some minutes."""

    kind: Literal["timer"]
    minutes: Annotated[int, Field(strict=True, ge=1, le=180)]

    def structure(self) -> dict[str, Any]:
        return {**super().structure(), "minutes": self.minutes}


class Compare(_Asked):
    """Guesses about the partner, and the same about oneself; afterwards each judges what was guessed of them."""

    kind: Literal["compare"]
    own: Line  # the question about oneself
    own_hint: Line | None = None
    count: Annotated[int, Field(strict=True, ge=1, le=8)] = 5

    def structure(self) -> dict[str, Any]:
        return {**super().structure(), "count": self.count}


Step = Annotated[
    Read | Write | Choose | Rank | Slide | Build | Breathe | Timer | Compare,
    Field(discriminator="kind"),
]


class Exercise(Item):
    """Something to do: for `one`, for `both` by themselves, or `sealed`: each apart, then opened together.

    It is done step by step in the player, or in a room of its own: `room` is that room's page, such as /pause/.
    """

    RESERVED: ClassVar[frozenset[str]] = frozenset({"done", "keep", "throw-away", "hand-in"})

    teaches: tuple[Idea, ...] = ()  # none where a therapist wrote it
    title: Line
    about: Line | None = None  # a sentence for the list
    group: Literal["now", "us", "often", "sometimes"] = "us"  # where it stands in the list
    minutes: Annotated[int, Field(strict=True, ge=1, le=60)]
    who: Literal["one", "both", "sealed"] = "one"
    shares: Literal["ask", "never"] = "ask"  # whether its end offers to keep and share what was written
    sees: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]  # said beforehand
    for_lens: Literal["pursue", "withdraw"] | None = None
    intro: Markdown
    room: Line | None = None
    go: Line | None = None  # what is done in the room, on the button that leads there
    steps: Annotated[tuple[Step, ...], Field(max_length=LONGEST)] = ()
    closing: Markdown | None = None
    advice: Annotated[tuple[endings.Advice, ...], Field(max_length=8)] = ()  # the first that fits is said at the end
    send: Annotated[tuple[endings.Message, ...], Field(max_length=4)] = ()

    @field_validator("room")
    @classmethod
    def _page_of_this_site(cls, room: str | None) -> str | None:
        if room is not None and not PAGE.match(room):
            raise refusal("room", room=room)
        return room

    @field_validator("steps")
    @classmethod
    def _steps_fit(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        _one_of_each("key", [step.key for step in steps], "steps")
        slides: list[str] = []
        for step in steps:
            if step.key in cls.RESERVED:
                raise refusal("reserved", key=step.key)
            if isinstance(step, Slide):
                if step.before and step.before not in slides:
                    raise refusal("before", key=step.key, slides=", ".join(slides) or "none, it is the first")
                slides.append(step.key)
        return steps

    @model_validator(mode="after")
    def _done_somewhere(self) -> "Exercise":
        if bool(self.steps) == bool(self.room):
            raise refusal("where")
        return self

    @model_validator(mode="after")
    def _ends(self) -> "Exercise":
        endings.check(self.advice, [step.key for step in self.steps if isinstance(step, Slide)])
        _one_of_each("key", [message.key for message in self.send], "send")
        return self

    def keys(self) -> list[str]:
        return [step.key for step in self.steps]

    def structure(self) -> dict[str, Any]:
        return {
            **super().structure(),
            "group": self.group,
            "minutes": self.minutes,
            "who": self.who,
            "shares": self.shares,
            "for_lens": self.for_lens,
            "room": self.room,
            "steps": [step.structure() for step in self.steps],
            "advice": [each.structure() for each in self.advice],
            "send": [each.structure() for each in self.send],
        }


def _one_of_each(name: str, found: list[str], where: str) -> None:
    if len(set(found)) != len(found):
        raise refusal("twice", where=where, name=name)
