import pytest
from django.test import Client
from django.urls import reverse

from intima.accounts.models import Person

URL = reverse("accounts:language")
IN = reverse("account_login")


def test_somebody_signed_out_chooses_a_language_and_stays_on_their_page(browser: Client) -> None:
    page = browser.get(f"{IN}?next=/journal/").content.decode()
    assert 'name="next" value="/accounts/login/?next=/journal/"' in page
    assert 'lang="es">Español</button>' in page
    answer = browser.post(URL, {"language": "es", "next": IN})
    assert answer["Location"] == IN
    assert '<html lang="es">' in browser.get(IN).content.decode()
    cookie = answer.cookies["language"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("chosen", ["", "xx", "es-AR", "../es", "e" * 1000])
def test_a_language_that_is_not_offered_is_400(browser: Client, chosen: str) -> None:
    assert browser.post(URL, {"language": chosen}).status_code == 400


@pytest.mark.parametrize("there", ["https://example.net/", "//example.net", "", "javascript:x"])
def test_it_leads_to_our_own_paths_alone(browser: Client, there: str) -> None:
    assert browser.post(URL, {"language": "es", "next": there})["Location"] == "/"


def test_a_person_reads_in_their_own_language_whatever_the_browser_prefers(ada: Person, browser: Client) -> None:
    browser.post(URL, {"language": "es"})
    browser.force_login(ada)
    page = browser.get(reverse("accounts:me")).content.decode()
    assert '<html lang="en">' in page
    assert "Español</button>" not in page
