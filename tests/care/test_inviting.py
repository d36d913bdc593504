"""How a client and a therapist find each other, and what it takes before anything is seen."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse, reverse_lazy

from intima.accounts.actions import describe
from intima.accounts.models import Person
from intima.kit import clock
from intima.kit.models import DataKey, Visit
from reflections.care.actions import inviting, links, practice
from reflections.care.models import WORDING, CareLink, Invitation, PrivateNote, Side, Therapist
from reflections.spaces import actions as spaces
from tests import cast
from tests.accounts.test_staff import staff
from tests.accounts.walk import PASSWORD, by_password
from tests.cast import EVENING
from tests.spaces import walk

Browsers = Callable[[Person | None], Client]
LOOK_AGAIN = "They were not let in. Look again"
PROFILE = {"credentials": "Therapist", "practice": "The Corner Practice", "about": "", "secrets": "none"}


@pytest.fixture
def dee(db: None) -> Therapist:
    return cast.therapist("Dr Dee")


LISTED = reverse_lazy("admin:care_therapist_changelist")


def marks_on(boss: Client) -> dict[str, str]:
    """What the list of the staff admin sends along with its button, for each row."""
    return dict(re.findall(r'name="(seen-[^"]+)" value="([^"]+)"', boss.get(LISTED).content.decode()))


def let_in(boss: Client, *therapists: Person, marks: dict[str, str]) -> str:
    """The button is pressed on a list that showed what has these marks; the page that comes of it."""
    chosen = [str(person.pk) for person in therapists]
    return boss.post(LISTED, {"action": "approve", "_selected_action": chosen, **marks}, follow=True).content.decode()


def proven(person: Person) -> Client:
    """A browser in which the person has just typed their password."""
    person.set_password(PASSWORD)
    person.save()
    client = Client(headers={"host": "localhost"})
    by_password(client, person.email)
    return client


def test_a_therapist_applies_and_is_let_in_by_the_practice(ada: Person, browser_of: Browsers) -> None:
    browser = browser_of(ada)
    refused = browser.post(reverse("care:apply"), PROFILE | {"practice": "", "about": "Typed."})
    assert refused.status_code == 422
    assert "Typed." in refused.content.decode()
    assert browser.post(reverse("care:apply"), PROFILE).status_code == 302
    assert browser.get(reverse("care:invite_client")).status_code == 404
    boss = staff("Boss", is_superuser=True)
    assert ada.email in boss.get(LISTED).content.decode()
    assert LOOK_AGAIN not in let_in(boss, ada, marks=marks_on(boss))
    assert Therapist.objects.approved().get().person == ada
    assert browser.get(reverse("care:invite_client")).status_code == 404  # a second factor comes first
    assert "second step" in browser.get(reverse("care:profile")).content.decode()


def test_a_client_follows_the_link_reads_the_terms_and_consents(
    ada: Person, dee: Therapist, browser_of: Browsers
) -> None:
    fresh = inviting.invite(by=dee.person, side=Side.THERAPIST, at=clock.now())
    browser = proven(ada)
    page = browser.get(reverse("care:arrive", args=[fresh.token]), follow=True)
    assert "invites you to work together here" in page.content.decode()
    assert not CareLink.objects.exists()
    answer = browser.post(reverse("care:invitation"), {"answer": "go_on"})
    link = CareLink.objects.get()
    assert answer.headers["Location"] == reverse("care:terms", args=[link.pk])
    assert not links.links_of(dee).exists()  # nothing, not even a name, before the consent
    terms = {"terms": "1", "wording": str(WORDING)}
    refused = browser.post(answer.headers["Location"], terms)
    assert refused.status_code == 422
    assert browser.post(answer.headers["Location"], terms | {"accepts": "on"}).status_code == 302
    assert links.links_of(dee).get().client == ada


def test_consenting_asks_again_who_is_there_and_ending_never_does(
    ada: Person, dee: Therapist, browser_of: Browsers
) -> None:
    link = CareLink.objects.create(client=ada, therapist=dee, invited_by=Side.CLIENT, asked_at=EVENING)
    browser = browser_of(ada)
    answer = browser.get(reverse("care:terms", args=[link.pk]))
    assert answer.headers["Location"].startswith(reverse("accounts:again"))
    links.consent(link=link, by=ada, terms=1, wording=WORDING, knows_partner=False, at=EVENING)
    browser.post(reverse("care:end", args=[link.pk]))
    assert not CareLink.objects.open().exists()


def test_whoever_locks_her_journal_ends_it_from_a_page_that_names_nobody(
    ada: Person, dee: Therapist, browser_of: Browsers
) -> None:
    cast.care(ada, dee)
    proven(ada)
    ada.locks_journal = True
    ada.save()
    browser = browser_of(ada)
    for url in ("care:care", "care:invite"):  # an invitation that waits would tell as much
        assert browser.get(reverse(url)).headers["Location"].startswith(reverse("accounts:open_journal"))
    assert "Dr Dee" not in browser.get(reverse("care:end_all")).content.decode()
    browser.post(reverse("care:end_all"))
    assert not CareLink.objects.open().exists()


def test_a_therapist_who_locks_their_words_is_asked_before_any_is_shown(
    ada: Person, dee: Therapist, browser_of: Browsers
) -> None:
    notes = reverse("care:notes", args=[cast.care(ada, dee).pk])
    browser_of(dee.person).post(notes, {"key": str(uuid.uuid4()), "text": "Ask about the silence."})
    dee.person.locks_journal = True
    dee.person.save()
    browser, asks = browser_of(dee.person), reverse("accounts:open_journal")
    for url in (notes, reverse("caseload:clients")):
        assert browser.get(url).headers["Location"].startswith(asks)
    shown = browser.post(notes, {"key": str(uuid.uuid4()), "text": ""})
    assert shown.headers["Location"].startswith(asks)
    browser.post(notes, {"key": str(uuid.uuid4()), "text": "Typed when it closed."})
    assert PrivateNote.objects.count() == 2


def test_a_therapist_follows_a_clients_code_and_the_client_decides(ada: Person, dee: Therapist) -> None:
    fresh = inviting.invite(by=ada, side=Side.CLIENT, at=EVENING)
    found = inviting.by_code(fresh.code, EVENING)
    assert found is not None
    link = inviting.follow(invitation_id=found.pk, by=dee.person, at=EVENING)
    assert (link.client, link.state) == (ada, CareLink.State.ASKED)
    assert not links.links_of(dee).exists()


def test_nobody_becomes_a_therapist_by_following_a_clients_link(ada: Person, cleo: Person, dee: Therapist) -> None:
    fresh = inviting.invite(by=ada, side=Side.CLIENT, at=EVENING)
    with pytest.raises(inviting.NoTherapist):
        inviting.follow(invitation_id=fresh.invitation.pk, by=cleo, at=EVENING)
    practice.withdraw_approval(therapist=dee)
    with pytest.raises(inviting.NoTherapist):
        inviting.follow(invitation_id=fresh.invitation.pk, by=dee.person, at=EVENING)
    assert Invitation.objects.get().state == Invitation.State.WAITING


def test_used_expired_and_unknown_get_one_answer(ada: Person, ben: Person, dee: Therapist) -> None:
    fresh = inviting.invite(by=dee.person, side=Side.THERAPIST, at=EVENING)
    with pytest.raises(inviting.OwnInvitation):
        inviting.follow(invitation_id=fresh.invitation.pk, by=dee.person, at=EVENING)
    with pytest.raises(inviting.InvitationSpent):
        inviting.follow(invitation_id=fresh.invitation.pk, by=ada, at=EVENING + timedelta(days=7))
    inviting.follow(invitation_id=fresh.invitation.pk, by=ada, at=EVENING)
    for pk in (fresh.invitation.pk, dee.pk):
        with pytest.raises(inviting.InvitationSpent):
            inviting.follow(invitation_id=pk, by=ben, at=EVENING)
    assert inviting.by_token(fresh.token, EVENING) is None


def test_a_therapist_is_signed_out_after_an_hour_without_a_visit(dee: Therapist, browser_of: Browsers) -> None:
    browser_of(dee.person).get(reverse("care:kept"))
    left = Visit.objects.get().expire_date - clock.now()
    assert left <= timedelta(hours=1)


def test_notes_stay_their_authors_after_the_end(ada: Person, dee: Therapist, browser_of: Browsers) -> None:
    link = cast.care(ada, dee)
    browser = browser_of(dee.person)
    page = reverse("care:notes", args=[link.pk])
    browser.post(page, {"text": "Ask about the silence.", "key": str(link.pk)})
    links.end(link=link, by=ada, at=EVENING)
    ada.name = "Somebody else by now"
    ada.save()
    body = browser.get(page).content.decode()
    assert "Ask about the silence." in body
    assert "Notes about <bdi>Ada</bdi>" in body
    file = browser.get(reverse("care:notes_file", args=[link.pk]))
    assert file.headers["Content-Type"].startswith("text/markdown")
    assert "Ask about the silence." in file.content.decode()
    assert browser_of(ada).get(page).status_code == 404


def test_a_consent_ends_though_the_therapists_key_opens_nothing(ada: Person, dee: Therapist) -> None:
    """The name beside the notes cannot be kept then."""
    link = cast.care(ada, dee)
    PrivateNote.objects.create(author=dee.person, link=link, text="Speaks of soup.", written_at=EVENING)
    DataKey.objects.filter(owner=dee.pk).update(wrapped=b"torn")
    links.end(link=link, by=ada, at=EVENING)
    link.refresh_from_db()
    assert link.state == CareLink.State.ENDED


def test_every_page_of_the_practice_leads_back_to_where_it_was_opened(
    ada: Person, dee: Therapist, browser_of: Browsers
) -> None:
    link, browser = cast.care(ada, dee), browser_of(dee.person)
    came_from = {
        reverse("care:notes", args=[link.pk]): reverse("caseload:client", args=[link.pk]),
        reverse("care:invite_client"): reverse("caseload:clients"),
        reverse("care:kept"): reverse("care:profile"),
    }
    for page, before in came_from.items():
        assert f'<a class="quiet end" href="{before}">' in browser.get(page).content.decode(), page


def test_nobody_becomes_the_therapist_of_the_person_with_whom_they_share_a_space(ada: Person, dee: Therapist) -> None:
    cast.pair(ada, dee.person)
    invitation = inviting.invite(by=dee.person, side=Side.THERAPIST, at=EVENING)
    with pytest.raises(inviting.InvitationSpent):
        inviting.follow(invitation_id=invitation.invitation.pk, by=ada, at=EVENING)
    assert not CareLink.objects.exists()


def test_nor_by_pairing_before_the_consent(ada: Person, dee: Therapist) -> None:
    link = CareLink.objects.create(client=ada, therapist=dee, invited_by=Side.CLIENT, asked_at=EVENING)
    cast.pair(ada, dee.person)
    browser = proven(ada)
    sent = {"terms": "1", "wording": str(WORDING), "accepts": "on"}
    answer = browser.post(reverse("care:terms", args=[link.pk]), sent)
    assert answer.status_code == 422
    assert "You share a space with this person" in answer.content.decode()
    assert not CareLink.objects.active().exists()


def test_nor_do_therapist_and_client_become_partners(ada: Person, dee: Therapist, browser_of: Browsers) -> None:
    fresh = spaces.invite(by=dee.person, at=clock.now())
    came = walk.somebody_came(ada, dee.person)
    link = cast.care(ada, dee)
    browser = browser_of(ada)
    walk.arrive(browser, fresh)
    for answer in (
        browser.post(reverse("spaces:invitation"), {"answer": "accept"}),
        browser.post(reverse("spaces:confirm", args=[came.pk]), {"answer": "yes"}),
    ):
        assert answer.status_code == 422
        assert "a shared space does not go with that" in answer.content.decode()
    links.end(link=link, by=ada, at=clock.now())
    spaces.confirm(invitation_id=came.pk, by=ada, at=clock.now())


def test_of_whom_it_lets_in_anew_the_practice_reads_what_it_lets_in(dee: Therapist) -> None:
    practice.describe(person=dee.person, credentials="Surgeon", practice="The Clinic", about="", secrets="none")
    practice.withdraw_approval(therapist=dee)
    describe(person=dee.person, name="Dr Famous", time_zone="Europe/London", language="en", at=EVENING)
    listed = staff("Boss", is_superuser=True).get(LISTED).content.decode()
    assert "Dr Famous · Surgeon · The Clinic" in listed


def test_what_the_practice_let_in_stands_until_it_has_looked_again(
    ada: Person, dee: Therapist, browser_of: Browsers
) -> None:
    """Another name, other credentials and another practice wait; what else is said of oneself does not."""
    dees, page = browser_of(dee.person), reverse("care:profile")
    link = cast.care(ada, dee)
    describe(person=dee.person, name="Dr Famous", time_zone="Europe/London", language="en", at=EVENING)
    dees.post(page, {"credentials": "Surgeon", "practice": "The Clinic", "about": "I listen.", "secrets": "none"})
    new, old = ("Dr Famous", "Surgeon", "The Clinic"), ("Dr Dee", "Licensed couples therapist", "The Corner Practice")

    def read_by_ada() -> str:
        return browser_of(ada).get(reverse("care:link", args=[link.pk])).content.decode()

    shown = read_by_ada()
    assert all(each in shown for each in (*old, "I listen."))
    assert not any(each in shown for each in new)
    mine = dees.get(page).content.decode()
    assert "The practice looks at what you changed" in mine
    assert 'value="Surgeon"' in mine
    boss = staff("Boss", is_superuser=True)
    assert "Dr Famous · Surgeon · The Clinic" in boss.get(LISTED).content.decode()
    let_in(boss, dee.person, marks=marks_on(boss))
    shown = read_by_ada()
    assert all(each in shown for each in new)
    assert not any(each in shown for each in old)
    assert "The practice looks at what you changed" not in dees.get(page).content.decode()
    assert Therapist.objects.get().approved_at == dee.approved_at


@pytest.mark.parametrize("what", ["name", "credentials", "practice", "none"])
def test_nobody_is_let_in_as_anything_else_than_was_shown(ada: Person, dee: Therapist, what: str) -> None:
    """What is said between the look and the button waits for another look; so does what no page showed."""
    Therapist.objects.create(person=ada, credentials="Therapist", practice="Here", applied_at=EVENING)
    boss = staff("Boss", is_superuser=True)
    said = {"credentials": "Surgeon", "practice": "The Clinic", "about": "", "secrets": "none"}
    practice.describe(person=dee.person, **said)
    shown = marks_on(boss)
    for person, was in ((ada, {**said, "credentials": "Therapist", "practice": "Here"}), (dee.person, said)):
        if what == "name":
            describe(person=person, name="Dr Famous", time_zone="Europe/London", language="en", at=EVENING)
        elif what != "none":
            practice.describe(person=person, **{**was, what: "The Bishop"})
    assert LOOK_AGAIN in let_in(boss, ada, dee.person, marks=shown if what != "none" else {})
    assert list(Therapist.objects.approved()) == [dee]
    assert Therapist.objects.approved().get().credentials == dee.credentials
    assert LOOK_AGAIN not in let_in(boss, ada, dee.person, marks=marks_on(boss))
    assert Therapist.objects.approved().count() == 2
    assert not any(each.waits_for_a_look for each in Therapist.objects.select_related("person"))


def test_of_several_those_who_say_what_was_shown_are_let_in(ada: Person, ben: Person) -> None:
    for person in (ada, ben):
        Therapist.objects.create(person=person, credentials="Therapist", practice="Here", applied_at=EVENING)
    boss = staff("Boss", is_superuser=True)
    shown = marks_on(boss)
    practice.describe(person=ben, credentials="Surgeon", practice="Here", about="", secrets="none")
    swapped = {f"seen-{ada.pk}": shown[f"seen-{ben.pk}"], f"seen-{ben.pk}": shown[f"seen-{ada.pk}"]}
    assert LOOK_AGAIN in let_in(boss, ada, ben, marks=swapped)  # a mark is of one row
    assert not Therapist.objects.approved().exists()
    assert LOOK_AGAIN in let_in(boss, ada, ben, marks=shown)
    assert Therapist.objects.approved().get().person == ada


def test_what_was_changed_and_changed_back_waits_no_more(dee: Therapist) -> None:
    as_it_was = {"credentials": dee.credentials, "practice": dee.practice, "about": "", "secrets": "none"}
    practice.describe(person=dee.person, **{**as_it_was, "credentials": "Surgeon"})
    assert Therapist.objects.get().waits_for_a_look
    assert not practice.describe(person=dee.person, **as_it_was).waits_for_a_look
