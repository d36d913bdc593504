"""Deleting an account, in a week or at once: what goes cannot be opened, and what stays names nobody."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.urls import reverse

from exercises.caseload.actions import meetings
from exercises.caseload.models import Meeting
from exercises.homework.models import Assignment, Half
from exercises.practices.actions import runs
from exercises.practices.models import Run
from intima.accounts import actions as accounts
from intima.accounts.models import Person
from intima.accounts.tasks import delete_due
from intima.content.models import Version
from intima.kit import clock, seal
from intima.kit.models import DataKey, Visit
from intima.mail import account
from intima.mail.models import Letter
from reflections.care import ledger
from reflections.care.actions import links, notes
from reflections.care.models import CareLink, PrivateNote
from reflections.journal.models import Ask, Entry
from reflections.notes.models import Note
from reflections.spaces.actions import leave as leave_space
from reflections.spaces.actions import tie_of
from reflections.spaces.models import Space
from tests import cast
from tests.authoring import acts as authoring
from tests.cast import EVENING
from tests.homework import acts as homework
from tests.journal import acts as journal
from tests.loop import acts as loop
from tests.own.acts import LEAVE, STAY, proven
from tests.releases.acts import release
from tests.spaces.walk import dump

Open = Callable[[Person | None], Client]
PLANTED = "quincemarmalade"
NOW = {"when": "now", "sure": "on"}


@pytest.fixture
def letters(settings: pytest.FixtureRequest) -> Callable[[], list[str]]:
    settings.EMAIL_BACKEND = "intima.mail.backend.Outbox"  # type: ignore[attr-defined]
    return lambda: [account.fill(letter).text for letter in Letter.objects.order_by("posted_at")]


def test_now_it_is_gone_at_once_and_the_browser_signed_out(
    ada: Person, ben: Person, space: Space, letters: Callable[[], list[str]], browser_of: Open
) -> None:
    elsewhere = browser_of(ada)
    browser = proven(ada)
    page = browser.post(LEAVE, NOW)
    assert "Your account is deleted" in page.content.decode()
    assert not Person.objects.filter(pk=ada.pk).exists()
    for each in (browser, elsewhere):
        assert each.get("/today/").headers["Location"].startswith("/accounts/login/")
    assert len(letters()) == 1
    assert "deleted" in letters()[0]
    assert "Ben" not in letters()[0]
    assert tie_of(ben) is None


def test_twice_is_once(ada: Person, ben: Person) -> None:
    for _twice in range(2):
        accounts.delete_account(person=ada, at=EVENING)
    assert list(Person.objects.all()) == [ben]


def test_it_asks_who_is_there_and_wants_a_tick(ada: Person, browser_of: Open) -> None:
    assert browser_of(ada).get(LEAVE).headers["Location"].startswith("/accounts/again/")
    assert browser_of(ada).post(LEAVE, NOW).headers["Location"].startswith("/accounts/again/")
    refused = proven(ada).post(LEAVE, {"when": "now"})
    assert refused.status_code == 422
    assert "Tick this first" in refused.content.decode()
    assert proven(ada).post(LEAVE, {"when": "yesterday"}).status_code == 400
    assert Person.objects.filter(pk=ada.pk).exists()


def test_in_a_week_it_goes_unless_it_is_kept(ada: Person, letters: Callable[[], list[str]], browser_of: Open) -> None:
    browser = proven(ada)
    for _twice in range(2):
        assert browser.post(LEAVE, {"when": "in-a-week"}).headers["Location"] == LEAVE
    assert len(letters()) == 1
    assert "Keep my account" in letters()[0]
    for page in ("/today/", "/you/", "/data/", LEAVE):
        assert "Keep my account" in browser.get(page).content.decode(), page
    accounts.delete_due(at=clock.now() + timedelta(days=6, hours=23))
    assert browser_of(ada).post(STAY).status_code == 302
    assert "Keep my account" not in browser.get("/today/").content.decode()
    accounts.delete_due(at=clock.now() + timedelta(days=8))
    assert Person.objects.filter(pk=ada.pk).exists()


def test_calling_it_off_takes_no_proof_and_is_told_once(
    ada: Person, letters: Callable[[], list[str]], browser_of: Open
) -> None:
    """Who holds the phone can call it off; its owner learns of it."""
    browser = browser_of(ada)
    browser.post(STAY)
    assert not letters()  # nothing was called off
    accounts.ask_to_go(person=ada, at=clock.now())
    for _twice in range(2):
        assert browser.post(STAY).headers["Location"] == "/data/"
    asked, told = letters()
    assert "Keep my account" in asked
    assert "Your account stays." in told
    assert "If it was not you" in told
    assert reverse("accounts:where") in told


def test_the_doorbell_ends_what_is_due(ada: Person, ben: Person) -> None:
    accounts.ask_to_go(person=ada, at=clock.now() - timedelta(days=8))
    accounts.ask_to_go(person=ben, at=clock.now())
    delete_due()
    assert list(Person.objects.values_list("name", flat=True)) == ["Ben"]


def test_what_was_altered_holds_up_nobody_and_goes_with_its_author(
    ada: Person, ben: Person, space: Space, browser_of: Open, caplog: pytest.LogCaptureFixture
) -> None:
    for text in ("For the soup.", PLANTED):
        note = Note.objects.create(author=ada, receiver=ben, space=space, text=text, sent_at=EVENING)
    Note.objects.filter(pk=note.pk).update(text=seal.Ciphertext(b"torn"))
    exchange = journal.opened(ada, ben)
    browser_of(ada).post(f"/journal/together/{exchange.pk}/ask/", {"text": PLANTED})
    ask = Ask.objects.get()
    Ask.objects.update(text=seal.Ciphertext(b"torn"))
    accounts.ask_to_go(person=ada, at=EVENING)
    accounts.delete_due(at=EVENING + timedelta(days=8))
    assert list(Person.objects.all()) == [ben]
    assert Note.objects.get().text == "For the soup."
    assert not Ask.objects.exists()
    logged = [record.getMessage() for record in caplog.records if record.name.startswith("reflections.")]
    assert {each.rpartition(": ")[2] for each in logged} == {f"Ask {ask.pk}", f"Note {note.pk}"}
    for page in ("/notes/", f"/journal/together/{exchange.pk}/"):
        assert browser_of(ben).get(page).status_code == 200, page


def test_nobody_goes_by_themselves_while_their_master_key_is_missing(
    ada: Person, ben: Person, space: Space, settings: Any
) -> None:
    """What they sent would be lost to whoever got it, though the key may be put back in a minute."""
    Note.objects.create(author=ada, receiver=ben, space=space, text="For the soup.", sent_at=EVENING)
    given, settings.MASTER_KEYS = settings.MASTER_KEYS, [b"n" * 32]
    accounts.ask_to_go(person=ada, at=EVENING)
    accounts.delete_due(at=EVENING + timedelta(days=8))
    assert Person.objects.filter(pk=ada.pk).exists()
    settings.MASTER_KEYS = given
    accounts.delete_due(at=EVENING + timedelta(days=8))
    assert list(Person.objects.all()) == [ben]
    assert Note.objects.get().text == "For the soup."


def test_nothing_of_theirs_can_be_found_or_opened(ada: Person, ben: Person, space: Space) -> None:
    ada.name = "Quincelda"
    ada.save()
    link = cast.care(ada, cast.therapist())
    entry = journal.shared(ada, PLANTED)
    release(link, entry)
    loop.keep(ada, loop.CardWords(under=PLANTED))
    loop.share(ada)
    proven(ada).get("/data/")
    sealed = Entry.objects.values_list("text", flat=True).get(pk=entry.pk)
    binding = {"name": "journal.entry.text", "pk": entry.pk, "author": ada.pk}
    assert seal.unseal(sealed, **binding) == PLANTED
    accounts.delete_account(person=ada, at=EVENING)
    with pytest.raises(seal.Broken):  # not even out of a copy of the row
        seal.unseal(sealed, **binding)
    assert not DataKey.objects.filter(owner=ada.pk).exists()
    assert not Visit.objects.exists()
    held = dump()
    for trace in (PLANTED, ada.email, ada.name, str(ada.pk), ada.pk.hex, sealed.hex()):
        assert trace not in held, trace


def test_what_they_sent_stays_with_whoever_got_it_and_names_nobody(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    note = Note.objects.create(author=ada, receiver=ben, space=space, text="For the soup.", sent_at=EVENING)
    exchange = journal.opened(ada, ben)
    browser_of(ada).post(f"/journal/together/{exchange.pk}/ask/", {"text": "What is the nicest thing?"})
    accounts.delete_account(person=ada, at=EVENING)
    call_command("rotate_keys", "--words", stdout=StringIO())  # they are sealed for whoever keeps them now
    for page, words in (
        (f"/notes/{note.pk}/", "For the soup."),
        ("/notes/", "For the soup."),
        (f"/journal/together/{exchange.pk}/", "What is the nicest thing?"),
    ):
        read = browser_of(ben).get(page).content.decode()
        assert words in read, page
        assert "Ada" not in read, page
    accounts.delete_account(person=ben, at=EVENING)
    assert not Note.objects.exists()
    assert not Ask.objects.exists()


def test_a_therapists_notes_stay_when_their_client_goes(ada: Person, browser_of: Open) -> None:
    dee = cast.therapist()
    link, other = cast.care(ada, dee), cast.care(cast.person("Cleo"), dee)
    ledger.record([ledger.Opened(link.pk, "journal.entry", ada.pk, "")], at=EVENING)
    PrivateNote.objects.create(author=dee.person, link=link, text="Speaks of soup.", written_at=EVENING)
    accounts.delete_account(person=ada, at=EVENING)
    browser = browser_of(dee.person)
    assert "Ada" in browser.get(reverse("care:kept")).content.decode()
    assert "Speaks of soup." in browser.get(reverse("care:notes", args=[link.pk])).content.decode()
    assert ledger.verify(CareLink.objects.get(pk=link.pk)) == 0
    for page in ("/clients/", "/you/", "/data/"):
        assert browser.get(page).status_code == 200, page
    accounts.delete_account(person=other.client, at=EVENING)
    assert list(CareLink.objects.values_list("pk", flat=True)) == [link.pk]


def test_what_a_client_was_given_to_do_and_the_diary_go_with_them(ada: Person, ben: Person) -> None:
    dee = cast.therapist()
    adas, bens = cast.care(ada, dee), cast.care(ben, dee)
    PrivateNote.objects.create(author=dee.person, link=adas, text="Speaks of soup.", written_at=EVENING)
    for link in (adas, bens):
        homework.give((link, homework.STAY))
        meetings.set_next(links=[link], meets_at=EVENING + timedelta(days=3), at=EVENING)
    for client, links_left in ((ada, [bens]), (ben, [])):
        accounts.delete_account(person=client, at=EVENING)
        left = {link.pk for link in links_left}
        assert {half.link_id for half in Half.objects.all()} == left
        assert {meeting.link_id for meeting in Meeting.objects.all()} == left
        assert Assignment.objects.count() == len(left)


def test_with_the_last_note_about_somebody_who_is_gone_goes_all_that_said_who_it_was(ada: Person) -> None:
    dee = cast.therapist()
    link = cast.care(ada, dee)
    note = PrivateNote.objects.create(author=dee.person, link=link, text="Speaks of soup.", written_at=EVENING)
    accounts.delete_account(person=ada, at=EVENING)
    notes.throw_away(note=note)
    assert not CareLink.objects.exists()


def test_a_therapist_goes_too_and_a_client_keeps_the_exercise_they_began(ada: Person, browser_of: Open) -> None:
    dee = cast.therapist()
    link = cast.care(ada, dee)
    own = authoring.published(dee.person)
    assert own.version
    run = Run.objects.create(
        author=ada, slug=own.slug, version=own.version, step_key="", begun_at=EVENING, saved_at=EVENING
    )
    title = own.version.parsed.title
    accounts.delete_account(person=dee.person, at=EVENING)
    assert not CareLink.objects.filter(pk=link.pk).exists()
    assert not Version.objects.filter(author_id=dee.person.pk).exists()
    assert runs.playing(ada, run.pk).exercise.title == title
    browser = browser_of(ada)
    assert title in browser.get(f"/practice/{own.slug}/").content.decode()
    for page in ("/practice/", "/care/", "/homework/", "/today/"):
        assert browser.get(page).status_code == 200, page
    accounts.delete_account(person=ada, at=EVENING)
    assert not Version.objects.filter(author_id=ada.pk).exists()


def test_an_exercise_that_was_altered_says_so_to_whoever_began_it(ada: Person, ben: Person, browser_of: Open) -> None:
    dee = cast.therapist()
    own = authoring.published(dee.person, authoring.WRITE, authoring.WRITE)
    assert own.version
    made = {"slug": own.slug, "version": own.version, "begun_at": EVENING, "saved_at": EVENING}
    run = Run.objects.create(author=ada, step_key="write-2", **made)
    done = Run.objects.create(author=ben, step_key="write-1", finished_at=EVENING, **made)
    runs.answer(author=ada, pk=run.pk, key="write-2", value={"text": "Soup."}, at=EVENING, go_on=False)
    models.QuerySet(Version).filter(pk=own.version.pk).update(words=seal.Ciphertext(b"torn"))
    accounts.delete_account(person=dee.person, at=EVENING)
    for person, page in (
        (ada, "/practice/"),
        (ada, f"/practice/{own.slug}/"),
        (ada, f"/practice/run/{run.pk}/write-2/"),
        (ben, f"/practice/{own.slug}/"),
        (ben, f"/practice/run/{done.pk}/done/"),
    ):
        assert "This cannot be opened any more." in browser_of(person).get(page).content.decode(), page
    assert runs.playing(ada, run.pk).answers == {"write-2": {"text": "Soup."}}  # her own words stay hers


def test_somebody_who_left_before_goes_alone(ada: Person, ben: Person, space: Space) -> None:
    leave_space(person=ada, at=EVENING)
    assert links.own_links(ada).count() == 0
    accounts.delete_account(person=ada, at=EVENING)
    assert Person.objects.filter(pk=ben.pk).exists()
