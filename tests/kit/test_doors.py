import inspect
import re

from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path, reverse

from intima.accounts.models import Person
from intima.kit import checks
from intima.kit.checks import every_view_has_a_door
from intima.kit.doors import anyone, signed_in
from tests import cast


def doorless(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@anyone
def open_to_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("a/", doorless, name="a"), path("b/", include([path("c/", open_to_all), path("d/", doorless)]))]


@override_settings(ROOT_URLCONF="tests.kit.test_doors")
def test_a_view_without_a_door_stops_the_start() -> None:
    found = every_view_has_a_door()
    assert [error.id for error in found] == ["kit.E001", "kit.E001"]
    assert "tests.kit.test_doors.doorless" in found[0].msg


def test_every_view_of_the_site_has_one() -> None:
    assert every_view_has_a_door() == []


def test_each_check_of_the_start_has_a_number_of_its_own() -> None:
    numbers = re.findall(r'id="(kit\.E\d+)"', inspect.getsource(checks))
    assert sorted(numbers) == sorted(set(numbers))


def test_a_door_is_written_on_its_view() -> None:
    assert open_to_all.door == "anyone"  # type: ignore[attr-defined]
    assert signed_in(doorless).door == "signed_in"  # type: ignore[attr-defined]


def test_somebody_signed_out_is_led_to_sign_in_and_back(client: Client, db: None) -> None:
    answer = client.get("/accounts/me/?x=1", headers={"host": "localhost"})
    assert answer["Location"] == "/accounts/login/?next=/accounts/me/%3Fx%3D1"


def test_where_a_form_was_sent_is_no_page_to_come_back_to(client: Client, db: None) -> None:
    answer = client.post("/accounts/me/", headers={"host": "localhost"})
    assert answer["Location"] == reverse("account_login")


def test_a_fragment_leads_the_whole_page_to_sign_in(client: Client, db: None) -> None:
    answer = client.get("/accounts/me/", headers={"host": "localhost", "HX-Request": "true"})
    assert answer["HX-Redirect"] == reverse("account_login")


def test_a_newcomer_begins_first_and_then_comes_to_the_page_they_wanted(client: Client, db: None) -> None:
    new: Person = cast.person("New", begun_at=None)
    client.force_login(new)
    answer = client.get("/today/", headers={"host": "localhost"})
    assert answer["Location"] == "/accounts/begin/?next=%2Ftoday%2F"
