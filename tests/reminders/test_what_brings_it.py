"""What brings somebody their letter of the day, and what does not: each thing that may happen, by what they want."""

import uuid
from collections.abc import Callable
from email.message import EmailMessage

import pytest

from intima.accounts.models import Person
from intima.mail.models import Letter, State
from reflections.checkins import actions as checkins
from reflections.journal.actions import entries, exchanges, sharing
from reflections.journal.models import Exchange
from reflections.notes import actions as notes
from reflections.reminders.models import Want
from reflections.shares.models import Share
from reflections.spaces import actions as spaces
from reflections.spaces.models import Space
from tests.cast import EVENING
from tests.checkins import acts as days
from tests.journal import acts
from tests.reminders.acts import AFTERNOON, DAY, ask, share, wait

CHECKIN, SHARED, QUESTION = Want.CHECKIN, Want.SHARED, Want.QUESTION


def open_both(ada: Person, ben: Person) -> Exchange:
    asked = ask(ada)
    acts.answer(asked, ada, "I go after it.")
    acts.answer(asked, ben, "I look at the tap.")
    return asked


# --- What happened before Ada's time; each gives what the outbox then says of her letter -------------------------

SENT, NOTHING = (State.SENT, ""), (State.DROPPED, "nothing new")
CHECKED = (State.DROPPED, "already checked in")


def quiet(ada: Person, ben: Person) -> None:
    """Nothing at all."""


def shared(ada: Person, ben: Person) -> None:
    share(ben)


def something_else_shared(ada: Person, ben: Person) -> None:
    """Of a kind that nobody has said is news."""
    space = acts.tie(ben).space
    Share.objects.create(
        subject_kind="a.kind.to.come", subject_id=uuid.uuid4(), owner=ben, space=space, shared_at=AFTERNOON
    )


def shared_by_ada(ada: Person, ben: Person) -> None:
    share(ada)


def shared_and_taken_back(ada: Person, ben: Person) -> None:
    sharing.take_back(author=ben, pk=share(ben).pk)


def shared_and_all_taken_back(ada: Person, ben: Person) -> None:
    share(ben)
    open_both(ada, ben)
    sharing.take_everything_back(tie=acts.tie(ben), at=AFTERNOON)


def shared_and_deleted(ada: Person, ben: Person) -> None:
    entries.delete(author=ben, pk=share(ben).pk)


def shared_and_left(ada: Person, ben: Person) -> None:
    shared(ada, ben)
    asked_with_bens_answer(ada, ben)
    spaces.leave(person=ben, at=AFTERNOON)


def shared_long_ago(ada: Person, ben: Person) -> None:
    share(ben, EVENING - 8 * DAY)


def kept_private(ada: Person, ben: Person) -> None:
    acts.keep(ben, "Mine alone.", at=AFTERNOON)


def asked(ada: Person, ben: Person) -> None:
    ask(ben)


def asked_by_ada(ada: Person, ben: Person) -> None:
    ask(ada)


def asked_with_bens_answer(ada: Person, ben: Person) -> None:
    acts.answer(ask(ben), ben, "I look at the tap.")


def asked_and_begun(ada: Person, ben: Person) -> None:
    acts.answer(ask(ben), ada, "I go", confirmed=False)


def asked_and_set_aside(ada: Person, ben: Person) -> None:
    exchanges.set_aside(author=ada, pk=ask(ben).pk, at=AFTERNOON)


def asked_and_closed(ada: Person, ben: Person) -> None:
    ask(ben, EVENING - 7 * DAY)


def confirmed_by_ben_alone(ada: Person, ben: Person) -> None:
    acts.answer(ask(ada), ben, "I look at the tap.")


def opened(ada: Person, ben: Person) -> None:
    open_both(ada, ben)


def opened_and_taken_back(ada: Person, ben: Person) -> None:
    exchanges.take_answer_back(author=ben, pk=open_both(ada, ben).pk, at=AFTERNOON)


def opened_and_ada_took_hers_back(ada: Person, ben: Person) -> None:
    exchanges.take_answer_back(author=ada, pk=open_both(ada, ben).pk, at=AFTERNOON)


def sent_a_message(ada: Person, ben: Person) -> None:
    long_ago = ask(ada, EVENING - 6 * DAY)
    acts.answer(long_ago, ada, "I go after it.")
    acts.answer(long_ago, ben, "I look at the tap.")
    Exchange.objects.update(opened_at=EVENING - 20 * DAY)
    exchanges.ask(author=ben, pk=long_ago.pk, text="Which tap?", at=AFTERNOON)


def sent_a_note(ada: Person, ben: Person) -> None:
    notes.send(tie=spaces.tie_of(ben), key=uuid.uuid4(), text="I kept you some toast.", at=AFTERNOON)


def sent_a_message_unread(ada: Person, ben: Person) -> None:
    notes.mute(tie=acts.tie(ada), on=True)
    sent_a_message(ada, ben)


def sent_a_note_unread(ada: Person, ben: Person) -> None:
    notes.mute(tie=acts.tie(ada), on=True)
    sent_a_note(ada, ben)


def sent_a_note_before_a_pause(ada: Person, ben: Person) -> None:
    notes.send(tie=spaces.tie_of(ben), key=uuid.uuid4(), text="Back at nine.", at=AFTERNOON, kind=notes.KIND.PAUSE)


def sent_a_note_and_left(ada: Person, ben: Person) -> None:
    sent_a_note(ada, ben)
    spaces.leave(person=ben, at=AFTERNOON)


def sent_a_note_by_ada(ada: Person, ben: Person) -> None:
    notes.send(tie=spaces.tie_of(ada), key=uuid.uuid4(), text="Thank you for the toast.", at=AFTERNOON)


def shared_a_day(ada: Person, ben: Person) -> None:
    days.share(checkins.keep(person=ben, at=AFTERNOON, energy=4), at=AFTERNOON)


def shared_trends(ada: Person, ben: Person) -> None:
    for each in range(30):
        checkins.keep(person=ben, at=AFTERNOON - each * DAY, energy=4)
    days.share_trends(ben, "energy", at=AFTERNOON)


def checked_in(ada: Person, ben: Person) -> None:
    checkins.keep(person=ada, at=AFTERNOON, energy=5)


def checked_in_and_shared(ada: Person, ben: Person) -> None:
    checked_in(ada, ben)
    share(ben)


def checked_in_and_asked(ada: Person, ben: Person) -> None:
    checked_in(ada, ben)
    ask(ben)


def everything(ada: Person, ben: Person) -> None:
    share(ben)
    ask(ben)


@pytest.mark.parametrize(
    ("wants", "happened", "outcome"),
    [
        ([SHARED, QUESTION], quiet, NOTHING),
        ([SHARED], shared, SENT),
        ([SHARED], something_else_shared, NOTHING),
        ([SHARED], shared_by_ada, NOTHING),
        ([SHARED], shared_and_taken_back, NOTHING),
        ([SHARED, QUESTION], shared_and_all_taken_back, NOTHING),
        ([SHARED], shared_and_deleted, NOTHING),
        ([SHARED, QUESTION], shared_and_left, NOTHING),
        ([SHARED], shared_long_ago, NOTHING),
        ([SHARED], kept_private, NOTHING),
        ([SHARED], asked, NOTHING),
        ([SHARED], opened, SENT),
        ([SHARED], opened_and_taken_back, NOTHING),
        ([SHARED], opened_and_ada_took_hers_back, SENT),
        ([SHARED, QUESTION], confirmed_by_ben_alone, NOTHING),
        ([SHARED], sent_a_message, SENT),
        ([SHARED, QUESTION], sent_a_message_unread, NOTHING),
        ([SHARED], sent_a_note, SENT),
        ([SHARED, QUESTION], sent_a_note_unread, NOTHING),
        ([SHARED, QUESTION], sent_a_note_before_a_pause, NOTHING),
        ([SHARED, QUESTION], sent_a_note_and_left, NOTHING),
        ([SHARED, QUESTION], sent_a_note_by_ada, NOTHING),
        ([QUESTION], sent_a_note, NOTHING),
        ([SHARED], shared_a_day, SENT),
        ([SHARED, QUESTION], shared_trends, NOTHING),
        ([QUESTION], shared, NOTHING),
        ([QUESTION], asked, SENT),
        ([QUESTION], asked_with_bens_answer, SENT),
        ([QUESTION], asked_by_ada, NOTHING),
        ([QUESTION], asked_and_begun, NOTHING),
        ([QUESTION], asked_and_set_aside, NOTHING),
        ([QUESTION], asked_and_closed, NOTHING),
        ([SHARED, QUESTION], everything, SENT),
        ([CHECKIN], quiet, SENT),
        ([CHECKIN, SHARED, QUESTION], quiet, SENT),
        ([CHECKIN, SHARED, QUESTION], everything, SENT),
        ([CHECKIN], checked_in_and_shared, CHECKED),
        ([CHECKIN, SHARED, QUESTION], checked_in, CHECKED),
        ([CHECKIN, SHARED], checked_in_and_shared, SENT),
        ([CHECKIN, SHARED], checked_in_and_asked, CHECKED),
        ([CHECKIN, QUESTION], checked_in_and_asked, SENT),
    ],
)
def test_the_letter_of_the_day(
    wants: list[Want],
    happened: Callable[[Person, Person], None],
    outcome: tuple[str, str],
    ada: Person,
    ben: Person,
    space: Space,
    arrive: Callable[..., list[EmailMessage]],
) -> None:
    wait(ada, wants)
    happened(ada, ben)
    come = arrive(EVENING)
    letter = Letter.objects.get()
    assert (letter.state, letter.reason) == outcome
    assert len(come) == (outcome == SENT)
