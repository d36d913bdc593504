"""Finding one's own words, and nobody else's."""

from collections.abc import Callable

import pytest
from django.test import Client

from intima.accounts.models import Person
from intima.kit import seal
from reflections.journal.actions import words
from reflections.journal.models import Entry
from reflections.spaces.models import Space
from tests.cast import EVENING
from tests.journal import acts

Browser = Callable[[Person | None], Client]


def fill(person: Person, texts: list[str]) -> None:
    with seal.keyring():
        Entry.objects.bulk_create(
            Entry(author=person, text=text, day=EVENING.date(), written_at=EVENING) for text in texts
        )


def found(browser: Client, term: str, page: int = 1) -> list[str]:
    answer = browser.post("/journal/search/", {"q": term, "page": str(page)})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return [line.entry.text for line in answer.context["lines"]]


def test_a_word_is_found_among_300_entries_whatever_its_case(ada: Person, browser_of: Browser) -> None:
    fill(ada, [f"Evening number {number}" for number in range(299)])
    acts.keep(ada, "We laughed at the MAP.")
    browser = browser_of(ada)
    assert found(browser, "map") == ["We laughed at the MAP."]
    assert found(browser, "number 298") == ["Evening number 298"]
    assert found(browser, "marmalade") == []


@pytest.mark.parametrize(
    ("text", "term"), [("Straße", "STRASSE"), ("cafe\u0301", "caf\u00e9"), ("مساء الخير", "الخير")]
)
def test_words_are_found_however_they_are_typed(text: str, term: str, ada: Person, browser_of: Browser) -> None:
    acts.keep(ada, text)
    assert found(browser_of(ada), term) == [text]


def test_twenty_at_a_time_and_the_rest_behind_older(ada: Person, browser_of: Browser) -> None:
    fill(ada, [f"toast {number}" for number in range(45)])
    pages = [found(browser_of(ada), "toast", page) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({text for page in pages for text in page}) == 45


def test_bens_search_never_finds_adas_words_even_shared_ones(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    acts.shared(ada, "marmalade")
    assert found(browser_of(ben), "marmalade") == []


def test_what_was_looked_for_stays_in_the_field_and_in_no_address(ada: Person, browser_of: Browser) -> None:
    acts.keep(ada, "A line.")
    answer = browser_of(ada).post("/journal/search/", {"q": "his <mother>"})
    assert 'value="his &lt;mother&gt;"' in answer.content.decode()
    listed = browser_of(ada).get("/journal/").content.decode()
    assert '<form class="search" role="search" method="post"' in " ".join(listed.split())


def test_too_long_a_term_is_kept_and_refused(ada: Person, browser_of: Browser) -> None:
    answer = browser_of(ada).post("/journal/search/", {"q": "a" * 201})
    assert answer.status_code == 422
    assert "a" * 201 in answer.content.decode()


def test_the_search_reads_no_further_than_its_page(ada: Person) -> None:
    fill(ada, [f"toast {number}" for number in range(50)])
    with seal.keyring():
        assert len(words.search(author=ada, term="toast", skip=0, take=21)) == 21
