"""Help: reachable by anybody in two steps, from a dated file that holds nothing unchecked."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import translation
from pydantic import ValidationError

from intima.accounts.models import Person
from intima.kit import clock
from intima.safety.help_lines import Country, HelpLines, Kind, Line, countries

Browser = Callable[[Person | None], Client]
LINES = [(country, line) for country in countries() for line in country.lines]
EMERGENCY = {
    "au": "000", "ca": "911", "de": "112", "es": "112", "eu": "112",
    "gb": "999", "ie": "112", "mx": "911", "nz": "111", "us": "911",
}  # fmt: skip


def test_every_country_is_there_with_the_number_for_emergencies() -> None:
    assert {country.code: country.emergency for country in countries()} == EMERGENCY


@pytest.mark.parametrize(("country", "line"), LINES, ids=lambda value: getattr(value, "name", None) and str(value.name))
def test_every_line_says_when_and_where_it_was_checked(country: Country, line: Line) -> None:
    assert line.checked >= date(2026, 11, 23)
    assert line.source.scheme in {"http", "https"}
    assert line.host
    assert 3 <= len(line.digits) <= 11
    assert line.note.en.endswith(".")
    assert line.note.es.endswith(".")


def test_no_number_was_looked_up_more_than_a_year_ago() -> None:
    """Old numbers make this fail, by the calendar: read each line's own page again, and move `checked` on."""
    today = clock.now().date()
    old = [
        f"{country.code}: {line.name}, {line.checked}" for country, line in LINES if (today - line.checked).days > 365
    ]
    assert not old, "Look up again: " + "; ".join(old)
    assert all(line.checked <= today for _country, line in LINES)


def test_where_a_kind_of_line_is_missing_the_page_says_so_and_whom_to_ask(db: None, browser_of: Browser) -> None:
    without = {country.code: country.without for country in countries()}
    assert without["gb"] == []
    assert Kind.VIOLENCE in without["ca"]
    assert Kind.FRIGHTEN in without["de"]
    page = browser_of(None).get("/help/").content.decode()
    frighten = sum(Kind.FRIGHTEN in kinds for kinds in without.values())
    assert page.count("we found no line for the whole country") == frighten
    assert page.count("the lines here are each for a part of the country") == 1


def test_every_country_has_a_line_for_crisis() -> None:
    for country in countries():
        assert Kind.CRISIS in {line.kind for line in country.lines}, country.code


def test_those_who_frighten_a_partner_find_a_line_too() -> None:
    assert {"au", "gb", "nz", "us"} <= {country.code for country, line in LINES if line.kind == Kind.FRIGHTEN}


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("us", "18007997233"), ("us", "988"), ("gb", "08082000247"), ("gb", "116123"), ("gb", "08088024040"),
        ("ie", "1800341900"), ("es", "016"), ("es", "024"), ("mx", "8009112000"), ("ca", "988"),
        ("au", "1800737732"), ("au", "131114"), ("au", "1300766491"), ("eu", "116016"), ("eu", "116123"),
    ],
)  # fmt: skip
def test_a_number_is_as_it_was_checked(code: str, call: str) -> None:
    assert call in {line.digits for country, line in LINES if country.code == code}


@pytest.mark.parametrize("wrong", ["call", "kind", "checked", "source", "more"])
def test_a_file_of_another_form_is_refused(wrong: str) -> None:
    line = {
        "name": "A line",
        "kind": "crisis",
        "call": "116 123",
        "note": {"en": "Free.", "es": "Gratis."},
        "checked": date(2026, 11, 23),
        "source": "https://example.org/",
    }
    country = {"code": "gb", "name": {"en": "A", "es": "A"}, "emergency": "999", "lines": [line]}
    assert HelpLines.model_validate({"countries": [country]})
    line[wrong] = "call me"
    with pytest.raises(ValidationError, match=wrong):
        HelpLines.model_validate({"countries": [country]})


def test_the_page_dials_and_says_when_each_number_was_checked(db: None, browser_of: Browser) -> None:
    page = browser_of(None).get("/help/").content.decode()
    for country, line in LINES:
        assert f'href="tel:{line.digits}"' in page, country.code
    assert len(re.findall(r"Looked up 23 November 2026", page)) == len(LINES)
    assert "It is never about fear, control or violence." in page
    assert "It cannot erase the browser’s history" in page
    assert "<form" not in page[page.index("<main") : page.index("</main>")]


def test_the_lines_speak_spanish_too() -> None:
    with translation.override("es"):
        assert str(next(country.name for country in countries() if country.code == "es")) == "España"
    with translation.override("en"):
        assert str(next(country.name for country in countries() if country.code == "es")) == "Spain"


def test_help_is_two_steps_from_anywhere(ada: Person, browser_of: Browser) -> None:
    for browser, url in ((browser_of(None), "/"), (browser_of(None), "/safe/"), (browser_of(ada), "/checkin/")):
        assert 'href="/help/"' in browser.get(url).content.decode()


def test_the_questions_about_fear_are_text_to_read_and_never_a_form(
    ada: Person, ben: Person, space: object, browser_of: Browser
) -> None:
    page = browser_of(None).get("/safe/").content.decode()
    assert page.index("Is it safe to read this now?") < page.index("Are you afraid")
    body = page[page.index("<main") : page.index("</main>")]
    for tag in ("<form", "<input", "<button", "<select"):
        assert tag not in body
    for person in (ada, ben):
        theirs = browser_of(person).get("/safe/").content.decode()
        assert theirs[theirs.index("<main") : theirs.index("</main>")] == body
