"""The thank-you jar: kept, sent now, sent tonight, and read on a hard day."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from exercises.rituals.actions import jar, slips
from exercises.rituals.models import Slip
from intima.accounts.models import Person
from intima.mail.models import Letter
from reflections.notes import actions as notes
from reflections.notes.models import Note
from reflections.spaces.actions import NotTogether, leave
from reflections.spaces.models import Space
from tests import cast
from tests.cast import EVENING
from tests.rituals import acts
from tests.spaces.walk import without_token

Open = Callable[[Person | None], Client]
TOMORROW_AT_EIGHT = datetime.fromisoformat("2026-03-13T20:00+00:00")  # EVENING is half an hour late for tonight
WRITE = "/rituals/thanks/write/"


def form(**more: str) -> dict[str, str]:
    return {"key": str(uuid.uuid4()), "text": "You rang the school.", "more": "I could breathe.", **more}


def test_it_is_looked_at_before_it_goes_and_stays_with_whoever_got_it(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    client = browser_of(ada)
    went = client.post(WRITE, form()).headers["Location"]
    look = client.get(went).content.decode()
    assert "What <bdi>Ben</bdi> would see" in look
    assert "You rang the school." in look
    assert not Note.objects.exists()
    client.post(f"{went}give/", {**acts.looked_at(client, went), "when": "now"})
    leave(person=ada, at=EVENING)
    page = browser_of(ben).get("/rituals/thanks/?from=other").content.decode()
    assert "You rang the school." in page
    assert "I could breathe." in page
    assert not Slip.objects.exists()


def test_kept_for_oneself_nobody_else_has_a_trace_of_it(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    urls = ("/rituals/", "/rituals/thanks/", "/rituals/thanks/one/", "/today/", "/us/", "/notes/")
    before = [without_token(browser_of(ben).get(url).content) for url in urls]
    pk = acts.keep(ada, "thanks")
    acts.give(ada, pk, tonight=True)
    after = [without_token(browser_of(ben).get(url).content) for url in urls]
    assert before == after
    assert browser_of(ben).get(f"/rituals/{pk}/").status_code == 404


def test_tonight_goes_at_eight_on_its_authors_clock_and_not_before(ada: Person, ben: Person, space: Space) -> None:
    ada.time_zone = "America/New_York"  # half past four in the afternoon there
    ada.save()
    pk = acts.keep(ada, "thanks")
    acts.give(ada, pk, tonight=True)
    eight = datetime.fromisoformat("2026-03-13T00:00+00:00")
    assert Slip.objects.get().due_at == eight
    slips.send_due(at=eight - timedelta(seconds=1))
    assert not Note.objects.exists()
    slips.send_due(at=eight)
    slips.send_due(at=eight)
    assert Note.objects.visible_to(ben).get().text == "You rang the school."
    assert Note.objects.get().sent_at == eight
    assert not Letter.objects.exists()


def test_after_eight_it_says_tomorrow_evening(ada: Person, space: Space, browser_of: Open) -> None:
    pk = acts.keep(ada, "thanks")
    assert "Tomorrow evening at 20:00" in browser_of(ada).get(f"/rituals/{pk}/").content.decode()
    assert slips.evening(ada, EVENING) == TOMORROW_AT_EIGHT


def test_before_its_time_it_can_be_taken_back(ada: Person, space: Space, browser_of: Open) -> None:
    pk = acts.keep(ada, "thanks")
    acts.give(ada, pk, tonight=True)
    assert "20:00" in browser_of(ada).get(f"/rituals/{pk}/").content.decode()
    browser_of(ada).post(f"/rituals/{pk}/take-back/")
    slips.send_due(at=TOMORROW_AT_EIGHT)
    assert not Note.objects.exists()
    assert Slip.objects.get().text == "You rang the school."


def test_one_whose_two_have_parted_is_kept_and_goes_to_nobody_else(
    ada: Person, ben: Person, cleo: Person, space: Space
) -> None:
    acts.give(ada, acts.keep(ada, "thanks"), tonight=True)
    leave(person=ben, at=EVENING)
    cast.pair(ada, cleo)
    slips.send_due(at=TOMORROW_AT_EIGHT)
    assert not Note.objects.exists()
    assert Slip.objects.get().due_at is None


def test_one_that_cannot_be_opened_holds_up_no_other(ada: Person, ben: Person, space: Space) -> None:
    broken = acts.keep(ada, "thanks", "Sealed elsewhere.")
    other = acts.keep(ada, "thanks", "The soup.")
    for pk in (broken, other):
        acts.give(ada, pk, tonight=True)
    sealed = Slip.objects.filter(pk=other).values_list("text", flat=True)[0]
    Slip.objects.filter(pk=broken).update(text=sealed)
    slips.send_due(at=TOMORROW_AT_EIGHT)
    assert Note.objects.get().text == "The soup."


def test_however_many_cannot_be_opened_the_next_ring_sends_those_behind_them(
    ada: Person, ben: Person, space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slips, "BATCH", 2)
    kept = [acts.keep(ada, "thanks", text) for text in ("One.", "Two.", "The soup.")]
    sealed = dict(Slip.objects.values_list("pk", "text"))
    for ahead, pk in enumerate(kept):
        acts.give(ada, pk, tonight=True)
        if ahead < 2:
            early = TOMORROW_AT_EIGHT - timedelta(seconds=9 - ahead)
            Slip.objects.filter(pk=pk).update(text=sealed[kept[2]], due_at=early)
    slips.send_due(at=TOMORROW_AT_EIGHT)
    assert not Note.objects.exists()
    slips.send_due(at=TOMORROW_AT_EIGHT)
    assert Note.objects.get().text == "The soup."
    Slip.objects.filter(pk=kept[0]).update(text=sealed[kept[0]])  # as when its key is back
    slips.send_due(at=TOMORROW_AT_EIGHT + slips.AGAIN)
    assert {note.text for note in Note.objects.all()} == {"The soup.", "One."}


def test_a_note_sent_under_its_own_id_holds_up_neither_it_nor_another(ada: Person, ben: Person, space: Space) -> None:
    at_once, tonight = acts.keep(ada, "thanks", "The soup."), acts.keep(ada, "thanks", "The bread.")
    for pk in (at_once, tonight):
        notes.send(tie=acts.tie(ada), key=pk, text="Something else.", at=EVENING)
    acts.give(ada, at_once)
    acts.give(ada, tonight, tonight=True)
    acts.give(ada, acts.keep(ada, "thanks", "The lamp."), tonight=True)
    slips.send_due(at=TOMORROW_AT_EIGHT)
    said = {note.text for note in Note.objects.received_by(ben)}
    assert said == {"Something else.", "The soup.", "The bread.", "The lamp."}


def test_one_key_for_two_kinds_is_two_slips(ada: Person, space: Space, browser_of: Open) -> None:
    words = {**form(), "due_at": (EVENING + acts.DAY).strftime("%Y-%m-%dT%H:%M"), "small": "on", "touch_0": "A hand."}
    for kind in ("promise", "thanks", "touch"):
        assert browser_of(ada).post(f"/rituals/{kind}/write/", words).status_code == 302
    assert Slip.objects.filter(author=ada).count() == 3


def test_pressing_twice_keeps_once_and_sends_once(ada: Person, space: Space, browser_of: Open) -> None:
    client, words = browser_of(ada), form()
    first, second = (client.post(WRITE, words).headers["Location"] for _ in range(2))
    assert first == second
    seen = acts.looked_at(client, first)
    sent = [client.post(f"{first}give/", seen).headers["Location"] for _ in range(2)]
    assert sent[0] == sent[1]
    assert Note.objects.count() == 1


def test_going_back_and_changing_the_words_changes_what_is_kept(ada: Person, space: Space, browser_of: Open) -> None:
    client, words = browser_of(ada), form()
    pk = client.post(WRITE, words).headers["Location"].split("/")[2]
    acts.give(ada, uuid.UUID(pk), tonight=True)
    client.post(WRITE, {**words, "text": "And the bread."})
    slip = Slip.objects.get()
    assert slip.text == "And the bread."
    assert slip.due_at is None  # other words than were looked at do not go
    change = client.get(f"{WRITE}?change={pk}").content.decode()
    assert "And the bread." in change


def test_going_back_after_it_went_is_another_one(ada: Person, space: Space, browser_of: Open) -> None:
    client, words = browser_of(ada), form()
    went = client.post(WRITE, words).headers["Location"]
    client.post(f"{went}give/", acts.looked_at(client, went))
    again = client.post(WRITE, {**words, "text": "And the bread."}).headers["Location"]
    assert again != went
    client.post(f"{again}give/", acts.looked_at(client, again))
    assert Note.objects.count() == 2


def test_a_page_made_for_one_sends_nothing_to_another(
    ada: Person, ben: Person, cleo: Person, space: Space, browser_of: Open
) -> None:
    pk, tie = acts.keep(ada, "thanks"), acts.tie(ada)
    leave(person=ben, at=EVENING)
    cast.pair(ada, cleo)
    browser_of(ada).post(f"/rituals/{pk}/give/", {"space": str(space.pk)})
    with pytest.raises(NotTogether):
        slips.give(tie=tie, pk=pk, at=EVENING)
    assert not Note.objects.exists()


def test_what_was_changed_in_another_window_is_looked_at_again_before_it_goes(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    client, words = browser_of(ada), form()
    went = client.post(WRITE, words).headers["Location"]
    seen = acts.looked_at(client, went)
    client.post(WRITE, {**words, "text": "And the bread."})
    again = client.post(f"{went}give/", {**seen, "when": "now"}, follow=True).content.decode()
    assert "And the bread." in again
    assert "It was changed in another window meanwhile." in again
    assert not Note.objects.exists()
    client.post(f"{went}give/", {**acts.looked_at(client, went), "when": "now"})
    assert Note.objects.get().text.startswith("And the bread.")


def test_what_is_muted_is_not_in_the_jar_and_its_author_learns_nothing(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    notes.mute(tie=acts.tie(ben), on=True)
    acts.given(ada, "thanks")
    assert list(jar.came(ben)) == []
    assert jar.one(ben, acts.tie(ben)) is None
    assert "You rang the school." in browser_of(ada).get("/rituals/thanks/?from=me").content.decode()


def test_the_jar_holds_what_one_wrote_sent_and_kept_the_newest_first(ada: Person, ben: Person, space: Space) -> None:
    acts.keep(ada, "thanks", "Kept.")
    acts.given(ada, "thanks", "Sent.", at=EVENING + acts.HOUR)
    notes.send(tie=acts.tie(ben), key=uuid.uuid4(), text="Came.", kind="thanks", at=EVENING)
    keys = [row[0] for row in jar.wrote(ada)]
    assert [line.text for line in jar.read(ada, keys, acts.tie(ada))] == ["Sent.", "Kept."]
    assert [line.text for line in jar.read(ada, list(jar.came(ada)), acts.tie(ada))] == ["Came."]


def test_on_a_hard_day_one_of_what_came_and_alone_one_of_ones_own(ada: Person, ben: Person, space: Space) -> None:
    acts.keep(ada, "thanks", "My own.")
    found = jar.one(ada, acts.tie(ada))
    assert found is not None
    assert found.text == "My own."
    notes.send(tie=acts.tie(ben), key=uuid.uuid4(), text="Came.", kind="thanks", at=EVENING)
    found = jar.one(ada, acts.tie(ada))
    assert found is not None
    assert found.text == "Came."


def test_it_works_alone(cleo: Person, browser_of: Open) -> None:
    client = browser_of(cleo)
    went = client.post(WRITE, form()).headers["Location"]
    page = client.get(went).content.decode()
    assert "Only you" in page
    assert "/give/" not in page
    assert client.post(f"{went}give/", {"space": str(uuid.uuid4())}).status_code == 404
    assert "You rang the school." in client.get("/rituals/thanks/").content.decode()
    assert "You rang the school." in client.get("/rituals/thanks/one/").content.decode()


def test_an_empty_half_is_answered_beside_its_field_and_the_other_is_kept(ada: Person, browser_of: Open) -> None:
    refused = browser_of(ada).post(WRITE, form(more="  "))
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "You rang the school." in page
    assert page.count("Write a word or two first.") == 2  # in the summary and beside the field
