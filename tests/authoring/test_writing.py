"""A therapist writes an exercise with every kind of step; clients do it, and finish what they began."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from django.test import Client

from exercises.authoring import drafts
from exercises.authoring.actions import reading, writing
from exercises.authoring.models import OwnExercise
from exercises.practices.actions import runs
from intima.accounts.models import Person
from intima.content.exercises import Exercise
from intima.content.models import Version
from reflections.care.models import Therapist
from tests import cast
from tests.authoring import acts
from tests.authoring.conftest import Given
from tests.cast import EVENING
from tests.spaces.walk import dump

Open = Callable[[Person | None], Client]

# What a client sends at the step of each kind.
DONE: dict[str, dict[str, Any]] = {
    "read": {},
    "write": {"text": "a headache"},
    "choose": {"chosen": ["option-1"], "own_0": "jaw"},
    "rank": {"place_option-2": "1"},
    "slide": {"at": "7"},
    "build": {"need": "quiet", "back": "19:10"},
    "breathe": {},
    "timer": {},
    "compare": {"sign_0": "I yawn", "guess_0": "goes quiet"},
}


def written(browser: Client) -> str:
    """The page of an exercise that was written through the pages, one step of every kind."""
    page = browser.post("/therapist/exercises/new/", acts.ABOUT).headers["Location"]
    for kind, typed in acts.TYPED.items():
        answer = browser.post(f"{page}add/{kind}/", typed)
        assert answer.status_code == 302, (kind, answer.context["form"].errors)
    return str(page)


def own_of(page: str) -> OwnExercise:
    return OwnExercise.objects.get(pk=page.split("/")[3])


def publish(browser: Client, page: str) -> OwnExercise:
    own = own_of(page)
    assert browser.post(f"{page}publish/", {"revision": own.revision}).status_code == 302
    own.refresh_from_db()
    return own


def test_an_exercise_with_every_kind_of_step_is_written_looked_at_published_done_revised_saved_and_taken_in(
    dee: Therapist, ada: Person, cleo: Person, given: Given, browser_of: Open
) -> None:
    desk, phone = browser_of(dee.person), browser_of(ada)
    page = written(desk)
    own = own_of(page)
    keys = [step["key"] for step in reading.draft_of(own).steps]
    assert keys == [f"{kind}-{number}" for number, kind in enumerate(acts.TYPED, 1)]

    # Every step is looked at beforehand, as it will be seen; nothing of that is kept.
    look = f"/practice/preview/{own.slug}/"
    assert "The doorway" in desk.get(look).content.decode()
    for kind, key, after in zip(acts.TYPED, keys, [*keys[1:], "done"], strict=True):
        step = desk.get(f"{look}{key}/")
        assert step.status_code == 200
        ways = re.findall('href="([^"]+)"', step.content.decode().partition("<main")[2].partition("</main>")[0])
        assert all(way.startswith((look, page)) for way in ways)  # nothing in it leads away, but back to writing
        if kind not in {"read", "breathe", "timer"}:  # nor does a look at the next one ask for anything
            assert f'href="{look}{after}/">Go on without filling it in</a>' in step.content.decode()
        assert desk.post(f"{look}{key}/", DONE[kind]).status_code == 302
    assert desk.get(f"{look}done/").status_code == 200
    assert desk.post(f"{look}{keys[5]}/", {"need": "quiet"}).status_code == 422  # the sentence wants its time
    assert phone.get(look).status_code == 404

    # Published and given to Ada, she begins it; Cleo finds nothing there.
    own = publish(desk, page)
    start = f"/practice/{own.slug}/"
    assert phone.get(start).status_code == 404
    given.add((ada, own.slug))
    shown = phone.get(start).content.decode()
    assert "The doorway" in shown
    assert "Dr Dee" in shown
    assert browser_of(cleo).get(start).status_code == 404
    assert browser_of(cleo).post(f"{start}begin/").status_code == 404
    at = phone.post(f"{start}begin/").headers["Location"]
    for kind in list(acts.TYPED)[:4]:
        at = phone.post(at, DONE[kind]).headers["Location"]

    # While she is in the middle of it, Dr Dee takes out, moves and words steps anew, and publishes again.
    desk.post(f"{page}steps/write-2/remove/")
    desk.post(f"{page}steps/timer-8/move/", {"to": "up"})
    changed = {**acts.TYPED["slide"], "ask": "How full is your heart?"}
    assert desk.post(f"{page}steps/slide-5/", changed).status_code == 302
    again = publish(desk, page)
    assert again.version_id != own.version_id
    assert Version.objects.filter(slug=own.slug).count() == 2

    # Ada finishes what she began, to its end, with what she wrote at the step that is gone.
    assert "How full is your head?" in phone.get(at).content.decode()
    for kind in list(acts.TYPED)[4:]:
        at = phone.post(at, DONE[kind]).headers["Location"]
    end = phone.get(at).content.decode()
    assert at.endswith("/done/")
    for words in ("a headache", "shoulders", "jaw", "1. quiet", "7 of 10", "I need quiet", "I yawn", "goes quiet"):
        assert words in end
    assert "Once this week is plenty." in end

    # The next time she does the new one.
    at = phone.post(f"{start}begin/").headers["Location"]
    assert [step.key for step in runs.exercise(ada, own.slug).exercise.steps] == [
        *("read-1", "choose-3", "rank-4", "slide-5", "build-6", "timer-8", "breathe-7", "compare-9")
    ]

    # Saved as a file, it is one that the library's own form takes; taken in, it is the same exercise.
    saved = desk.get(f"{page}file/")
    assert 'filename="the-doorway.yaml"' in saved.headers["Content-Disposition"]
    text = saved.content.decode()
    assert Exercise.model_validate(yaml.safe_load(text)).title == "The doorway"
    taken = own_of(desk.post("/therapist/exercises/from-a-file/", {"text": text}).headers["Location"])
    assert reading.draft_of(taken).body == reading.draft_of(again).body
    assert drafts.written_out(reading.draft_of(taken)) == text
    assert taken.version is None


def test_whoever_is_no_longer_given_it_finishes_and_reads_what_they_began(
    dee: Therapist, ada: Person, given: Given, browser_of: Open
) -> None:
    own, phone = acts.published(dee.person), browser_of(ada)
    start = f"/practice/{own.slug}/"
    given.add((ada, own.slug))
    at = phone.post(f"{start}begin/").headers["Location"]
    given.clear()
    assert "Go on" in phone.get(start).content.decode()
    assert "The doorway" in phone.get("/practice/").content.decode()
    done = phone.post(at, {"text": "a headache"}).headers["Location"]
    assert "a headache" in phone.get(done).content.decode()
    page = phone.get(start).content.decode()
    assert "cannot be begun again" in page
    assert f"{start}begin/" not in page
    assert phone.post(f"{start}begin/").status_code == 404


def test_what_dee_writes_is_on_no_list_of_anybodys(dee: Therapist, ada: Person, given: Given, browser_of: Open) -> None:
    own = acts.published(dee.person, title="Quincemarmalade")
    given.add((ada, own.slug))
    for person in (ada, dee.person):
        for url in ("/practice/", "/today/", "/learn/"):
            assert "Quincemarmalade" not in browser_of(person).get(url).content.decode(), url


def test_the_words_lie_sealed(dee: Therapist) -> None:
    own = acts.published(dee.person, {**acts.WRITE, "ask": "Quincemarmalade?"}, title="Quincemarmalade")
    assert dee.person.email in dump()  # what lies in the open is found
    assert "uincemarmalade" not in dump()
    version = Version.objects.get(pk=own.version_id)
    assert version.body is None
    assert b"Quincemarmalade" not in bytes(version.__dict__["words"])
    assert version.parsed.title == "Quincemarmalade"


def test_the_key_of_a_step_that_was_taken_out_never_comes_back(dee: Therapist) -> None:
    own = acts.begun(dee.person, acts.WRITE, acts.WRITE)
    writing.remove_step(author=dee.person, pk=own.pk, key="write-2", at=EVENING)
    assert writing.add_step(author=dee.person, pk=own.pk, step=acts.WRITE, at=EVENING) == "write-3"


def test_a_page_that_was_open_while_another_window_changed_it_publishes_nothing(
    dee: Therapist, browser_of: Open
) -> None:
    own = acts.begun(dee.person, acts.WRITE)
    writing.add_step(author=dee.person, pk=own.pk, step=acts.WRITE, at=EVENING)
    page = f"/therapist/exercises/{own.pk}/"
    answer = browser_of(dee.person).post(f"{page}publish/", {"revision": own.revision}, follow=True)
    assert "changed in another window" in answer.content.decode()
    own.refresh_from_db()
    assert own.version is None


def test_publishing_twice_makes_one_version(dee: Therapist) -> None:
    own = acts.published(dee.person)
    writing.publish(author=dee.person, pk=own.pk, revision=own.revision, at=EVENING)
    assert Version.objects.filter(slug=own.slug).count() == 1


def test_a_slider_beside_one_that_now_comes_later_is_said_and_not_published(dee: Therapist, browser_of: Open) -> None:
    slide = {"kind": "slide", "ask": "How loud?", "low": "quiet", "high": "loud"}
    own = acts.begun(dee.person, slide, {**slide, "ask": "And now?", "before": "slide-1"})
    writing.move_step(author=dee.person, pk=own.pk, key="slide-2", to="up", at=EVENING)
    own.refresh_from_db()
    page = f"/therapist/exercises/{own.pk}/"
    assert "no earlier slide" in browser_of(dee.person).get(page).content.decode()
    assert browser_of(dee.person).post(f"{page}publish/", {"revision": own.revision}).status_code == 422
    assert browser_of(dee.person).get(f"/practice/preview/{own.slug}/").status_code == 404


def test_the_forty_first_step_is_refused_and_kept_on_the_page(dee: Therapist, browser_of: Open) -> None:
    own = acts.begun(dee.person, *[acts.WRITE] * 40)
    answer = browser_of(dee.person).post(f"/therapist/exercises/{own.pk}/add/write/", {"ask": "One more?"})
    assert answer.status_code == 422
    assert "One more?" in answer.content.decode()
    assert "Forty steps are the most" in answer.content.decode()


def test_every_exercise_of_the_library_that_has_steps_can_be_copied_and_published(dee: Therapist) -> None:
    copied = 0
    for offered in runs.offered(dee.person):
        if offered.exercise.room:
            with pytest.raises(writing.NothingToCopy):
                writing.copy_library(author=dee.person, slug=offered.exercise.slug, at=EVENING)
            continue
        own = writing.copy_library(author=dee.person, slug=offered.exercise.slug, at=EVENING)
        version = writing.publish(author=dee.person, pk=own.pk, revision=own.revision, at=EVENING)
        assert version.parsed.steps == offered.exercise.steps
        assert version.parsed.who in {"one", "both"}
        copied += 1
    assert copied > 5


def test_a_copy_is_changed_without_its_original(dee: Therapist, browser_of: Open) -> None:
    own, desk = acts.published(dee.person), browser_of(dee.person)
    page = desk.post(f"/therapist/exercises/{own.pk}/copy/").headers["Location"]
    assert desk.post(f"{page}about/", {**acts.ABOUT, "title": "The stairs"}).status_code == 302
    titles = {reading.draft_of(each).title for each in OwnExercise.objects.of(dee.person)}
    assert titles == {"The doorway", "The stairs"}


def test_what_was_published_is_put_away_and_taken_up_not_thrown_away(dee: Therapist, browser_of: Open) -> None:
    own, desk = acts.published(dee.person), browser_of(dee.person)
    page = f"/therapist/exercises/{own.pk}/"
    assert [each.slug for each in reading.published(dee.person)] == [own.slug]
    assert "put it away" in desk.post(f"{page}throw-away/", follow=True).content.decode()
    desk.post(f"{page}put-away/")
    assert reading.published(dee.person) == []
    assert "put away" in desk.get("/therapist/exercises/").content.decode()
    desk.post(f"{page}take-up/")
    assert [each.slug for each in reading.published(dee.person)] == [own.slug]


def test_what_was_never_published_is_thrown_away(dee: Therapist, browser_of: Open) -> None:
    own = acts.begun(dee.person, acts.WRITE)
    assert browser_of(dee.person).post(f"/therapist/exercises/{own.pk}/throw-away/").status_code == 302
    assert not OwnExercise.objects.exists()


def test_another_therapist_finds_none_of_it(dee: Therapist, browser_of: Open) -> None:
    own, other = acts.published(dee.person), browser_of(cast.therapist("Dr Fay").person)
    for url in (
        f"/therapist/exercises/{own.pk}/",
        f"/therapist/exercises/{own.pk}/file/",
        f"/practice/{own.slug}/",
        f"/practice/preview/{own.slug}/",
    ):
        assert other.get(url).status_code == 404, url
    assert "The doorway" not in other.get("/therapist/exercises/").content.decode()


def test_an_option_that_stays_keeps_its_key(dee: Therapist, browser_of: Open) -> None:
    own, desk = acts.begun(dee.person), browser_of(dee.person)
    page = f"/therapist/exercises/{own.pk}/"
    desk.post(f"{page}add/rank/", acts.TYPED["rank"])
    desk.post(f"{page}steps/rank-1/", {**acts.TYPED["rank"], "options": "quiet\nmusic\ntea"})
    own.refresh_from_db()
    options = reading.draft_of(own).steps[0]["options"]
    assert [(each["key"], each["label"]) for each in options] == [
        ("option-2", "quiet"),
        ("option-4", "music"),
        ("option-1", "tea"),
    ]
