"""Account mail: short, neutral, with links to our own origin alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation

from intima.accounts import letters as written
from intima.accounts.letters import Change
from intima.accounts.models import Person
from intima.kit import clock
from tests.accounts.conftest import Letters
from tests.accounts.walk import ask_for_code, code_in, sign_up
from tests.mail.telling import TELLING

FOLDER = Path(settings.BASE_DIR) / "templates" / "account" / "email"
NAMES = sorted(path.name.removesuffix("_message.txt") for path in FOLDER.glob("*_message.txt"))
FILLED = {"code": "BCDF-GHJK", "email": "ada@example.org", "due_at": clock.now(), "change": Change.CODES_OFF}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_letter_says_what_the_site_is_for_or_who_anybody_is(name: str, language: str) -> None:
    with translation.override(language):
        letter = written.write(name, to="ada@example.org", context=FILLED)
    html = str(letter.alternatives[0][0])
    for text in (letter.subject, letter.body, html, letter.from_email):
        assert not TELLING.search(str(text))
    assert letter.subject == settings.SITE_NAME
    assert ("BCDF-GHJK" in html) == ("BCDF-GHJK" in letter.body) == name.endswith(("code", "confirmation", "signup"))
    assert html.count("<html") == 1
    assert len(str(letter.body)) < 400


def test_each_change_has_a_sentence_of_its_own() -> None:
    said = {written.write("way_changed", to="ada@example.org", context={"change": change}).body for change in Change}
    assert len(said) == len(Change)
    assert not any(TELLING.search(str(text)) for text in said)


def test_links_come_from_the_origin_never_from_the_host_header(ada: Person, letters: Letters) -> None:
    with override_settings(ALLOWED_HOSTS=["*"], ORIGIN="https://lamp.example.org"):
        evil = Client(headers={"host": "evil.example.net"})
        ask_for_code(evil, "nobody@example.org")
        sign_up(evil, "dan@example.org")
        sign_up(evil, ada.email)
    texts = [letter.text + letter.html for letter in letters()]
    assert not any("evil" in text for text in texts)
    assert f"https://lamp.example.org{reverse('account_signup')}" in texts[0]
    assert f"https://lamp.example.org{reverse('account_login')}" in texts[2]


def test_the_code_stands_in_both_parts(browser: Client, ada: Person, letters: Letters) -> None:
    ask_for_code(browser, ada.email)
    letter = letters()[-1]
    assert f"<h1>{code_in(letter)}</h1>" in letter.html


def test_a_letter_about_the_account_says_nothing_of_the_device(
    ada: Person, just_signed_in: Callable[[Person], Client], letters: Letters
) -> None:
    mine = just_signed_in(ada)
    mine.post(
        reverse("account_set_password"), {"password1": "lamplight by the window"}, headers={"User-Agent": "Fridge/1.0"}
    )
    assert "Fridge" not in letters()[-1].text + letters()[-1].html
    assert "127.0.0.1" not in letters()[-1].text + letters()[-1].html


def test_the_sites_name_is_settable(browser: Client, ada: Person, letters: Letters) -> None:
    with override_settings(SITE_NAME="Evenings"):
        ask_for_code(browser, ada.email)
    assert letters()[-1].subject == "Evenings"
    assert "Intima" not in letters()[-1].text + letters()[-1].html
