"""What no form of ours can send is turned away before any view sees it."""

import base64
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from intima.accounts.models import Person

FORM = "application/x-www-form-urlencoded"
EDGE = "edge"


@pytest.fixture
def browser(db: None) -> Client:
    return Client(headers={"host": "localhost"})


def multipart(value: bytes, *, head: str = "") -> tuple[bytes, str]:
    body = b'--edge\r\nContent-Disposition: form-data; name="login"\r\n' + head.encode() + b"\r\n" + value
    return body + b"\r\n--edge--\r\n", f"multipart/form-data; boundary={EDGE}"


def post(browser: Client, body: bytes, content_type: str = FORM, **extra: Any) -> int:
    return browser.post(reverse("account_login"), body, content_type=content_type, **extra).status_code


def test_a_body_over_the_limit_is_413(browser: Client) -> None:
    assert post(browser, b"login=" + b"a" * 1_000_001) == 413
    assert post(browser, *multipart(b"a" * 1_000_001)) == 413
    assert post(browser, b"login=" + b"a" * 900_000) == 422


def test_a_length_that_is_no_number_is_400(browser: Client) -> None:
    assert post(browser, b"login=a", CONTENT_LENGTH="many") == 400


@pytest.mark.parametrize("raw", [b"login=a%00b", b"login=a\x00b", b"login%00=a", b"login=%ED%A0%80", b"login=%C3%28"])
def test_nul_and_broken_utf8_in_a_form_are_400(browser: Client, raw: bytes) -> None:
    assert post(browser, raw) == 400


@pytest.mark.parametrize("value", [b"a\x00b", b"\xed\xa0\x80", b"\xc3\x28"])
def test_so_they_are_in_a_multipart_form(browser: Client, value: bytes) -> None:
    assert post(browser, *multipart(value)) == 400


def test_so_they_are_in_base64_and_under_another_charset(browser: Client) -> None:
    hidden = base64.b64encode(b"ada\x00@example.org")
    assert post(browser, *multipart(hidden, head="Content-Transfer-Encoding: base64\r\n")) == 400
    body, kind = multipart(b"ada+AAA-@example.org")
    assert post(browser, body, f"{kind}; charset=utf-7") == 400
    assert post(browser, b"login=a", f"{FORM}; charset=utf-16") == 400
    assert post(browser, b"login=nobody%40example.org", f"{FORM}; charset=UTF-8") == 302


def test_a_multipart_form_without_end_or_edge_is_400(browser: Client) -> None:
    assert post(browser, b"login=a", "multipart/form-data") == 400


@pytest.mark.parametrize("raw", ["%00", "%ED%A0%80", "%C3%28"])
def test_they_are_400_in_an_address(browser: Client, raw: str) -> None:
    assert browser.get(f"/accounts/login/?next={raw}").status_code == 400
    assert browser.get(f"/accounts/login/?{raw}=1").status_code == 400
    assert browser.get(f"/{raw}/").status_code == 400


def test_a_nul_hidden_in_a_quoted_cookie_is_400(browser: Client, ada: Person) -> None:
    answer = browser.get("/today/", headers={"cookie": 'session="aaaaaaaa\\000aaaaaaaa"'})
    assert answer.status_code == 400


def test_what_a_person_can_type_passes(browser: Client) -> None:
    assert post(browser, "login=\u202eada@example.org 👩‍❤️‍👨".encode()) == 422


def test_no_page_is_kept_by_the_browser(browser: Client, ada: Person) -> None:
    assert "no-store" in browser.get("/accounts/login/")["Cache-Control"]
    browser.force_login(ada)
    assert "no-store" in browser.get("/accounts/me/")["Cache-Control"]


def test_the_content_policy_has_nothing_inline(browser: Client) -> None:
    answer = browser.get("/accounts/login/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "geolocation=()" in answer["Permissions-Policy"]
    page = answer.content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert "<script>" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["/", "/no-such-page/", "/healthz", "/static/icons/lamp.svg", "/us/"])
def test_every_answer_carries_the_headers(asked: str) -> None:
    answer = Client(headers={"host": "localhost"}).get(asked)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "geolocation=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.django_db
def test_a_refused_host_gets_the_headers_too() -> None:
    answer = Client(headers={"host": "elsewhere.example"}).get("/")
    assert answer.status_code == 400
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_refusal_speaks_its_own_visitors_language() -> None:
    spanish = Client(headers={"host": "localhost", "accept-language": "es"})
    english = Client(headers={"host": "localhost", "accept-language": "en"})
    assert b'lang="es"' in spanish.get("/help/").content
    assert b'lang="en"' in english.get("/?x=%ff").content
    assert b'lang="es"' in spanish.get("/?x=%ff").content
