"""What is said back: one sentence, what weighs most first, and marks between words. No day is graded."""

import pytest
from django.urls import reverse

from reflections.checkins.actions.days import DayWords
from reflections.checkins.wording import marks, reply

NOTHING = {
    "closeness": None,
    "tension": None,
    "energy": None,
    "feelings": (),
    "place": "",
    "rituals": (),
    "line": "",
}


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ({}, "Kept."),
        ({"tension": 7, "closeness": 0, "energy": 0}, "A tight body"),
        ({"tension": 6, "closeness": 3}, "Some days are far ones."),
        ({"closeness": 4, "energy": 3}, "There is not much left"),
        ({"energy": 4, "rituals": ("touch",), "closeness": 9}, "Small things"),
        ({"closeness": 7}, "A near day."),
        ({"closeness": 0}, "Some days are far ones."),
    ],
)
def test_the_sentence_answers_what_weighs_most(said: dict[str, object], begins: str) -> None:
    answer = reply(DayWords(**{**NOTHING, **said}))  # type: ignore[arg-type]
    assert str(answer.sentence).startswith(begins)
    assert (answer.step is None) == (answer.url == "")
    if answer.url:
        assert reverse(answer.url)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"closeness": 0}, "Far"),
        ({"closeness": 1}, "Far"),
        ({"closeness": 2}, "A little far"),
        ({"closeness": 4}, "A little far"),
        ({"closeness": 5}, "In between"),
        ({"closeness": 6}, "Near"),
        ({"closeness": 8}, "Near"),
        ({"closeness": 9}, "Close"),
        ({"tension": 2}, "Loose"),
        ({"tension": 3}, "A little tight"),
        ({"energy": 10}, "Plenty"),
    ],
)
def test_each_slider_is_read_back_as_the_nearest_word(said: dict[str, int], word: str) -> None:
    [mark] = marks(DayWords(**{**NOTHING, **said}))  # type: ignore[arg-type]
    assert str(mark.word) == word
    assert [mark.place] == [number * 10 for number in said.values()]


def test_what_was_left_out_has_no_mark() -> None:
    assert list(marks(DayWords(**NOTHING))) == []  # type: ignore[arg-type]
