"""What the guide calls its parts, and the order in which it reads."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exercises.guide.actions.reading import Guide, Piece
from exercises.guide.models import Part
from exercises.guide.words import Words

KIND = Part.Kind

# In the order of the room of the rituals, and by the keys that the exercises offer them under.
RITUALS: dict[str, Promise] = {
    "thanks": _("Thank-you jar"),
    "touch": _("Welcome touch"),
    "evening": _("End of day"),
    "screens": _("Screens away"),
    "promise": _("Small promises"),
}


@dataclass(frozen=True)
class Heading:
    """A section of the guide; alone it is called otherwise."""

    key: str
    together: Promise
    alone: Promise
    kinds: Collection[str]


HEADINGS = (
    Heading("signals", _("Our signals"), _("My signals"), (KIND.SIGNALS,)),
    Heading("helps", _("What helps each of us"), _("What helps me"), (KIND.HELPS, KIND.PLEASE_NOT)),
    Heading("words", _("Words for hard moments"), _("Words for hard moments"), (KIND.PAUSE, KIND.INVITATION)),
    Heading("rituals", _("Our small rituals"), _("My small rituals"), (KIND.RITUALS,)),
)


@dataclass(frozen=True)
class Lines:
    """A few lines under what they answer."""

    heading: str | Promise
    lines: list[str | Promise]


@dataclass(frozen=True)
class Told:
    """A piece as the page shows it: whose it is stands beside it.

    `off_paper`: between two, what is one's alone is not printed, since a sheet of paper is soon in other hands.
    """

    piece: Piece
    said: list[Lines]
    off_paper: bool


@dataclass(frozen=True)
class Sheet:
    """What one person says in a section."""

    name: str
    colour: str
    told: list[Told]

    @property
    def is_one(self) -> bool:
        """Whether the same people may read all of it."""
        return len({each.piece.given for each in self.told}) == 1

    @property
    def off_paper(self) -> bool:
        return all(each.off_paper for each in self.told)


@dataclass(frozen=True)
class Section:
    key: str
    title: Promise
    sheets: list[Sheet]

    @property
    def off_paper(self) -> bool:
        return all(sheet.off_paper for sheet in self.sheets)


def said(kind: str, words: Words) -> list[Lines]:
    """The words in lines, with the rituals by their names."""
    found: list[Lines] = []
    rituals: list[str | Promise] = [RITUALS[key] for key in words.rituals if key in RITUALS]
    if rituals:
        found.append(Lines("", rituals))
    # The two sentences would read alike without a word on when each is meant to be said.
    headings = {KIND.PAUSE: _("When I step away"), KIND.INVITATION: _("When I come near")}
    found.extend(Lines(each.heading or headings.get(kind, ""), list(each.lines)) for each in words.said)  # type: ignore[call-overload]
    return found


def sections(guide: Guide, *, alone: bool) -> list[Section]:
    """The sections that somebody says something in."""
    found = []
    for heading in HEADINGS:
        pieces = guide.of(heading.kinds)
        told = [Told(each, said(each.kind, each.words), off_paper=not (alone or each.given)) for each in pieces]
        people = sorted({(piece.colour, piece.name, piece.mine) for piece in pieces})
        sheets = [
            Sheet(name, colour, [each for each in told if each.piece.mine == mine]) for colour, name, mine in people
        ]
        if sheets:
            found.append(Section(heading.key, heading.alone if alone else heading.together, sheets))
    return found
