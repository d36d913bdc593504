"""The words around people's own: what the card asks, what each part is called, and how a loop reads aloud."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.loop.actions import Loop, Side

MIDDLE = 5  # where a slider lies before anybody moves it

# A part of the card -> the question, and an example.
ASKED: dict[str, tuple[Promise, Promise]] = {
    "does": (gettext_lazy("What would a camera see me do?"), gettext_lazy("asks again, follows into the next room")),
    "body": (gettext_lazy("What does my body do?"), gettext_lazy("quick breath, tight shoulders")),
    "tells": (gettext_lazy("What do I tell myself?"), gettext_lazy("if I stop now, it will never be talked about")),
    "shows": (gettext_lazy("What do I show?"), gettext_lazy("heat, many words")),
    "under": (gettext_lazy("What is underneath?"), gettext_lazy("afraid of not mattering")),
    "longs": (gettext_lazy("What do I long for?"), gettext_lazy("a sign that you are still here")),
    "so": (gettext_lazy("So I…"), gettext_lazy("asks again")),  # as the arrow says it of its author
    "exit": (gettext_lazy("Where could I step out?"), gettext_lazy("ask for a time")),
}
# The same part as a line of the card; the arrow has `so` and `exit`.
SURFACE: dict[str, Promise] = {
    "does": gettext_lazy("does"),
    "body": gettext_lazy("feels"),
    "tells": gettext_lazy("thinks"),
    "shows": gettext_lazy("shows"),
}
DEEP: dict[str, Promise] = {"under": gettext_lazy("underneath"), "longs": gettext_lazy("longs for")}
TOPIC: dict[str, Promise] = {
    "money": gettext_lazy("Money"),
    "home": gettext_lazy("Home and chores"),
    "family": gettext_lazy("Family"),
    "time": gettext_lazy("Time together"),
}
PLACES: tuple[tuple[int, Promise], ...] = (
    (0, gettext_lazy("Reach in")),
    (3, gettext_lazy("Reach in a little")),
    (MIDDLE, gettext_lazy("In between")),
    (7, gettext_lazy("Step back a little")),
    (10, gettext_lazy("Step back")),
)


def nearest(place: int) -> Promise:
    """The words for a place on the slider; halfway between two the outer ones: the middle is for the middle."""
    return min(PLACES, key=lambda one: (abs(one[0] - place), -abs(one[0] - MIDDLE)))[1]


@dataclass(frozen=True)
class Turn:
    """One side as it is drawn: its card, and the arrow that starts there. `other` is None while one side is there."""

    side: Side
    other: Side | None

    @property
    def surface(self) -> list[tuple[Promise, str]]:
        return self._lines(SURFACE)

    @property
    def deep(self) -> list[tuple[Promise, str]]:
        return self._lines(DEEP)

    def _lines(self, parts: dict[str, Promise]) -> list[tuple[Promise, str]]:
        return [(label, words) for part, label in parts.items() if (words := getattr(self.side.words, part))]

    @property
    def move(self) -> str:
        """What finishes 'the more Ada …'."""
        return _move(self.side)

    @property
    def answer(self) -> str:
        """What finishes 'the more Ben …'."""
        return _move(self.other) if self.other else ""

    @property
    def sentence(self) -> str:
        """The arrow as one line of plain text."""
        if self.other is None:
            return _("the more %(name)s %(move)s, the faster it turns") % {"name": self.side.name, "move": self.move}
        return _("the more %(one)s %(move)s, the more %(other)s %(answer)s") % {
            "one": self.side.name,
            "move": self.move,
            "other": self.other.name,
            "answer": self.answer,
        }


def _move(side: Side) -> str:
    return side.words.so or _("does this")


def turns(loop: Loop) -> list[Turn]:
    """Once round, from the first side on."""
    around: Sequence[Side | None] = [*loop.sides[1:], *loop.sides[:1]] if len(loop.sides) > 1 else [None]
    return [Turn(side, other) for side, other in zip(loop.sides, around, strict=False)]


@dataclass(frozen=True)
class Mark:
    """Where somebody stands at a topic: `at` in per cent of the line, and in words."""

    name: str
    colour: str
    at: int
    word: Promise


@dataclass(frozen=True)
class Topic:
    title: Promise
    marks: list[Mark]


def topics(loop: Loop) -> list[Topic]:
    """The topics at which somebody says where they stand."""
    found = [Topic(title, list(_marks(loop, key))) for key, title in TOPIC.items()]
    return [topic for topic in found if topic.marks]


def _marks(loop: Loop, key: str) -> Iterator[Mark]:
    for side in loop.sides:
        if (place := side.words.topics.get(key)) is not None:
            yield Mark(side.name, side.colour, place * 10, nearest(place))
