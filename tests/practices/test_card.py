from collections.abc import Callable

from django.test import Client

from exercises.practices.actions import cards, runs
from intima.accounts.models import Person
from reflections.spaces.models import Space
from tests.cast import EVENING
from tests.practices import acts

Open = Callable[[Person | None], Client]
CARD = "/practice/cards/what-helps/"


def test_the_card_holds_what_helps_and_what_does_not(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    run = acts.done(
        ada,
        "what-helps-me-back",
        {
            "helps": {"order": ["tea", "=The dog"]},
            "please-not": {"chosen": ["touch"], "own": []},
            "card": {"slots": {"helps": "your hand", "sign": "I hum"}},
        },
    )
    cards.keep(runs.playing(ada, run), at=EVENING)
    page = browser_of(ada).get(CARD).content.decode()
    for line in ("What helps me most is your hand. You can tell I’m back when I hum.", "2. The dog", "Touch me"):
        assert line in page
    assert "The dog" not in browser_of(ben).get(CARD).content.decode()


def test_it_is_one_press_away_from_a_running_pause(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    client.post("/pause/", {"minutes": "20"})
    assert CARD in client.get("/pause/").content.decode()


def test_without_one_the_page_leads_to_making_it(ada: Person, browser_of: Open) -> None:
    assert "/practice/what-helps-me-back/" in browser_of(ada).get(CARD).content.decode()
