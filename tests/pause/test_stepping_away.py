from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.test import Client

from exercises.pause import actions, letters
from exercises.pause.models import LONGEST, Pause
from exercises.practices.models import Card
from intima.accounts.models import Person
from intima.mail.models import Letter
from reflections.notes.models import Note
from reflections.spaces.actions import leave, tie_of
from reflections.spaces.models import Space
from tests.cast import EVENING

Open = Callable[[Person | None], Client]
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _this_evening() -> object:
    with time_machine.travel(EVENING, tick=False):
        yield


def away(asker: Person, *, minutes: int = 20, words: str = "", at: datetime = EVENING) -> Pause:
    pk = actions.start(asker=asker, tie=tie_of(asker), words=words, back_at=at + minutes * MINUTE, at=at)
    return Pause.objects.get(pk=pk)


def test_one_tap_and_both_see_the_same_clock(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    ben.time_zone = "America/New_York"
    ben.save()
    browser_of(ada).post("/pause/", {"minutes": "20", "words": "Some air.", "space": str(space.pk)})
    assert ">20:50</time>" in browser_of(ada).get("/pause/").content.decode()
    theirs = browser_of(ben).get("/pause/").content.decode()
    assert ">16:50</time>" in theirs
    assert "Some air." in theirs


def test_the_time_stands_where_the_sentence_has_its_gap(ada: Person, space: Space, browser_of: Open) -> None:
    Card.objects.create(author=ada, kind="pause_message", text="I'm not leaving. Back at {back}.", kept_at=EVENING)
    page = browser_of(ada).get("/pause/").content.decode()
    assert "Back at __:__." in page
    browser_of(ada).post("/pause/", {"time": "21:40", "words": "Back at __:__."})
    assert Pause.objects.get().words == "Back at 21:40."


def test_without_a_sentence_of_ones_own_there_is_a_plain_one(ada: Person, space: Space, browser_of: Open) -> None:
    assert "I need a little time, and I’m back at __:__." in browser_of(ada).get("/pause/").content.decode()


def test_the_words_stay_with_whoever_got_them(ada: Person, ben: Person, space: Space) -> None:
    pause = away(ada, words="Some air.")
    actions.end(asker=ada, pk=pause.pk, at=EVENING)
    leave(person=ada, at=EVENING)
    assert Note.objects.visible_to(ben).get().text == "Some air."


def test_it_works_alone(cleo: Person, browser_of: Open) -> None:
    browser_of(cleo).post("/pause/", {"minutes": "30", "words": "Back soon."})
    page = browser_of(cleo).get("/pause/").content.decode()
    assert ">21:00</time>" in page
    assert "To read aloud, or to show" in page
    assert not Note.objects.exists()


def test_pressed_twice_it_begins_once(ada: Person, space: Space) -> None:
    assert away(ada) == away(ada, minutes=60)


def test_both_may_step_away_at_once(ada: Person, ben: Person, space: Space) -> None:
    away(ada, minutes=20)
    away(ben, minutes=60)
    standing = actions.standing(ada, EVENING)
    assert standing.mine
    assert standing.theirs
    assert standing.clock == standing.mine


@pytest.mark.parametrize(
    ("asked", "says"),
    [({"time": "20:33"}, "less than five minutes"), ({}, "Choose when you are back"), ({"time": "soon"}, "21:40")],
)
def test_a_time_that_is_none_is_answered_kindly_and_the_words_are_kept(
    ada: Person, browser_of: Open, asked: dict[str, str], says: str
) -> None:
    refused = browser_of(ada).post("/pause/", {"words": "Some air.", **asked})
    assert refused.status_code == 422
    assert says in refused.content.decode()
    assert "Some air." in refused.content.decode()


def test_a_time_that_is_past_today_is_tomorrow(ada: Person, browser_of: Open) -> None:
    browser_of(ada).post("/pause/", {"words": "", "time": "08:00"})
    assert Pause.objects.get().back_at == datetime.fromisoformat("2026-03-13T08:00+00:00")


def test_only_the_asker_moves_and_ends(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    pause = away(ada)
    for act in ("longer", "end"):
        assert browser_of(ben).post(f"/pause/{pause.pk}/{act}/", {"minutes": "60"}).status_code == 404
    browser_of(ada).post(f"/pause/{pause.pk}/longer/", {"minutes": "60"})
    assert ">21:30</time>" in browser_of(ben).get("/pause/").content.decode()


def test_a_day_after_its_start_it_is_over_without_a_word(ada: Person, ben: Person, space: Space) -> None:
    pause = away(ada)
    with pytest.raises(actions.TooLate):
        actions.move(asker=ada, pk=pause.pk, back_at=EVENING + LONGEST + MINUTE, at=EVENING)
    later = EVENING + LONGEST - 10 * MINUTE
    actions.move(asker=ada, pk=pause.pk, back_at=EVENING + LONGEST, at=later)
    assert actions.standing(ben, later).theirs
    assert actions.standing(ben, EVENING + LONGEST).clock is None
    assert actions.standing(ada, EVENING + LONGEST).clock is None
    actions.forget(at=EVENING + LONGEST)
    assert not Pause.objects.exists()


def test_a_new_pause_leaves_no_record_of_the_last(ada: Person, space: Space) -> None:
    first = away(ada)
    actions.end(asker=ada, pk=first.pk, at=EVENING)
    away(ada)
    assert Pause.objects.count() == 1


def test_the_others_clock_is_put_away_and_the_asker_learns_nothing(ada: Person, ben: Person, space: Space) -> None:
    pause = away(ada)
    before = actions.standing(ada, EVENING)
    actions.put_away(person=ben, pk=pause.pk, at=EVENING)
    assert actions.standing(ben, EVENING).clock is None
    assert actions.standing(ada, EVENING) == before


def test_the_others_answer_is_told_by_sending_it_alone(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    pause = away(ada)
    browser_of(ben).post(f"/pause/{pause.pk}/answer/", {"say": "more"})
    assert Note.objects.visible_to(ada).get().text == "I need a little more time."
    assert browser_of(ben).post(f"/pause/{pause.pk}/answer/", {"say": "Anything"}).status_code == 400


def test_the_same_answer_again_in_another_language_is_sent_once(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    pause = away(ada)
    for language in ("en", "es"):
        ben.language = language
        ben.save()
        answered = browser_of(ben).post(f"/pause/{pause.pk}/answer/", {"say": "more"})
        assert answered.headers["Location"] == "/pause/"
    assert Note.objects.get().text == "I need a little more time."


def test_leaving_the_space_takes_the_clock_from_the_other_at_once(ada: Person, ben: Person, space: Space) -> None:
    away(ada)
    leave(person=ada, at=EVENING)
    assert actions.standing(ben, EVENING).clock is None
    assert actions.standing(ada, EVENING).mine


# --- Open pages -----------------------------------------------------------------------------------


def test_an_open_page_hears_of_a_clock_and_then_nothing_until_it_changes(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    bens = browser_of(ben)
    assert bens.get("/pause/now/?seen=none", headers={"HX-Request": "true"}).status_code == 204
    pause = away(ada)
    line = bens.get("/pause/now/?seen=none", headers={"HX-Request": "true"}).content.decode()
    assert "20:50" in line
    seen = actions.mark(ben, EVENING)
    assert f"seen={seen}" in line
    assert bens.get(f"/pause/now/?seen={seen}", headers={"HX-Request": "true"}).status_code == 204
    actions.move(asker=ada, pk=pause.pk, back_at=EVENING + 40 * MINUTE, at=EVENING)
    assert "21:10" in bens.get(f"/pause/now/?seen={seen}", headers={"HX-Request": "true"}).content.decode()


def test_a_clock_that_is_over_gives_way_to_a_link_and_carries_nobody_off(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    pause = away(ada)
    seen = actions.standing(ben, EVENING).seen
    actions.end(asker=ada, pk=pause.pk, at=EVENING)
    part = {"HX-Request": "true"}
    over = browser_of(ben).get(f"/pause/now/?whole=1&seen={seen}", headers=part)
    assert "HX-Redirect" not in over.headers
    assert over.headers["HX-Retarget"] == "#clock"
    assert 'href="/today/"' in over.content.decode()
    assert browser_of(ben).get("/pause/now/?whole=1&seen=none", headers=part).status_code == 204
    away(ada)
    assert "Back together at" in browser_of(ben).get("/pause/now/?whole=1&seen=none", headers=part).content.decode()


def test_the_time_has_come_is_news_too(ada: Person, space: Space) -> None:
    away(ada)
    assert actions.mark(ada, EVENING) != actions.mark(ada, EVENING + 20 * MINUTE)


def test_asking_costs_four_queries_at_most(
    ada: Person, ben: Person, space: Space, browser_of: Open, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    away(ada)
    client, seen = browser_of(ben), actions.mark(ben, EVENING)
    client.get("/today/")
    with django_assert_max_num_queries(4):
        assert client.get(f"/pause/now/?seen={seen}", headers={"HX-Request": "true"}).status_code == 204


# --- Letters --------------------------------------------------------------------------------------


def test_without_leave_nobody_is_written_to(ada: Person, ben: Person, space: Space) -> None:
    away(ada)
    assert not Letter.objects.exists()


@pytest.fixture
def ring() -> Callable[[datetime], list[tuple[str, int]]]:
    """What goes at a moment, of all that is due: to whom, and so many minutes after the evening began."""
    looked_at: set[object] = set()

    def _ring(at: datetime) -> list[tuple[str, int]]:
        due = list(Letter.objects.filter(due_at__lte=at).exclude(pk__in=looked_at).order_by("due_at"))
        looked_at.update(letter.pk for letter in due)
        facts = letters.gather(due, at)
        went = [letter for letter in due if (found := facts.get(letter.pk)) and found.runs]
        people = {person.pk: person.name for person in Person.objects.all()}
        return [(people[letter.person_id], int((letter.due_at - EVENING) / MINUTE)) for letter in went]

    return _ring


def test_a_letter_calls_back_whoever_is_away_and_allowed_it(
    ada: Person, ben: Person, space: Space, ring: Callable[[datetime], list[tuple[str, int]]]
) -> None:
    for person in (ada, ben):
        actions.allow_letters(person=person, on=True)
    away(ada, minutes=60)
    assert ring(EVENING) == [("Ben", 0)]
    assert ring(EVENING + 59 * MINUTE) == []
    assert sorted(ring(EVENING + 60 * MINUTE)) == [("Ada", 60), ("Ben", 60)]


def test_the_other_hears_once_an_hour_and_the_asker_is_called_back_at_every_time(
    ada: Person, ben: Person, space: Space, ring: Callable[[datetime], list[tuple[str, int]]]
) -> None:
    for person in (ada, ben):
        actions.allow_letters(person=person, on=True)
    pause = away(ada)
    assert ring(EVENING) == [("Ben", 0)]
    assert ring(EVENING + 20 * MINUTE) == [("Ada", 20)]
    for minutes in (90, 40):  # the last of which holds
        actions.move(asker=ada, pk=pause.pk, back_at=EVENING + minutes * MINUTE, at=EVENING + 21 * MINUTE)
    assert ring(EVENING + 50 * MINUTE) == [("Ada", 40)]
    actions.move(asker=ada, pk=pause.pk, back_at=EVENING + 90 * MINUTE, at=EVENING + 50 * MINUTE)
    actions.move(asker=ada, pk=pause.pk, back_at=EVENING + 90 * MINUTE, at=EVENING + 61 * MINUTE)
    assert ring(EVENING + 61 * MINUTE) == [("Ben", 61)]
    assert ring(EVENING + 90 * MINUTE) == [("Ada", 90)]
    actions.move(asker=ada, pk=pause.pk, back_at=EVENING + 121 * MINUTE, at=EVENING + 91 * MINUTE)
    assert sorted(ring(EVENING + 121 * MINUTE)) == [("Ada", 121), ("Ben", 121)]


def test_however_the_asker_begins_moves_and_ends_the_other_gets_one_letter_an_hour(
    ada: Person, ben: Person, space: Space, ring: Callable[[datetime], list[tuple[str, int]]]
) -> None:
    actions.allow_letters(person=ben, on=True)
    went, at = [], EVENING
    for _again in range(30):
        pause = away(ada, minutes=5, at=at)
        went += ring(at) + ring(at + 5 * MINUTE)
        actions.move(asker=ada, pk=pause.pk, back_at=at + 75 * MINUTE, at=at + 5 * MINUTE)
        went += ring(at + 5 * MINUTE)
        actions.end(asker=ada, pk=pause.pk, at=at + 6 * MINUTE)
        at += 7 * MINUTE
    times = [minute for _name, minute in went]
    assert len(times) > 2
    assert all(after - before >= 60 for before, after in pairwise(times))


@pytest.mark.parametrize("how", ["ended", "put away"])
def test_a_call_that_never_came_holds_up_no_other(ada: Person, ben: Person, space: Space, how: str) -> None:
    actions.allow_letters(person=ben, on=True)
    pause = away(ada, minutes=70)
    if how == "put away":
        actions.put_away(person=ben, pk=pause.pk, at=EVENING + MINUTE)
        actions.end(asker=ada, pk=pause.pk, at=EVENING + 71 * MINUTE)
    else:
        actions.end(asker=ada, pk=pause.pk, at=EVENING + MINUTE)
    again = away(ada, at=EVENING + 80 * MINUTE)
    assert Letter.objects.filter(person_id=ben.pk, key__contains=f":began:{again.pk}").exists()


def test_whom_the_page_was_not_made_for_gets_no_word_and_no_clock(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    browser_of(ada).post("/pause/", {"minutes": "20", "words": "Read aloud."})  # from a page of before they paired
    assert not Note.objects.exists()
    assert actions.standing(ben, EVENING).clock is None
    assert actions.standing(ada, EVENING).mine


def test_a_clock_that_was_put_away_does_not_come_back_with_the_next_pause(
    ada: Person, ben: Person, space: Space
) -> None:
    pause = away(ada)
    actions.put_away(person=ben, pk=pause.pk, at=EVENING)
    actions.end(asker=ada, pk=pause.pk, at=EVENING + MINUTE)
    away(ada, at=EVENING + 2 * MINUTE)
    assert actions.standing(ben, EVENING + 3 * MINUTE).clock is None
    away_later = EVENING + 2 * MINUTE + actions.BETWEEN_LETTERS
    actions.end(asker=ada, pk=Pause.objects.get().pk, at=away_later)
    away(ada, at=away_later)
    assert actions.standing(ben, away_later).theirs


def test_while_the_other_is_away_one_can_step_away_too(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    away(ada)
    assert "?own=1" in browser_of(ben).get("/pause/").content.decode()
    assert 'name="minutes"' in browser_of(ben).get("/pause/?own=1").content.decode()
