"""The whole loop as one drawing of its own: where every line of text and every edge lies, in pixels."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import east_asian_width

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from exercises.loop import wording
from exercises.loop.actions import Loop
from exercises.loop.wording import Topic, Turn

# Not a character of XML, so no picture may hold it.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

EDGE = 40  # around everything
CARD = 420
GAP = 40
LABEL = 116  # of a card's line, before its words
LINE = 24
# How many letters as wide as an o fit a line, by where it stands and how it is set; fonts differ, so with some room.
IN_CARD, IN_ARROW, IN_ONE_ARROW = 24, 74, 36


@dataclass(frozen=True)
class Text:
    """A line of text: `hand` says how it is set."""

    x: float
    y: float
    words: str
    hand: str
    middle: bool = False


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    height: float
    colour: str
    width: float = CARD


@dataclass(frozen=True)
class Curve:
    """An arrow: a line, and its tip."""

    line: str
    tip: str
    colour: str


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    colour: str


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    title: str
    told: str  # the same in words, for who cannot see it
    boxes: list[Box]
    curves: list[Curve]
    rules: list[tuple[float, float, float]]  # x, y, width of a thin line
    dots: list[Dot]
    texts: list[Text]


def clean(words: str | Promise) -> str:
    """One line of text that XML can hold."""
    return " ".join(_NO_XML.sub("", str(words)).split())


def folded(words: str | Promise, most: int) -> list[str]:
    """The words in lines of so many letters at most; a word longer than a line is cut."""
    lines = [""]
    for word in clean(words).split(" "):
        if lines[-1] and _long(f"{lines[-1]} {word}") > most:
            lines.append("")
        elif lines[-1]:
            lines[-1] += " "
        for letter in word:
            if _long(lines[-1] + letter) > most:
                lines.append("")
            lines[-1] += letter
    return [each for each in lines if each]


def _long(words: str) -> float:
    return sum(_wide(letter) for letter in words)


def _wide(letter: str) -> float:
    if east_asian_width(letter) in "WF":
        return 2
    if letter in "mwMW@%":
        return 1.7
    return 1.3 if letter.isupper() else 1


class _Sheet:
    """A drawing in the making, from the top down."""

    def __init__(self, loop: Loop) -> None:
        self.loop, self.turns = loop, wording.turns(loop)
        self.width = 2 * EDGE + len(self.turns) * CARD + (len(self.turns) - 1) * GAP
        self.y: float = EDGE
        self.boxes: list[Box] = []
        self.curves: list[Curve] = []
        self.rules: list[tuple[float, float, float]] = []
        self.dots: list[Dot] = []
        self.texts: list[Text] = []

    def lines(self, words: str | Promise, hand: str, most: int, *, step: float = LINE) -> None:
        for line in folded(words, most):
            self.y += step
            self.texts.append(Text(self.width / 2, self.y, line, hand, middle=True))

    def arrow_words(self, turn: Turn) -> None:
        most = IN_ARROW if len(self.turns) > 1 else IN_ONE_ARROW
        self.lines(turn.sentence, "words", most)
        if turn.side.words.exit:
            self.lines(_("Step out: %(exit)s") % {"exit": turn.side.words.exit}, "exit", most)

    def over(self, turn: Turn) -> None:
        """The arrow above the cards, from the first to the second."""
        one, two, y = EDGE + CARD / 2, EDGE + CARD + GAP + CARD / 2, self.y + 16
        line = f"M{one} {y + 44}C{one + 80} {y} {two - 90} {y - 4} {two} {y + 42}"
        self.curves.append(Curve(line, f"M{two - 26} {y + 40}L{two} {y + 42}L{two - 8} {y + 18}", turn.side.colour))
        self.y = y + 56

    def under(self, turn: Turn) -> None:
        """The arrow below the cards, back to the first."""
        one, two, y = EDGE + CARD / 2, EDGE + CARD + GAP + CARD / 2, self.y + 12
        line = f"M{two} {y}C{two - 80} {y + 46} {one + 90} {y + 48} {one} {y + 2}"
        self.curves.append(Curve(line, f"M{one + 26} {y + 4}L{one} {y + 2}L{one + 8} {y + 26}", turn.side.colour))
        self.y = y + 52

    def around(self, turn: Turn) -> None:
        """The arrow of one side alone: out of its card and back into it."""
        middle, y = EDGE + CARD / 2, self.y + 8
        line = f"M{middle + 70} {y}C{middle + 90} {y + 56} {middle - 90} {y + 56} {middle - 70} {y + 4}"
        tip = f"M{middle - 86} {y + 22}L{middle - 70} {y + 4}L{middle - 54} {y + 24}"
        self.curves.append(Curve(line, tip, turn.side.colour))
        self.y = y + 56

    def cards(self) -> None:
        top = self.y
        feet = [self._card(turn, EDGE + number * (CARD + GAP), top) for number, turn in enumerate(self.turns)]
        self.y = max(feet) + 12
        for number, turn in enumerate(self.turns):
            self.boxes.append(Box(EDGE + number * (CARD + GAP), top, self.y - top, turn.side.colour))

    def _card(self, turn: Turn, x: float, top: float) -> float:
        y, inset = top + 40, x + 24
        self.dots.append(Dot(inset + 7, y - 7, turn.side.colour))
        for line in folded(turn.side.name, IN_CARD):
            self.texts.append(Text(inset + 24, y, line, f"name-{turn.side.colour}"))
            y += LINE
        y += 4
        for number, lines in enumerate((turn.surface, turn.deep)):
            if number and lines and turn.surface:
                self.rules.append((inset, y - 12, CARD - 48))
                y += 10
            for label, words in lines:
                self.texts.append(Text(inset, y, clean(label), "label"))
                for line in folded(words, IN_CARD):
                    self.texts.append(Text(inset + LABEL, y, line, "words"))
                    y += LINE
                y += 4
        return y - 8

    def topic(self, topic: Topic) -> None:
        self.y += 36
        left, right = EDGE + 24, self.width - EDGE - 24
        self.texts.append(Text(left, self.y, clean(topic.title), "label"))
        for line in folded(" · ".join(f"{mark.name}: {mark.word}" for mark in topic.marks), IN_ONE_ARROW):
            self.texts.append(Text(right, self.y, line, "label-end"))
            self.y += 20
        self.rules.append((left, self.y, right - left))
        self.dots += [Dot(left + (right - left) * mark.at / 100, self.y, mark.colour) for mark in topic.marks]

    def ends(self) -> None:
        """What the ends of the topics' lines say."""
        self.y += 28
        low, high = wording.PLACES[0][1], wording.PLACES[-1][1]
        self.texts.append(Text(EDGE + 24, self.y, clean(low), "label"))
        self.texts.append(Text(self.width - EDGE - 24, self.y, clean(high), "label-end"))


def draw(loop: Loop) -> Drawing:
    """The loop, of one side at least."""
    sheet = _Sheet(loop)
    title = clean(loop.name.text) if loop.name else _("Our loop")
    sheet.y += 8
    sheet.lines(title, "title", 40 if len(sheet.turns) > 1 else 20, step=36)
    sheet.y += 12
    first, *rest = sheet.turns
    if rest:
        sheet.arrow_words(first)
        sheet.over(first)
        sheet.cards()
        sheet.under(rest[0])
        sheet.arrow_words(rest[0])
    else:
        sheet.cards()
        sheet.around(first)
        sheet.arrow_words(first)
    if topics := wording.topics(loop):
        sheet.y += 16
        for topic in topics:
            sheet.topic(topic)
        sheet.ends()
    return Drawing(
        width=sheet.width,
        height=sheet.y + EDGE,
        title=title,
        told=" ".join(_told(sheet.turns, topics)),
        boxes=sheet.boxes,
        curves=sheet.curves,
        rules=sheet.rules,
        dots=sheet.dots,
        texts=sheet.texts,
    )


def _told(turns: list[Turn], topics: list[Topic]) -> Iterator[str]:
    for turn in turns:
        for label, words in (*turn.surface, *turn.deep):
            yield clean(f"{turn.side.name}, {label}: {words}.")
        yield clean(f"{turn.sentence}.")
        if turn.side.words.exit:
            yield clean(_("Step out: %(exit)s") % {"exit": turn.side.words.exit}) + "."
    for topic in topics:
        for mark in topic.marks:
            yield clean(f"{topic.title}, {mark.name}: {mark.word}.")
