"""What a client releases, a therapist reads, and nothing else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from intima.accounts.models import Person
from reflections.care import actions as care
from reflections.care import ledger
from reflections.care.actions import practice
from reflections.care.models import CareLink, Opening, Therapist
from reflections.journal.actions import entries
from reflections.journal.actions import sharing as entry_sharing
from reflections.journal.models import Entry
from reflections.releases import actions
from reflections.releases.models import Released
from reflections.shares.actions import NoSecrets, NotTheirTherapist, PreviewOutdated
from reflections.shares.models import Share
from reflections.spaces.models import Space
from tests import cast
from tests.care.acts import opened
from tests.cast import EVENING
from tests.journal import acts as journal
from tests.releases.acts import Audience, release, words_for

Browsers = Callable[[Person | None], Client]


@pytest.fixture
def dee(db: None) -> Therapist:
    return cast.therapist("Dr Dee")


@pytest.fixture
def link(ada: Person, dee: Therapist) -> CareLink:
    return cast.care(ada, dee)


def test_dr_dee_reads_the_words_that_were_released_and_no_others(
    ada: Person, link: CareLink, dee: Therapist, browser_of: Browsers
) -> None:
    entry, private = journal.keep(ada, "I heard the kettle."), journal.keep(ada, "Mine alone.")
    released = release(link, entry)
    entries.edit(author=ada, pk=entry.pk, base=1, text="Later words.", lens=None)
    browser = browser_of(dee.person)
    body = browser.get(reverse("releases:read", args=[link.pk, released.pk])).content.decode()
    assert "I heard the kettle." in body
    assert "Later words." not in body
    for own in (entry, private):
        assert browser.get(reverse("journal:entry", args=[own.pk])).status_code == 404
    assert not Entry.objects.visible_to(dee.person).exists()


def test_what_goes_to_a_partner_and_to_a_therapist_are_two_things(
    ada: Person, ben: Person, space: Space, link: CareLink, dee: Therapist
) -> None:
    entry = journal.keep(ada, "I heard the kettle.")
    release(link, entry)
    assert not Entry.objects.shared_with(ben).exists()
    entry_sharing.share(author=ada, pk=entry.pk, space_id=space.pk, revision=1, at=EVENING)
    entry_sharing.take_back(author=ada, pk=entry.pk)
    assert words_for(link) == {entry.pk: "I heard the kettle."}
    actions.take_everything_back(link=link)
    assert words_for(link) == {}


def test_the_end_takes_every_copy_along_and_a_new_consent_revives_none(
    ada: Person, link: CareLink, dee: Therapist, browser_of: Browsers
) -> None:
    released = release(link, journal.keep(ada, "I heard the kettle."))
    browser = browser_of(dee.person)
    page = reverse("releases:read", args=[link.pk, released.pk])
    assert browser.get(page).status_code == 200
    care.end(link=link, by=ada, at=EVENING)
    assert browser.get(page).status_code == 404
    assert not Released.objects.exists()
    assert not Share.objects.exists()
    again = cast.care(ada, dee)
    assert words_for(again) == {}
    assert browser.get(page).status_code == 404


def test_until_changed_terms_are_accepted_nothing_is_shown_and_nothing_goes(
    ada: Person, link: CareLink, dee: Therapist
) -> None:
    entry = journal.keep(ada, "I heard the kettle.")
    release(link, entry)
    said = {"credentials": "Therapist", "practice": "Here", "about": ""}
    practice.describe(person=dee.person, secrets="limited", **said)
    link.refresh_from_db()
    assert words_for(link) == {}
    with pytest.raises(NotTheirTherapist):
        release(link, entry)
    CareLink.objects.filter(pk=link.pk).update(terms=2)
    link.therapist.refresh_from_db()
    assert words_for(link) == {entry.pk: "I heard the kettle."}


def test_for_you_alone_needs_terms_that_leave_room_for_it(ada: Person, link: CareLink, dee: Therapist) -> None:
    entry = journal.keep(ada, "I heard the kettle.")
    with pytest.raises(NoSecrets):
        release(link, entry, audience=Audience.ALONE)
    Therapist.objects.update(secrets="limited")
    release(link, entry, audience=Audience.ALONE)
    assert words_for(link) == {entry.pk: "I heard the kettle."}
    Therapist.objects.update(secrets="none")
    assert words_for(link) == {}


def test_a_therapist_whom_the_practice_lets_in_no_more_sees_nothing(
    ada: Person, link: CareLink, dee: Therapist, browser_of: Browsers
) -> None:
    released = release(link, journal.keep(ada, "I heard the kettle."))
    practice.withdraw_approval(therapist=dee)
    page = reverse("releases:read", args=[link.pk, released.pk])
    assert browser_of(dee.person).get(page).status_code == 404
    assert not Released.objects.visible_to(dee.person).exists()


def test_what_was_previewed_is_what_goes(ada: Person, ben: Person, link: CareLink) -> None:
    entry = journal.keep(ada, "I heard the kettle.")
    entries.edit(author=ada, pk=entry.pk, base=1, text="Later words.", lens=None)
    with pytest.raises(PreviewOutdated):
        release(link, entry)  # at the revision that was looked at
    with pytest.raises(PreviewOutdated):
        release(link, journal.keep(ben, "Of somebody else."))
    assert not Released.objects.exists()


def test_nobody_releases_over_a_link_that_is_not_theirs(ada: Person, ben: Person, dee: Therapist) -> None:
    theirs = cast.care(ben, dee)
    entry = journal.keep(ada, "I heard the kettle.")
    with pytest.raises(NotTheirTherapist):
        actions.release(
            author=ada,
            link=theirs,
            kind=Entry.share_kind,
            origin=entry.pk,
            revision=1,
            audience=Audience.JOINT,
            at=EVENING,
        )


def test_with_a_thing_goes_every_copy_of_it(ada: Person, link: CareLink) -> None:
    entry = journal.keep(ada, "I heard the kettle.")
    release(link, entry)
    entries.delete(author=ada, pk=entry.pk)
    assert not Released.objects.exists()
    assert not Share.objects.exists()


def test_released_again_in_other_words_it_says_changed(ada: Person, link: CareLink) -> None:
    entry = journal.keep(ada, "I heard the kettle.")
    assert not release(link, entry).changed
    assert not release(link, entry).changed
    entry = entries.edit(author=ada, pk=entry.pk, base=1, text="Later words.", lens=None)
    assert release(link, entry).changed


def test_each_opening_is_in_the_authors_ledger_and_her_own_reading_is_not(
    ada: Person, link: CareLink, dee: Therapist, browser_of: Browsers
) -> None:
    entry = journal.keep(ada, "I heard the kettle.")
    released = release(link, entry)
    page = reverse("releases:read", args=[link.pk, released.pk])
    browser_of(ada).get(reverse("releases:seen", args=[link.pk]))
    browser_of(ada).get(reverse("journal:entry", args=[entry.pk]))
    assert not Opening.objects.exists()
    browser_of(dee.person).get(page)
    row = Opening.objects.get()
    assert (row.subject_kind, row.subject_id, row.author) == ("journal.entry", entry.pk, ada)
    actions.take_back(author=ada, pk=released.pk)
    assert browser_of(dee.person).get(page).status_code == 404
    assert ledger.verify(link) == 1
    body = browser_of(ada).get(reverse("releases:ledger")).content.decode()
    assert "Dr Dee" in body
    assert "I heard the kettle." not in body


def test_the_author_is_told_of_a_chain_that_does_not_hold(ada: Person, link: CareLink, browser_of: Browsers) -> None:
    for minutes in (0, 5):
        opened(link, link.pk, at=EVENING + timedelta(minutes=minutes))
    page = reverse("releases:ledger")
    assert "as it was written" in browser_of(ada).get(page).content.decode()
    Opening.objects.filter(number=1).delete()
    assert "does not hold" in browser_of(ada).get(page).content.decode()


def test_under_no_secrets_the_preview_says_what_may_be_raised_with_ben(
    ada: Person, space: Space, link: CareLink, browser_of: Browsers
) -> None:
    entry = journal.keep(ada, "I heard the kettle.")
    page = reverse("releases:release", args=["journal.entry", entry.pk])
    body = browser_of(ada).get(page).content.decode()
    assert "<bdi>Dr Dee</bdi> may raise this with <bdi>Ben</bdi>." in body
    assert "I heard the kettle." in body
    assert '<input type="hidden" name="audience" value="joint"' in body
    answer = browser_of(ada).post(page, {"revision": "1", "link": str(link.pk), "audience": "joint", "part": "text"})
    assert answer.headers["Location"] == reverse("journal:entry", args=[entry.pk])
    body = browser_of(ada).get(answer.headers["Location"]).content.decode()
    assert "Take back from <bdi>Dr Dee</bdi>" in body


def test_a_share_hangs_on_one_tie(ada: Person, space: Space, link: CareLink) -> None:
    for ties in ({"space": space, "care_link": link, "audience": "joint"}, {}, {"care_link": link}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Share.objects.create(subject_kind="journal.entry", subject_id=link.pk, owner=ada, shared_at=EVENING, **ties)


def test_of_a_preview_that_showed_no_part_nothing_goes(ada: Person, link: CareLink, browser_of: Browsers) -> None:
    entry = journal.keep(ada, "I heard the kettle.")
    browser = browser_of(ada)
    url = reverse("releases:release", args=[Entry.share_kind, entry.pk])
    assert "I heard the kettle." in browser.get(f"{url}?part=gone").content.decode()
    sent = {"revision": 1, "link": link.pk, "audience": Audience.JOINT}
    assert browser.post(url, sent).status_code == 422
    assert not Released.objects.exists()


@pytest.mark.parametrize("closed_by", ["terms", "approval"])
def test_what_was_released_can_be_taken_back_while_it_is_closed_to_the_therapist(
    closed_by: str, ada: Person, link: CareLink, dee: Therapist, browser_of: Browsers
) -> None:
    release(link, journal.keep(ada, "I heard the kettle."))
    if closed_by == "terms":
        practice.describe(person=dee.person, credentials="Therapist", practice="Here", about="", secrets="limited")
    else:
        practice.withdraw_approval(therapist=dee)
    browser = browser_of(ada)
    assert "I heard the kettle." in browser.get(reverse("releases:seen", args=[link.pk])).content.decode()
    browser.post(reverse("releases:take_all_back", args=[link.pk]))
    assert not Released.objects.exists()


def test_the_way_to_take_everything_back_stands_above_what_can_be_opened(
    ada: Person, link: CareLink, browser_of: Browsers
) -> None:
    page, way = reverse("releases:seen", args=[link.pk]), 'href="#everything"'
    assert way not in browser_of(ada).get(page).content.decode()
    release(link, journal.keep(ada, "I heard the kettle."))
    body = browser_of(ada).get(page).content.decode()
    assert (
        body.index("<h1>") < body.index(way) < body.index("I heard the kettle.") < body.index('<form id="everything"')
    )
