import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from exercises.practices.actions import runs
from exercises.practices.models import Answer, Run
from intima.accounts import actions as accounts
from intima.accounts.models import Person
from reflections.journal import actions as journal
from tests.accounts.walk import PASSWORD
from tests.cast import EVENING
from tests.journal import acts as in_journal

pytestmark = pytest.mark.django_db

Open = Callable[[Person | None], Client]
STEPPING = "/practice/stay-while-stepping-back/"
SENTENCE = {"staying": "this talk", "need": "some air", "back": "21:40"}


def begun(client: Client, url: str = STEPPING) -> str:
    """Begin; the address of the run, without a step."""
    step: str = client.post(f"{url}begin/").headers["Location"]
    return step.rsplit("/", 2)[0]


def test_an_exercise_says_how_long_it_takes_and_who_will_see_what(ada: Person, browser_of: Open) -> None:
    page = browser_of(ada).get(STEPPING).content.decode()
    assert "About 6 minutes" in page
    assert "Nobody sees it unless you share it at the end." in page


def test_beginning_twice_is_beginning_once(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    assert begun(client) == begun(client)
    assert Run.objects.of(ada).count() == 1


def test_each_step_is_saved_and_leads_to_the_next(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    run = begun(client)
    went = client.post(f"{run}/moment/", {"text": "The sink."})
    assert went.headers["Location"] == f"{run}/before/"
    assert "The sink." in client.get(f"{run}/moment/").content.decode()


def test_it_goes_on_on_another_device_where_it_stopped(ada: Person, browser_of: Open) -> None:
    run = begun(phone := browser_of(ada))
    phone.post(f"{run}/moment/", {"text": "The sink."})
    assert "Go on" in (tablet := browser_of(ada)).get(STEPPING).content.decode()
    assert tablet.post(f"{STEPPING}begin/").headers["Location"] == f"{run}/before/"


def test_back_and_stop_keep_what_stands_there_and_ask_for_nothing(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    run = begun(client)
    assert client.post(f"{run}/sentence/", {"staying": "us", "then": "back"}).headers["Location"] == f"{run}/before/"
    assert 'value="us"' in client.get(f"{run}/sentence/").content.decode()
    assert client.post(f"{run}/sentence/", {"staying": "us", "then": "stop"}).headers["Location"] == STEPPING


def test_a_sentence_without_a_time_is_refused_kindly_and_keeps_the_rest(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    run = begun(client)
    refused = client.post(f"{run}/sentence/", {**SENTENCE, "back": ""})
    assert refused.status_code == 422
    assert "A step back without a time can feel like being left." in refused.content.decode()
    assert 'value="some air"' in refused.content.decode()


def test_the_end_shows_the_words_and_keeps_them_from_everybody_else(
    ada: Person, ben: Person, cleo: Person, space: object, browser_of: Open
) -> None:
    run = played(client := browser_of(ada))
    page = client.get(f"{run}/done/").content.decode()
    assert "I’m not leaving this talk. I need some air, and I’m back at 21:40." in page
    for person in (ben, cleo):
        assert browser_of(person).get(f"{run}/done/").status_code == 404
        assert browser_of(person).get(f"{run}/moment/").status_code == 404
        assert browser_of(person).post(f"{run}/moment/", {"text": "x"}).status_code == 404


def played(client: Client) -> str:
    run = begun(client)
    client.post(f"{run}/moment/", {"text": "The sink."})
    client.post(f"{run}/before/", {"at": "7"})
    client.post(f"{run}/sentence/", SENTENCE)
    ended = client.post(f"{run}/after/", {"at": "7", "number": "3"})
    assert ended.headers["Location"] == f"{run}/done/"
    return run


def test_ticked_parts_become_one_private_entry_however_often_it_is_pressed(ada: Person, browser_of: Open) -> None:
    run = played(client := browser_of(ada))
    kept = [client.post(f"{run}/keep/", {"part": ["sentence"]}).headers["Location"] for _ in range(2)]
    assert kept[0] == kept[1]
    words = journal.latest(ada)
    assert words is not None
    assert words.text.startswith("Stay while stepping back\n\n▸ Build your sentence.\nI’m not leaving this talk.")
    assert "The sink." not in words.text


def test_sharing_leads_to_the_preview_and_shares_nothing_by_itself(
    ada: Person, ben: Person, space: object, browser_of: Open
) -> None:
    run = played(client := browser_of(ada))
    preview = client.post(f"{run}/keep/", {"part": ["sentence"], "then": "share"}).headers["Location"]
    assert preview.endswith("/share/")
    assert "some air" in client.get(preview).content.decode()
    assert in_journal.for_today(ben, EVENING).received is None


def test_a_finished_run_stays_as_it_is_and_another_can_be_begun(ada: Person, browser_of: Open) -> None:
    run = played(client := browser_of(ada))
    assert client.post(f"{run}/moment/", {"text": "Else."}).headers["Location"] == f"{run}/done/"
    assert "Else." not in client.get(f"{run}/done/").content.decode()
    assert begun(client) != run
    with pytest.raises(runs.Finished):
        runs.answer(
            author=ada, pk=Run.objects.of(ada).earliest("begun_at").pk, key="moment", value=None, at=EVENING, go_on=True
        )


def test_behind_the_lock_nothing_that_was_kept_is_shown_changed_or_deleted(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    run = begun(client)
    client.post(f"{run}/moment/", {"text": "The sink."})
    client.post(f"{run}/before/", {"at": "7"})
    ada.set_password(PASSWORD)
    ada.save()
    accounts.lock_journal(person=ada, on=True)
    client = browser_of(ada)
    assert "you were at 7" not in client.get(f"{run}/after/").content.decode()
    for then in ("keep", "back", "stop", ""):
        client.post(f"{run}/moment/", {"text": "", "then": then})
        refused = client.post(f"{run}/moment/", {"text": "The stairs.", "then": then})
        assert refused.status_code == 422
        assert "The stairs." in (page := refused.content.decode())  # nothing typed is lost
        assert "what you kept here before stays as it is" in page
        assert "The sink." not in page
    saved = client.post(f"{run}/moment/", {"text": "The", "then": "keep"}, headers={"HX-Request": "true"})
    assert "what you kept here before stays as it is" in saved.content.decode()
    for staying in ("us", "us two"):  # what is new can be gone on with
        client.post(f"{run}/sentence/", {"staying": staying, "then": "keep"}, headers={"HX-Request": "true"})
    answers = runs.playing(ada, uuid.UUID(run.split("/")[-1])).answers
    assert answers["moment"] == {"text": "The sink."}
    assert answers["sentence"]["slots"]["staying"] == "us two"


def test_before_and_after_lie_side_by_side(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    run = begun(client)
    client.post(f"{run}/before/", {"at": "7"})
    assert "Before, you were at 7 of 10." in client.get(f"{run}/after/").content.decode()


def test_thrown_away_is_gone(ada: Person, browser_of: Open) -> None:
    run = played(client := browser_of(ada))
    client.post(f"{run}/throw-away/")
    assert not Run.objects.of(ada).exists()
    assert not Answer.objects.filter(author=ada).exists()
    assert client.get(f"{run}/done/").status_code == 404


def test_a_step_that_is_none_is_not_found(ada: Person, browser_of: Open) -> None:
    run = begun(client := browser_of(ada))
    assert client.get(f"{run}/nowhere/").status_code == 404
