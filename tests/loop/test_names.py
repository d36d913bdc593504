"""What the two of them call it: one proposes, the other agrees, either may let it go."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from exercises.loop.actions import loop_of, names
from exercises.loop.models import Name
from intima.accounts.models import Person
from reflections.notes import actions as notes
from reflections.spaces.actions import NotTogether, leave
from reflections.spaces.models import Space
from tests import cast
from tests.cast import EVENING
from tests.loop import acts

Open = Callable[[Person | None], Client]
NAME = "/loop/name/"
SPIN = "The Sunday Spin"


def called(person: Person) -> str | None:
    name = loop_of(person, acts.tie(person)).name
    return name.text if name else None


def test_it_is_looked_at_before_it_is_sent_and_pressed_twice_it_is_sent_once(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    client = browser_of(ada)
    form = {"text": SPIN, "key": str(uuid.uuid4()), "space": str(space.pk)}
    look = client.post(NAME, form).content.decode()
    assert "<bdi>Ben</bdi> sees it at once" in look
    assert not Name.objects.exists()
    for _ in range(2):
        assert client.post(NAME, {**form, "then": "send"}).status_code == 302
    assert Name.objects.count() == 1
    assert SPIN in browser_of(ben).get("/loop/").content.decode()


def test_going_back_to_change_it_keeps_the_words(ada: Person, space: Space, browser_of: Open) -> None:
    form = {"text": SPIN, "key": str(uuid.uuid4()), "space": str(space.pk), "then": "edit"}
    assert f'value="{SPIN}"' in browser_of(ada).post(NAME, form).content.decode()


def test_it_is_the_loops_name_once_the_other_agreed(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    pk = acts.propose(ada, SPIN)
    assert called(ada) is called(ben) is None
    assert browser_of(ada).post(f"{NAME}{pk}/agree/").status_code == 404
    for _ in range(2):
        browser_of(ben).post(f"{NAME}{pk}/agree/")
    assert called(ada) == called(ben) == SPIN


def test_a_name_stays_until_another_is_agreed_on(ada: Person, ben: Person, space: Space) -> None:
    names.agree(tie=acts.tie(ben), pk=acts.propose(ada, SPIN), at=EVENING)
    roundabout = acts.propose(ben, "The roundabout")
    assert called(ada) == SPIN
    names.agree(tie=acts.tie(ada), pk=roundabout, at=EVENING)
    assert called(ben) == "The roundabout"
    assert Name.objects.count() == 1


def test_a_name_that_the_other_proposed_meanwhile_is_shown_and_ones_own_words_are_kept(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    acts.propose(ben, "The roundabout")
    form = {"text": SPIN, "key": str(uuid.uuid4()), "space": str(space.pk), "then": "send"}
    client = browser_of(ada)
    refused = client.post(NAME, form)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "The roundabout" in page
    assert f'value="{SPIN}"' in page
    seen = loop_of(ada, acts.tie(ada)).proposed
    assert seen is not None
    assert client.post(NAME, {**form, "seen": str(seen.id)}).status_code == 302
    waiting = Name.objects.get()
    assert (waiting.author, waiting.text) == (ada, SPIN)


def test_its_author_takes_it_back_and_the_other_cannot_while_it_waits(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    pk = acts.propose(ada, SPIN)
    assert browser_of(ben).post(f"{NAME}{pk}/let-go/").status_code == 404
    assert browser_of(ada).post(f"{NAME}{pk}/let-go/").status_code == 302
    assert not Name.objects.exists()


@pytest.mark.parametrize("who", ["ada", "ben"])
def test_either_may_let_an_agreed_name_go(who: str, ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    pk = acts.propose(ada, SPIN)
    names.agree(tie=acts.tie(ben), pk=pk, at=EVENING)
    browser_of(ada if who == "ada" else ben).post(f"{NAME}{pk}/let-go/")
    assert called(ada) is called(ben) is None


def test_a_name_of_one_space_means_nothing_in_another(
    ada: Person, ben: Person, cleo: Person, space: Space, browser_of: Open
) -> None:
    pk = acts.propose(ada, SPIN)
    before = acts.tie(ada)
    leave(person=ben, at=EVENING)
    cast.pair(ada, cleo)
    for person in (ada, cleo):
        for deed in ("agree", "let-go"):
            assert browser_of(person).post(f"{NAME}{pk}/{deed}/").status_code == 404
    with pytest.raises(NotTogether):
        names.propose(tie=before, key=uuid.uuid4(), text=SPIN, seen=None, at=EVENING)
    form = {"text": SPIN, "key": str(uuid.uuid4()), "space": str(space.pk), "then": "send"}
    assert "What <bdi>Cleo</bdi> would see" in browser_of(ada).post(NAME, form).content.decode()
    assert Name.objects.count() == 1


@pytest.mark.parametrize(("text", "says"), [(" ", "Write a word or two first."), ("o" * 61, "up to 60 can be kept")])
def test_what_can_be_typed_wrong_is_answered_beside_the_field(
    text: str, says: str, ada: Person, space: Space, browser_of: Open
) -> None:
    refused = browser_of(ada).post(NAME, {"text": text, "key": str(uuid.uuid4()), "space": str(space.pk)})
    assert refused.status_code == 422
    assert says in refused.content.decode()
    assert browser_of(ada).post(NAME, {"text": SPIN, "key": "x", "space": str(space.pk)}).status_code == 400


def test_while_one_reads_nothing_a_proposal_waits_unseen_and_what_was_agreed_stands(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    names.agree(tie=acts.tie(ben), pk=acts.propose(ada, SPIN), at=EVENING)
    notes.mute(tie=acts.tie(ben), on=True)
    pk = acts.propose(ada, "The roundabout")
    for url in ("/loop/", NAME, "/guide/", "/us/"):
        assert "The roundabout" not in browser_of(ben).get(url).content.decode(), url
    assert called(ben) == SPIN
    assert browser_of(ben).post(f"{NAME}{pk}/agree/").status_code == 404
    assert "The roundabout" in browser_of(ada).get("/loop/").content.decode()
    notes.mute(tie=acts.tie(ben), on=False)
    assert "The roundabout" in browser_of(ben).get("/loop/").content.decode()


def test_a_proposal_that_waits_unseen_gives_way_to_ones_own_and_is_not_spoken_of(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    notes.mute(tie=acts.tie(ben), on=True)
    acts.propose(ada, SPIN)
    form = {"text": "The roundabout", "key": str(uuid.uuid4()), "space": str(space.pk), "then": "send"}
    answer = browser_of(ben).post(NAME, form)
    assert answer.status_code == 302
    assert "The roundabout" in browser_of(ada).get("/loop/").content.decode()
    assert Name.objects.count() == 1
