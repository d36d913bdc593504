"""The error pages: in the look, saying what to do, and giving nothing away."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from intima.accounts.models import Person
from intima.kit import errors
from intima.kit.doors import anyone
from intima.urls import urlpatterns as site


@anyone
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a word from the inside")


@anyone
def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("a word from the inside")


@anyone
def unread(request: HttpRequest) -> HttpResponse:
    raise BadRequest("a word from the inside")


urlpatterns = [*site, path("try/", include([path("500", broken), path("403", forbidden), path("400", unread)]))]
handler400, handler403 = "intima.kit.errors.bad_request", "intima.kit.errors.forbidden"
handler404, handler500 = "intima.kit.errors.not_found", "intima.kit.errors.server_error"


def body(answer: Any) -> str:
    return answer.content.decode()


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.kit.test_errors")
@pytest.mark.parametrize("status", [400, 403, 500])
def test_each_is_in_the_look_and_echoes_nothing(status: int) -> None:
    browser = Client(headers={"host": "localhost"}, raise_request_exception=False)
    answer = browser.get(f"/try/{status}?marker=maracuja")
    assert answer.status_code == status
    assert "lamplight" in body(answer)
    assert "/exit/" in body(answer)
    assert "/help/" in body(answer)
    assert "maracuja" not in body(answer)
    assert "from the inside" not in body(answer)


def test_a_server_error_asks_nothing_of_request_or_database() -> None:
    answer = errors.server_error(RequestFactory().get("/"))  # no session, no user, no database in this test
    assert answer.status_code == 500
    assert "lamplight" in body(answer)


def test_every_404_is_the_same_whoever_asks_and_for_whatever(ada: Person) -> None:
    nobody, browser = Client(headers={"host": "localhost"}), Client(headers={"host": "localhost"})
    browser.force_login(ada)
    paths = ["/nothing/", f"/journal/{uuid.uuid4()}/", "/admin/", "/admin/accounts/person/?q=a", "/admin/login/"]
    pages = {browser.get(path).content for path in paths} | {nobody.get("/nothing/").content}
    assert len(pages) == 1


@pytest.mark.django_db
def test_a_form_without_its_token_is_told_about_cookies_and_keeps_no_word() -> None:
    browser = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    answer = browser.post("/accounts/login/", {"login": "maracuja@example.org"})
    assert answer.status_code == 403
    assert "cookies" in body(answer)
    assert "maracuja" not in body(answer)


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_where_a_button_leads_there_is_a_page_with_a_way_on(method: str, ada: Person) -> None:
    browser = Client(headers={"host": "localhost"})
    browser.force_login(ada)
    answer = getattr(browser, method)("/accounts/where/end-others/")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert method == "head" or "Go back to the page with the button" in body(answer)


def test_the_pages_that_no_view_raises_are_there_too() -> None:
    request = RequestFactory().get("/")
    assert errors.too_large(request).status_code == 413
    assert errors.too_many(request).status_code == 429
