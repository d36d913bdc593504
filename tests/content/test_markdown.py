"""Markdown in content: emphasis and our own paths, and nothing that leads or draws anything else."""

import re

import pytest
from django.utils import translation

from intima.content.markdown import html, links_elsewhere


def test_paragraphs_emphasis_and_own_links_are_drawn() -> None:
    assert html("A *small* thing.\n\nSee [help](/help/).") == (
        '<p>A <em>small</em> thing.</p>\n<p>See <a href="/help/">help</a>.</p>\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[a](javascript:alert(1))",
        "[a](https://example.org/)",
        "[a](//example.org/)",
        "<https://example.org/>",
        "# A heading",
        "`code`",
    ],
)
def test_everything_else_stays_text(text: str) -> None:
    drawn = html(text)
    assert re.findall(r"<[^>]*>", drawn) == ["<p>", "</p>"]


def test_straight_quotes_become_those_of_the_language() -> None:
    typed = "She's said \"now\" and 'later'."
    assert html(typed) == "<p>She’s said “now” and ‘later’.</p>\n"
    with translation.override("es"):
        assert html('Dijo "ahora".') == "<p>Dijo «ahora».</p>\n"


def test_a_picture_is_no_more_than_a_link() -> None:
    assert html("![a](/picture.png)") == '<p>!<a href="/picture.png">a</a></p>\n'


def test_links_that_lead_elsewhere_are_found() -> None:
    text = "[a](/help/) [b](https://example.org/x) [c](//example.org) plain [d]"
    assert links_elsewhere(text) == ["https://example.org/x", "//example.org"]
