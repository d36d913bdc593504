"""'Take everything back' takes back all that can be shared, whichever room it is of, and calls off what still waits."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from typing import Any

from django.apps import apps
from django.test import Client

from exercises.rituals.actions import slips
from exercises.rituals.models import Slip
from intima.accounts.models import Person
from reflections.journal.actions import sharing
from reflections.notes.models import Note
from reflections.releases.models import Released
from reflections.shares.models import Share, Shareable
from reflections.spaces.models import Space
from tests.cast import EVENING
from tests.checkins import acts as days
from tests.guide import acts as guide
from tests.journal import acts as journal
from tests.loop import acts as loop
from tests.rituals import acts as rituals

BACK = "/journal/take-back/"
Browser = Callable[[Person | None], Client]

# By `share_kind`: how it comes to be shared, and what the page calls it.
SHARED: dict[str, tuple[Callable[[Person], object], tuple[str, ...]]] = {
    "journal.entry": (lambda ada: journal.shared(ada, "Snow all day."), ("Entries",)),
    "checkins.day": (lambda ada: days.share(days.keep(ada, energy=4, line="Snow.")), ("days, lines",)),
    "checkins.trends": (lambda ada: share_weeks(ada), ("weekly averages",)),
    "loop.card": (lambda ada: (loop.keep(ada, loop.ADAS), loop.share(ada)), ("Your card in the loop",)),
    "loop.name": (lambda ada: loop.propose(ada, "The weather"), ("a name for it that you proposed",)),
    "guide.part": (lambda ada: guide.put_in(ada, "rituals"), ("your parts of the guide",)),
    "rituals.slip": (
        lambda ada: [rituals.given(ada, "touch"), rituals.given(ada, "promise"), give_a_word(ada)],
        ("Your card of welcome touch", "your promises", "your words after a time without screens"),
    ),
}


def give_a_word(ada: Person) -> None:
    slot = rituals.suggest(ada, alone=True)
    rituals.given(ada, "word", slot=slot)


def share_weeks(ada: Person) -> None:
    for ago in range(7, 28):
        days.keep(ada, ago=ago, energy=4)
    days.share_trends(ada, "energy")


def shareable() -> Iterator[Any]:
    """Every model of a thing that can be shared."""
    shared = (model for model in apps.get_models() if issubclass(model, Shareable))
    return (model for model in shared if model is not Released)  # what a therapist gets is taken back by itself


def seen_by(person: Person, model: Any) -> int:
    """How many of the other's a person sees."""
    found = model.objects.visible_to(*((person, EVENING) if model is Slip else (person,)))
    return int(found.exclude(author=person).count())


def test_all_that_can_be_shared_goes_and_the_page_names_it(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    assert SHARED.keys() == {model.share_kind for model in shareable()}
    for kind, (share, _named) in SHARED.items():
        share(ada)
        assert Share.objects.filter(subject_kind=kind, owner=ada).exists(), kind
    assert all(seen_by(ben, model) for model in shareable())
    page = unescape(browser_of(ada).get(BACK).content.decode())
    assert not [words for _share, named in SHARED.values() for words in named if words not in page]
    browser_of(ada).post(BACK)
    assert not Share.objects.filter(owner=ada).exists()
    assert not [model for model in shareable() if seen_by(ben, model)]


def test_a_thank_you_that_waits_for_its_evening_does_not_go(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    hers, his = rituals.keep(ada, "thanks"), rituals.keep(ben, "thanks", "You fetched the post.")
    for author, pk in ((ada, hers), (ben, his)):
        rituals.give(author, pk, tonight=True)
    assert "A thank-you that waits for the evening does not go." in browser_of(ada).get(BACK).content.decode()
    browser_of(ada).post(BACK)
    slips.send_due(at=EVENING + timedelta(days=1))
    assert not Note.objects.received_by(ben).exists()
    assert Slip.objects.get().pk == hers  # kept, with its words
    assert Note.objects.received_by(ada).get().text == "You fetched the post."


def test_one_that_waits_is_something_to_take_back(ada: Person, ben: Person, space: Space, browser_of: Browser) -> None:
    pk = rituals.keep(ada, "thanks")
    assert not sharing.shares_anything(journal.tie(ada))
    assert BACK not in browser_of(ada).get("/journal/").content.decode()
    rituals.give(ada, pk, tonight=True)
    assert sharing.shares_anything(journal.tie(ada))
    assert not sharing.shares_anything(journal.tie(ben))
    assert BACK in browser_of(ada).get("/journal/").content.decode()


def test_a_card_of_touch_is_kept_for_good_then(ada: Person, space: Space, browser_of: Browser) -> None:
    pk = rituals.given(ada, "touch")
    sharing.take_everything_back(tie=journal.tie(ada), at=EVENING)
    slips.forget(at=EVENING + slips.CARD_LASTS)
    assert rituals.sees(ada, pk, EVENING + slips.CARD_LASTS)
