"""Two months that could have been lived: two rhythms, gaps, a quarrel that shows; each sees what the rooms allow."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import pairwise
from statistics import mean
from urllib.parse import urljoin

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from exercises.practices.actions import cards, runs
from intima.accounts.models import Person
from intima.demo import people, script
from intima.kit import clock
from reflections.checkins import actions as checkins
from reflections.journal import actions as journal
from reflections.journal.actions.standing import State
from reflections.spaces import actions as spaces
from tests.demo.conftest import load

pytestmark = [pytest.mark.tables, pytest.mark.django_db]

Who = Callable[[str], Person]
Browser = Callable[[Person | None], Client]

MONTHS = 62  # days
TOLD = script.read()
EVERYBODY = [key for key in people.CAST if key != script.THERAPIST]
PARTNERS = {"ada": "ben", "ben": "ada"}
TO_ACT = ("/edit/", "/share/", "/delete/", "/take-back/")  # pages before an act, each with one thing of one's own
THE_SAME = (reverse("safety:exit"), "/static/", "/learn/", "/help/", "/privacy/", "/safe/")


# --- Rhythm -------------------------------------------------------------------------------------


def days(key: str) -> list[int]:
    """How many days ago, of the last two months, this person checked in; the oldest first."""
    return sorted((day.ago for day in TOLD.lives[key].days if day.ago < MONTHS), reverse=True)


def longest_gap(key: str) -> int:
    return max(one - following for one, following in pairwise(days(key)))


def near(key: str, ago: range) -> float:
    """The mean closeness of what was said so many days ago."""
    return mean(day.said[0] for day in TOLD.lives[key].days if day.ago in ago and day.said[0] is not None)


def test_the_two_check_in_for_two_months_each_in_a_rhythm_of_their_own() -> None:
    ada, ben = days("ada"), days("ben")
    for one in (ada, ben):
        assert one[0] >= 60
        assert one[-1] <= 2
    assert len(ada) > len(ben) + 10
    assert len(ada) < MONTHS * 0.8


def test_both_leave_gaps() -> None:
    assert longest_gap("ada") >= 4
    assert longest_gap("ben") >= 10


@pytest.mark.parametrize("key", ["ada", "ben"])
def test_a_quarrel_shows_and_so_does_coming_back_from_it(key: str) -> None:
    before, quarrel, after = (near(key, ago) for ago in (range(48, 53), range(43, 47), range(22, 29)))
    assert quarrel < before - 2
    assert quarrel < after - 2


def test_feelings_go_up_and_down_and_some_days_say_little() -> None:
    ada = TOLD.lives["ada"].days
    assert {feeling for day in ada for feeling in day.feelings} >= {"warm", "cross", "lonely", "playful"}
    assert any(not day.line for day in ada)
    assert any(None in day.said for day in ada)


def test_everything_that_the_script_tells_was_kept_on_its_day_and_nothing_today(who: Who) -> None:
    at = clock.now()
    for key, life in TOLD.lives.items():
        person = who(key)
        today = person.today(at)
        span = [today - timedelta(days=ago) for ago in range(life.here + 1)]
        kept = {(today - day).days for _pk, day in checkins.checked_in_among([person.pk], span)}
        assert kept == {day.ago for day in life.days}, key
        assert len(kept) == len(life.days)
        assert 0 not in kept  # whoever checked in today would get no letter


# --- Who stands where ---------------------------------------------------------------------------


def test_each_state_that_somebody_can_be_in_can_be_looked_at(who: Who) -> None:
    at = clock.now()
    states = {key: spaces.state_of(who(key), at) for key in EVERYBODY}
    ties = {key: state.tie for key, state in states.items() if state.tie}
    assert {key: tie.partner for key, tie in ties.items()} == {"ada": who("ben"), "ben": who("ada")}
    assert states["ben"].closed is None
    assert states["cleo"] == spaces.State()
    assert states["dana"].came is not None
    assert states["dana"].came.accepted_by == who("eve")
    assert states["eve"].waiting is not None
    assert states["eve"].closed is None
    assert states["ines"].closed is not None
    assert states["tomas"].invited is not None
    standing = {key: [line.state for line in journal.together(tie, at)] for key, tie in ties.items()}
    assert standing["ada"] == [State.ASKED, State.WAITING, State.OPENED]
    assert standing["ben"] == [State.ASKED, State.ASKED, State.OPENED]


def test_every_question_that_is_answered_is_there_to_be_read(db: None) -> None:
    for life in TOLD.lives.values():
        known = journal.prompts(life.language)
        assert {leaf.prompt for leaf in life.entries} - {""} <= known.keys()
        assert {question.prompt for space in TOLD.spaces for question in space.questions} <= known.keys()


def test_ada_and_ben_each_share_some_keep_some_and_took_one_back() -> None:
    for key in ("ada", "ben"):
        leaves = TOLD.lives[key].entries
        assert sum(leaf.taken_back is not None for leaf in leaves) == 1
        assert sum(leaf.shared is not None for leaf in leaves) >= 4
        assert sum(leaf.shared is None for leaf in leaves) >= 5


def test_the_two_have_a_loop_thank_yous_promises_and_exercises_behind_them(who: Who, browser_of: Browser) -> None:
    ada = browser_of(who("ada"))
    page = flat(unescape(ada.get("/loop/").content.decode()))
    assert "Doors closing" in page
    assert all(words in page for key in PARTNERS for words in card_of(key))
    jar = unescape(ada.get("/rituals/thanks/").content.decode())
    assert all(note.text in jar for note in TOLD.lives["ben"].notes if note.kind == "thanks")
    promises = flat(unescape(ada.get("/rituals/promises/").content.decode()))
    assert all(promise.text in promises for key in PARTNERS for promise in TOLD.lives[key].promises)
    assert cards.latest(who("ben"), cards.PAUSE_MESSAGE).endswith("I’m back at {back}.")
    for key in PARTNERS:
        assert "two-alarms" in runs.so_far(who(key)).done


# --- Who sees what ------------------------------------------------------------------------------


def flat(text: str) -> str:
    return " ".join(text.split())


def everything(browser: Client, *starts: str) -> dict[str, str]:
    """By its path, every page that `starts` lead on to, but for what is the same for everybody, and the ways out."""
    found: dict[str, str] = {}
    waiting = list(starts)
    while waiting:
        url = waiting.pop()
        if url in found or not url.startswith("/") or url.startswith(THE_SAME) or url.endswith(TO_ACT):
            continue
        answer = browser.get(url)
        assert answer.status_code in {200, 302}, url
        found[url] = flat(unescape(answer.content.decode()))
        waiting += [answer.headers["Location"]] if answer.status_code == 302 else []
        waiting += [urljoin(url, link) for link in re.findall(r'href="([^"#]+)', found[url])]
    assert len(found) > 10
    return found


def words_of(key: str) -> Iterator[str]:
    """Everything that this person wrote, in every form that it had."""
    life = TOLD.lives[key]
    yield from (day.line for day in life.days if len(day.line) > 12)
    for leaf in life.entries:
        yield leaf.text
        yield from (change.text for change in leaf.changed)
    yield from (text for lesson in life.lessons for text in lesson.answers.values())
    yield from (note.text for note in life.notes)
    yield from card_of(key)
    yield from (promise.text for promise in life.promises)
    yield from (text for run in life.runs for text in run.words())
    for space in TOLD.spaces:
        yield from (question.answers[key].text for question in space.questions if key in question.answers)
        yield from (text for apart in space.apart if key in apart.runs for text in apart.runs[key].words())


def card_of(key: str) -> list[str]:
    """What this person's card of the loop says, but for the few words of its arrow, which anybody may say."""
    card = TOLD.lives[key].card
    return [words for part, words in card.words.items() if part != "so"] if card else []


def kept_by(key: str) -> Iterator[str]:
    """What is this person's to read whatever others do: entries as they are, answers, and what they were asked."""
    for leaf in TOLD.lives[key].entries:
        yield leaf.changed[-1].text if leaf.changed else leaf.text
    yield from card_of(key)
    yield from (promise.text for promise in TOLD.lives[key].promises)
    yield from (text for run in TOLD.lives[key].runs for text in run.words())
    for space in TOLD.spaces:
        for question in space.questions:
            if key in question.answers:
                yield question.answers[key].text
            if question.asked and question.asked.by != key and key in (space.inviter, space.invited):
                yield question.asked.text


def shared_by(key: str) -> set[str]:
    """What this person's partner may read now: shared entries as last shared, lines of days, opened answers."""
    now: set[str] = set()
    for space in TOLD.spaces:
        if space.closed or key not in (space.inviter, space.invited):
            continue
        for leaf in TOLD.lives[key].entries:
            if leaf.shared and leaf.shared <= space.opened and not leaf.taken_back:
                shown = [leaf.text]  # and each change that was shared, or came before the sharing
                shown += [each.text for each in leaf.changed if each.shared or each.ago >= leaf.shared]
                now.add(shown[-1])
        card = TOLD.lives[key].card
        now |= set(card_of(key)) if card and card.shared else set()
        now |= {promise.text for promise in TOLD.lives[key].promises if promise.shared}
        now |= {text for apart in space.apart for text in apart.runs[key].words()}
        now |= {day.line for day in TOLD.lives[key].days if "line" in day.shown and day.ago < space.opened}
        for question in space.questions:
            if len(question.answers) == 2 and all(answer.confirmed for answer in question.answers.values()):
                now.add(question.answers[key].text)
    return now


def sent(author: str, reader: str) -> set[str]:
    """The notes that `author` sent while these two shared a space; they stay with whoever received them."""
    return {
        note.text
        for space in TOLD.spaces
        if {space.inviter, space.invited} == {author, reader}
        for note in TOLD.lives[author].notes
        if space.opened >= note.ago >= (space.closed.ago if space.closed else 0)
    }


def test_each_finds_their_own_words_and_of_anothers_what_is_shared_with_them_now(who: Who, browser_of: Browser) -> None:
    for reader in EVERYBODY:
        starts = [
            "/today/",
            "/notes/",
            "/practice/",
            "/checkin/trends/",
            *(["/checkin/from-partner/"] if reader in PARTNERS else []),
        ]
        found = everything(browser_of(who(reader)), *starts)
        drawn = set(re.findall(r'class="person (?:clay|iris)"> ?<bdi>(\w+)</bdi>', found["/checkin/trends/"]))
        assert drawn == {TOLD.lives[key].name for key in (reader, PARTNERS.get(reader)) if key}
        pages = "\n".join(found.values())
        for author in EVERYBODY:
            allowed = sent(author, reader) | (shared_by(author) if PARTNERS.get(reader) == author else set())
            for words in set(words_of(author)):
                if author == reader:
                    continue
                if words in allowed:
                    assert flat(words) in pages, (reader, author, words)
                elif not any(words in text for text in allowed):
                    assert flat(words) not in pages, (reader, author, words)
        for words in kept_by(reader):
            assert flat(words) in pages, (reader, words)


# --- Whenever it starts -------------------------------------------------------------------------


STARTS = (
    datetime(2027, 3, 28, 0, 30, tzinfo=UTC),  # half an hour before the clocks go on in London
    datetime(2027, 10, 31, 0, 59, 30, tzinfo=UTC),  # the hour that comes twice
    datetime(2028, 1, 1, 4, 30, tzinfo=UTC),  # in Bogotá it is still last year
)


@pytest.mark.parametrize("at", STARTS, ids=str)
def test_whenever_it_starts_nothing_has_happened_in_a_time_to_come(at: datetime, db: None) -> None:
    with time_machine.travel(at, tick=False):
        load()
        for key in EVERYBODY:
            person = Person.objects.get(email=people.address(key))
            latest = journal.latest(person)
            assert latest is not None
            assert latest.at < at
            assert not checkins.checked_in(person.pk, person.today(at))


def test_it_can_start_on_any_day_of_the_week(db: None) -> None:
    for day in range(3, 10):  # what a partner sees of trends goes by whole weeks
        with time_machine.travel(datetime(2027, 5, day, 12, tzinfo=UTC), tick=False), transaction.atomic():
            load()
            transaction.set_rollback(True)


def test_the_people_speak_plainly() -> None:
    for key in EVERYBODY:
        said = " ".join(words_of(key)).lower()
        for word in ("!", "therap", "terapia", "boundar", "trigger", "toxic", "streak", "healing", "safe space"):
            assert word not in said, (key, word)
