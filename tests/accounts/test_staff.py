"""The staff admin: who has an account, no words, and no way to take an account over."""

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from intima.accounts import ways
from intima.accounts.models import Person
from tests import cast
from tests.accounts.walk import give_app, shown_by, staff


@pytest.fixture
def boss(db: None) -> Client:
    return staff("Boss", is_superuser=True)


def test_the_admin_offers_no_way_in_of_its_own(browser: Client, ada: Person) -> None:
    for url in ("/admin/", "/admin/login/", "/admin/logout/", "/admin/password_change/", "/admin/jsi18n/", "/admin/x/"):
        assert browser.get(url).status_code == 404
    browser.force_login(ada)
    assert browser.get("/admin/").status_code == 404
    assert browser.post("/admin/login/", {"username": ada.email, "password": "x"}).status_code == 404


def test_staff_find_people_and_can_close_an_account(boss: Client, ada: Person) -> None:
    url = reverse("admin:accounts_person_change", args=[ada.pk])
    assert ada.email in boss.get(reverse("admin:accounts_person_changelist")).content.decode()
    page = boss.get(url).content.decode()
    assert 'name="email"' not in page
    assert 'name="password"' not in page
    assert boss.post(url, {"email": "eve@example.org", "is_staff": "on"}).status_code == 302
    ada.refresh_from_db()
    assert (ada.email, ada.is_active, ada.is_staff) == ("ada@example.org", False, True)


def test_nobody_is_added_or_deleted_there(boss: Client, ada: Person) -> None:
    assert boss.get(reverse("admin:accounts_person_add")).status_code == 403
    assert boss.post(reverse("admin:accounts_person_delete", args=[ada.pk]), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": str(ada.pk), "post": "yes"}
    boss.post(reverse("admin:accounts_person_changelist"), chosen)
    assert Person.objects.filter(pk=ada.pk).exists()


def test_staff_who_are_no_superusers_make_no_staff(ada: Person) -> None:
    browser = staff("Sam")
    may = Permission.objects.filter(codename__in=["view_person", "change_person"])
    Person.objects.get(email="sam@example.org").user_permissions.set(may)
    url = reverse("admin:accounts_person_change", args=[ada.pk])
    assert browser.post(url, {"is_active": "on", "is_staff": "on", "is_superuser": "on"}).status_code == 302
    ada.refresh_from_db()
    assert (ada.is_staff, ada.is_superuser) == (False, False)


def test_staff_change_nobody_who_may_do_as_much_or_more(db: None) -> None:
    browser = staff("Sam")
    sam = Person.objects.get()
    sam.user_permissions.set(Permission.objects.filter(codename__in=["view_person", "change_person"]))
    boss = cast.person("Boss", is_staff=True, is_superuser=True)
    tina = cast.person("Tina", is_staff=True)
    for other in (boss, tina, sam):
        url = reverse("admin:accounts_person_change", args=[other.pk])
        assert browser.get(url).status_code == 200  # to look at
        assert browser.post(url, {"is_staff": "on"}).status_code == 403
    assert not Person.objects.filter(is_active=False).exists()


def test_addresses_and_groups_of_the_libraries_are_not_there() -> None:
    assert {model.__module__.partition(".")[0] for model in admin.site._registry} <= {"intima", "reflections"}


def test_staff_sign_out_and_change_passwords_where_everybody_does(boss: Client) -> None:
    assert boss.get("/admin/logout/")["Location"] == reverse("account_logout")
    assert boss.get("/admin/password_change/")["Location"] == reverse("account_change_password")


@pytest.mark.parametrize(
    "asked",
    [
        "accounts/person/?password__startswith=a",
        "mail/letter/?person_id=00000000-0000-0000-0000-000000000001",
        "mail/letter/?key__startswith=reminder",
        "mail/letter/?due_at__year=99999999999",
    ],
)
def test_the_admin_answers_nothing_that_it_does_not_show(asked: str, db: None) -> None:
    client = staff("Sam", is_superuser=True)
    assert client.get(f"/admin/{asked}").status_code == 400
    assert client.get("/admin/mail/letter/?state__exact=sent").status_code == 200


# --- The second step ----------------------------------------------------------------------------


def test_staff_without_a_second_factor_are_led_to_make_one(ada: Person, browser: Client) -> None:
    sam = cast.person("Sam", is_staff=True, is_superuser=True)
    browser.force_login(sam)
    for url in ("/admin/", reverse("admin:accounts_person_changelist"), "/admin/x/"):
        assert browser.get(url)["Location"] == reverse("accounts:ways")
    assert browser.post(reverse("admin:accounts_person_change", args=[ada.pk]), {})["Location"] == reverse(
        "accounts:ways"
    )
    assert "second step" in browser.get(reverse("accounts:ways")).content.decode()
    ada.refresh_from_db()
    assert ada.is_active


def test_a_visit_from_before_the_second_factor_is_not_enough(browser: Client) -> None:
    sam = cast.person("Sam", is_staff=True, is_superuser=True)
    browser.force_login(sam)
    give_app(sam)
    assert browser.get("/admin/")["Location"].startswith(reverse("account_logout"))


def test_setting_one_up_opens_the_admin_in_the_same_visit(db: None, just_signed_in: Callable[[Person], Client]) -> None:
    browser = just_signed_in(cast.person("Sam", is_staff=True, is_superuser=True))
    browser.get(reverse("accounts:app"))
    browser.post(reverse("accounts:app"), {"code": shown_by(browser.session[ways.KEY])})
    assert browser.get("/admin/").status_code == 200
