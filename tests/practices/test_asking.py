"""How a step asks: sliders that say nothing at rest, one dot for one answer, turns with names; and the list."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from exercises.practices.actions import runs
from exercises.practices.forms import form_for
from exercises.practices.models import Answer
from intima.accounts.models import Person
from intima.content import actions as content
from intima.content.exercises import Choose
from reflections.spaces.models import Space
from tests.practices.test_playing import STEPPING, begun

pytestmark = pytest.mark.django_db

Open = Callable[[Person | None], Client]
MOOD = "/practice/end-of-day/"


def test_a_slider_that_is_not_moved_says_nothing(ada: Person, browser_of: Open) -> None:
    run = begun(client := browser_of(ada))
    assert "at-rest" in client.get(f"{run}/before/").content.decode()
    client.post(f"{run}/before/", {"at": "5", "number": ""})
    assert not Answer.objects.exists()
    assert "Before, you were" not in client.get(f"{run}/after/").content.decode()


def test_five_is_said_with_its_number_and_found_again(ada: Person, browser_of: Open) -> None:
    run = begun(client := browser_of(ada))
    client.post(f"{run}/before/", {"at": "5", "number": "5"})
    page = client.get(f"{run}/before/").content.decode()
    assert "at-rest" not in page
    assert 'value="5" checked' in " ".join(page.split())
    assert "Before, you were at 5 of 10." in client.get(f"{run}/after/").content.decode()


def test_a_moved_slider_is_found_where_it_was(ada: Person, browser_of: Open) -> None:
    run = begun(client := browser_of(ada), STEPPING)
    client.post(f"{run}/before/", {"at": "8", "number": ""})
    page = " ".join(client.get(f"{run}/before/").content.decode().split())
    assert 'max="10" value="8"' in page
    assert "at-rest" not in page


def mood(ada: Person, **posted: str) -> Any:
    step = next(step for step in runs.exercise(ada, "end-of-day").exercise.steps if isinstance(step, Choose))
    data = QueryDict(mutable=True)
    data.update(posted)
    form = form_for(step, data, None)
    assert form.is_valid()
    return form.answer()


@pytest.mark.parametrize(
    ("posted", "answer"),
    [
        ({"chosen": "warm"}, {"chosen": ["warm"], "own": []}),
        ({"chosen": "warm", "own_0": "Quiet"}, {"chosen": ["warm"], "own": []}),
        ({"chosen": "=", "own_0": "Quiet"}, {"chosen": [], "own": ["Quiet"]}),
        ({"own_0": "Quiet"}, {"chosen": [], "own": ["Quiet"]}),
        ({"chosen": "=", "own_0": " "}, None),
        ({"chosen": "-", "own_0": "Quiet"}, None),
        ({"own_0": ""}, None),
    ],
)
def test_one_of_a_list_is_one_answer(ada: Person, posted: dict[str, str], answer: Any) -> None:
    assert mood(ada, **posted) == answer


def test_one_of_a_list_has_dots_and_one_line_and_a_way_out(ada: Person, browser_of: Open) -> None:
    run = begun(client := browser_of(ada), MOOD)
    page = client.get(f"{run}/mood/").content.decode()
    assert page.count('type="radio"') == 4 + 2
    assert 'type="checkbox"' not in page
    assert (page.count('name="own_0"'), page.count('name="own_1"')) == (1, 0)
    client.post(f"{run}/mood/", {"chosen": "=", "own_0": "Quiet", "then": "keep"})
    page = " ".join(client.get(f"{run}/mood/").content.decode().split())
    assert 'value="=" checked' in page
    assert 'value="Quiet"' in page


def test_a_choice_that_is_needed_is_asked_for_and_another_is_no_choice(ada: Person, browser_of: Open) -> None:
    run = begun(client := browser_of(ada), "/practice/ready-to-talk/")
    assert client.post(f"{run}/time/", {"chosen": "="}).status_code == 422
    assert client.post(f"{run}/time/", {"chosen": "yesterday"}).status_code == 400
    assert client.post(f"{run}/time/", {"chosen": "-"}).status_code == 400


def test_how_many_may_be_chosen_is_said_beforehand(ada: Person, browser_of: Open) -> None:
    run = begun(client := browser_of(ada), "/practice/ready-to-talk/")
    assert "Up to 2." in client.get(f"{run}/need/").content.decode()


def test_two_speak_in_turn_by_name_and_the_other_begins_at_the_next_step(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    run = begun(client := browser_of(ada), MOOD)
    first, second = (client.get(f"{run}/{key}/").content.decode() for key in ("good", "hard"))
    assert "<bdi>Ada</bdi> speaks for half a minute" in first
    assert "<bdi>Ben</bdi> speaks for half a minute, and the other listens." in second


def test_alone_there_is_half_a_minute_and_no_name(ada: Person, browser_of: Open) -> None:
    run = begun(client := browser_of(ada), MOOD)
    assert "By yourself: half a minute." in client.get(f"{run}/good/").content.decode()


def test_the_list_is_in_groups_with_a_sentence_each_and_what_is_begun_stands_above(
    ada: Person, browser_of: Open
) -> None:
    client = browser_of(ada)
    titles = ("Right now", "To understand the two of you", "Small and often", "Once in a while")
    page = client.get("/practice/").content.decode()
    places = [page.index(f">{title}</h2>") for title in titles]
    assert places == sorted(places)
    assert ">Begun</h2>" not in page
    begun(client, MOOD)
    page = client.get("/practice/").content.decode()
    assert page.index(">Begun</h2>") < page.index(f'href="{MOOD}"') < page.index(">Right now</h2>")
    assert page.count(f'href="{MOOD}"') == 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_exercise_has_its_sentence_for_the_list(language: str) -> None:
    exercises = [version.parsed for version in content.current("exercise", language)]
    assert [each.slug for each in exercises if not each.about or (each.room and not each.go)] == []
