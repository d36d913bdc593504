"""Taking one's own along: everything of one's own, nothing of anybody else's, in a form that is written down."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator, FormatChecker

from exercises.practices.models import Card
from intima.accounts import actions as accounts
from intima.accounts import factors
from intima.accounts.models import Person
from intima.own import rows
from intima.own.reading import file_name
from reflections.care.models import CareLink, Side
from reflections.checkins import actions as checkins
from reflections.notes import actions as notes
from reflections.notes.models import Note
from reflections.spaces import actions as spaces
from reflections.spaces.actions import tie_of
from reflections.spaces.models import Space
from tests import cast
from tests.cast import EVENING
from tests.journal import acts as journal
from tests.loop import acts as loop
from tests.own.acts import TAKE, data_of, proven, taken, words_of
from tests.spaces.walk import pair_up

Open = Callable[[Person | None], Client]
PLANTED = "quincemarmalade"


def published() -> dict[str, object]:
    schema: dict[str, object] = json.loads((Path(__file__).parents[2] / "docs" / "data.schema.json").read_text())
    return schema


def test_it_holds_ones_words_to_read_as_data_and_as_pictures(ada: Person, ben: Person, space: Space) -> None:
    entry = journal.shared(ada, "A quiet evening.\nWith soup.")
    loop.keep(ada, loop.ADAS)
    checkins.keep(person=ada, at=EVENING, closeness=10, line="Soup!")
    zipped = taken(ada)
    assert {"README.txt", "data.json", "data.schema.json", "journal-entries.md", "pictures/loop.svg"} <= set(
        zipped.namelist()
    )
    read = zipped.read("journal-entries.md").decode()
    assert read.startswith("# Journal entries\n")
    assert "> A quiet evening.  \n> With soup." in read
    assert "Shared with: your partner" in read
    assert zipped.read("check-ins.md").decode() == (
        "# Check-ins\n\n## Thursday 12 March 2026\n\nCloseness: Close\n\n> Soup!  \n"
    )
    kept = json.loads(zipped.read("data.json"))["kept"]
    assert kept["journal.entry"][0]["id"] == str(entry.pk)
    assert kept["journal.entry"][0]["author"] == "you"
    assert kept["journal.entry"][0]["shared_with_partner"] is True
    assert "asks again" in zipped.read("pictures/loop.svg").decode()


def test_the_form_of_the_data_is_the_published_one(ada: Person, ben: Person, space: Space) -> None:
    """`manage.py data_schema > docs/data.schema.json` brings it up to date."""
    assert published() == rows.schema()
    journal.opened(ada, ben)
    zipped = taken(ada)
    assert json.loads(zipped.read("data.schema.json")) == published()
    Draft202012Validator(published(), format_checker=FormatChecker()).validate(json.loads(zipped.read("data.json")))


def test_every_file_to_read_has_a_name_of_its_own() -> None:
    names = [file_name(kept) for kept in rows.taken() if kept.said]
    assert len(names) == len(set(names)) > 10
    assert all(re.fullmatch(r"[a-z-]+\.md", name) for name in names)


def test_messages_are_in_it_and_what_the_other_keeps_is_not(ada: Person, ben: Person, space: Space) -> None:
    exchange = journal.propose(ada)
    journal.answer(exchange, ben, f"{PLANTED}, confirmed and not open.")
    journal.keep(ben, PLANTED)
    loop.keep(ben, loop.CardWords(under=PLANTED))
    for sender, receiver in ((ada, ben), (ben, ada)):
        Note.objects.create(
            author=sender, receiver=receiver, space=space, text=f"Soup from {sender.name}.", sent_at=EVENING
        )
    zipped = taken(ada)
    assert PLANTED not in words_of(zipped)
    assert "> Soup from Ben." in zipped.read("messages.md").decode()
    sent = json.loads(zipped.read("data.json"))["kept"]["notes.note"]
    assert {each["author"]: each["receiver"] for each in sent} == {"you": "somebody else", "somebody else": "you"}
    assert str(ben.pk) not in words_of(zipped)


def test_it_tells_neither_when_the_other_left_nor_that_an_account_is_gone(ada: Person, ben: Person) -> None:
    space = pair_up(ben, ada, EVENING)
    for sender, receiver in ((ada, ben), (ben, ada)):
        Note.objects.create(author=sender, receiver=receiver, space=space, text="Soup.", sent_at=EVENING)
    notes.mute(tie=tie_of(ben), on=True)  # type: ignore[arg-type]
    spaces.leave(person=ada, at=EVENING + timedelta(hours=1))
    left = data_of(ben)
    assert "21:30" not in json.dumps(left)
    assert "id" not in left["notes.mute"][0]  # counted with everybody's: a gap tells that somebody did the same
    accounts.delete_account(person=ada, at=EVENING + timedelta(hours=2))
    gone = data_of(ben)
    del left["accounts.person"], gone["accounts.person"]  # when he last signed in, to take it along
    assert gone == left


def test_words_are_words_whatever_reads_the_file(ada: Person, ben: Person, space: Space) -> None:
    """What somebody sent must fetch nothing, and pretend nothing, where Markdown is drawn."""
    text = "![x](https://example.org/x.png) <img src=x>\n# Ben\n```"
    Note.objects.create(author=ben, receiver=ada, space=space, text=text, sent_at=EVENING)
    read = taken(ada).read("messages.md").decode()
    assert not re.search(r"(?<!\\)[<\[`]", read)
    assert "> \\# Ben" in read


def test_it_asks_who_is_there_first_and_whether_the_words_are_locked(ada: Person, browser_of: Open) -> None:
    for method in ("get", "post"):
        assert getattr(browser_of(ada), method)(TAKE).headers["Location"].startswith("/accounts/again/")
    ada.set_password("lamplight by the window")
    ada.save()
    accounts.lock_journal(person=ada, on=True)
    for method in ("get", "post"):
        assert getattr(proven(ada), method)(TAKE).headers["Location"].startswith("/accounts/open/")


def test_what_is_kept_leads_back_to_ones_data_or_for_a_stranger_to_privacy(ada: Person, browser_of: Open) -> None:
    for person, before in ((ada, "/data/"), (None, "/privacy/")):
        assert f'<a class="quiet end" href="{before}">' in browser_of(person).get("/data/kept/").content.decode()


def test_five_an_hour(ada: Person) -> None:
    browser = proven(ada)
    cache.clear()
    answers = [browser.post(TAKE) for _ in range(6)]
    for answer in answers[:5]:
        answer.close()
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]


def test_no_secret_and_no_mark_of_another_is_in_it(ada: Person) -> None:
    """A therapist's own: their notes, and the second factor by its name alone."""
    dee = cast.therapist()
    link = cast.care(ada, dee)
    link.openings.create(
        number=1, subject_kind="journal.entry", subject_id=ada.pk, author=ada, opened_at=EVENING, hash="0" * 64
    )
    dee.person.set_password("lamplight by the window")
    dee.person.save()
    kept = data_of(dee.person)
    assert kept["mfa.authenticator"][0].keys() == {"user", "type", "created_at", "last_used_at", "name"}
    assert "password" not in kept["accounts.person"][0]
    assert kept["care.carelink"][0]["with"] == "Ada"
    hers = data_of(ada)
    assert hers["care.carelink"][0]["with"] == "Dr Dee"
    assert hers["care.opening"][0]["therapist"] == "Dr Dee"
    assert "kept_name" not in hers["care.carelink"][0]


def test_a_passkey_whose_name_was_altered_says_so(ada: Person) -> None:
    passkey = factors.add_passkey(person=ada, name="Grandmother’s tablet", credential={})
    passkey.data["name"] = "torn"
    passkey.save()
    names = {each["type"]: each["name"] for each in data_of(ada)["mfa.authenticator"]}
    assert names == {"webauthn": "This cannot be opened any more.", "recovery_codes": ""}


def test_a_therapist_takes_no_name_along_before_the_consent(ada: Person, ben: Person, space: Space) -> None:
    dee = cast.therapist()
    dee.person.set_password("lamplight by the window")
    dee.person.save()
    CareLink.objects.create(client=ada, therapist=dee, invited_by=Side.THERAPIST, asked_at=EVENING)
    cast.care(ben, dee, knows_partner=True)
    assert {(each["with"], each["knows_partner"]) for each in data_of(dee.person)["care.carelink"]} == {
        ("", None),
        ("Ben", None),
    }
    assert data_of(ben)["care.carelink"][0]["knows_partner"] is True


def test_it_is_sent_while_it_is_written_and_its_size_costs_no_queries(ada: Person) -> None:
    def cost(entries: int) -> int:
        for number in range(entries):
            journal.keep(ada, f"Evening {number}.")
        with CaptureQueriesContext(connection) as queries:
            answer = proven(ada).post(TAKE)
            before = len(queries)
            pieces = list(answer.streaming_content)
        assert before < len(queries)  # nothing of it was made before it was asked for
        assert len(pieces) > 3
        return len(queries)

    assert cost(1) == cost(20)


@pytest.mark.parametrize("things", [0, 3])
def test_the_pages_cost_few_queries(ada: Person, things: int) -> None:
    for number in range(things):
        journal.keep(ada, f"Evening {number}.")
        Card.objects.create(author=ada, kind=f"kind-{number}", text="I come back at nine.", kept_at=EVENING)
    browser = proven(ada)
    for url in ("/data/", TAKE, "/data/leave/", "/data/kept/"):
        browser.get(url)
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(url)
        assert page.status_code == 200
        assert len(queries) <= 10, url
    said = browser.get(TAKE).content.decode()
    assert f"{2 * things} things to read" in said if things else "There is little in it yet." in said
