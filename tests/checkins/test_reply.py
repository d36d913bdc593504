"""One sentence back: what weighs most is answered first, and no day is graded."""

import pytest
from django.urls import reverse

from reflections.checkins.actions import DayWords
from reflections.checkins.wording import reply

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
