"""The loop as one picture: whole, of what its reader may see, and sound whatever people wrote."""

from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.test import Client

from exercises.loop.actions import Loop, Side
from exercises.loop.picture import draw, folded
from exercises.loop.words import CardWords
from intima.accounts.models import Person
from reflections.spaces.models import Space
from tests.loop import acts

Open = Callable[[Person | None], Client]
PICTURE = "/loop/picture.svg"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "</text></svg><script>alert(1)</script>",
    '" onload="alert(1)',
    "&lt;b&gt; & ]]> <!-- --> <?x ?> &#0;",
    "a\x08b\x0bc\x1fd\ufffee",
    "\u202eright to left\u202c العربية",
    "日本語の長い言葉" * 12,
    "x" * 150,
]


def drawn(client: Client) -> ElementTree.Element:
    answer = client.get(PICTURE)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="picture.svg"'
    return ElementTree.fromstring(answer.content)


def texts(root: ElementTree.Element) -> str:
    return " ".join(text.text or "" for text in root.iter(f"{SVG}text"))


def test_it_holds_both_cards_both_arrows_and_the_ways_out(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    acts.keep(ada, acts.ADAS)
    acts.keep(ben, acts.BENS)
    acts.share(ben)
    words = texts(drawn(browser_of(ada)))
    assert "the more Ada asks, the more Ben goes quiet" in words
    assert "the more Ben goes quiet, the more Ada asks" in words
    assert "Step out: say when he’ll be back" in words
    assert "scared that I do not count" in words
    assert "Ada: Reach in a little · Ben: Step back" in words
    alone = texts(drawn(browser_of(ben)))
    assert "the more Ben goes quiet, the faster it turns" in alone
    assert "Ada" not in alone


def test_the_same_stands_in_it_in_words(ada: Person, browser_of: Open) -> None:
    acts.keep(ada, acts.ADAS)
    root = drawn(browser_of(ada))
    told = root.findtext(f"{SVG}desc") or ""
    assert root.findtext(f"{SVG}title") == "Our loop"
    assert "Ada, underneath: scared that I do not count." in told
    assert "the more Ada asks, the faster it turns." in told


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_stay_words(words: str, ada: Person, browser_of: Open) -> None:
    acts.keep(ada, CardWords(does=words, under=words, so=words[:60], exit=words[:80]))
    root = drawn(browser_of(ada))
    known = {"svg", "title", "desc", "rect", "g", "path", "circle", "text"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= known
    for element in root.iter():
        assert not {name for name in element.attrib if name.startswith("on") or name in {"style", "href"}}


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_every_line_lies_inside_its_card_and_the_picture(words: str) -> None:
    long = replace(acts.ADAS, does=words, tells=words, longs=words)
    sides = tuple(Side(name * 12, colour, long, mine=False) for name, colour in (("Ada", "clay"), ("Ben", "iris")))
    for loop in (Loop(sides), Loop(sides[:1])):
        drawing = draw(loop)
        bottom = max(box.y + box.height for box in drawing.boxes)
        inside = [
            text for text in drawing.texts if text.y < bottom and text.hand in {"label", "words"} and not text.middle
        ]
        assert inside
        assert all(box.y + box.height == bottom for box in drawing.boxes)
        assert all(text.y < drawing.height for text in drawing.texts)


def test_lines_are_folded_between_words_and_long_words_cut() -> None:
    assert folded("afraid of getting it wrong", 10) == ["afraid of", "getting it", "wrong"]
    assert folded("x" * 12 + " y", 5) == ["xxxxx", "xxxxx", "xx y"]
    assert folded("日本語", 4) == ["日本", "語"]
    assert folded("  ", 5) == []
