"""A client says how it went, and chooses item by item what their therapist sees of it."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from exercises.homework.actions import giving, of_clients, said_by, telling
from exercises.homework.models import Half, Report
from exercises.practices.actions import runs
from intima.accounts.models import Person
from intima.kit import clock
from reflections.care import actions as care
from reflections.care import ledger
from reflections.care.actions import practice
from reflections.care.models import CareLink, Opening, Therapist
from reflections.releases.models import Released
from reflections.shares.actions import NoSecrets, NotTheirTherapist
from reflections.shares.models import Share
from reflections.spaces.models import Space
from tests import cast
from tests.at_once import meanwhile
from tests.homework import acts
from tests.journal import acts as journal
from tests.practices import acts as practices

Open = Callable[[Person | None], Client]
pytestmark = pytest.mark.django_db

MOMENT, NEED = "He sighed at the sink.", "to walk round the block"
STAYED = {
    "moment": {"text": MOMENT},
    "sentence": {"slots": {"staying": "this talk", "need": NEED, "back": "21:40"}},
}


@pytest.fixture
def half(adas: CareLink) -> Half:
    return acts.give((adas, acts.STAY), at=clock.now() - timedelta(hours=1))[0]


def told(browser: Client, half: Half, **sent: str) -> str:
    """Tell of it on its page; the page that leads to."""
    answer = browser.post(f"/homework/{half.pk}/", {"said": "done", "in_the_way": "", "to_bring": "", **sent})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def seen_by(dee: Therapist, half: Half, browser_of: Open) -> str:
    return browser_of(dee.person).get(f"/clients/{half.link_id}/homework/{half.pk}/").content.decode()


def show(browser: Client, page: str, *keys: str, audience: str = "joint") -> int:
    """Look at what would be seen, and show it."""
    preview = browser.get(f"{page}show/", {"item": list(keys), "audience": audience})
    form = preview.context["form"]
    sent = {"item": list(keys), "audience": audience, "revision": form["revision"].value()}
    return browser.post(f"{page}show/", sent).status_code


def test_it_stands_on_today_until_its_client_said_how_it_went(half: Half, browser_of: Open) -> None:
    hers = browser_of(half.link.client)
    assert f"/homework/{half.pk}/" in hers.get("/today/").content.decode()
    told(hers, half, said="rest")
    assert f"/homework/{half.pk}/" not in hers.get("/today/").content.decode()
    assert "Not this week" in hers.get("/homework/").content.decode()


def test_of_a_bare_line_nothing_is_said_to_stand_below(half: Half, browser_of: Open) -> None:
    hers = browser_of(half.link.client)
    assert "nothing else of it to show" in hers.get(told(hers, half, said="rest")).content.decode()
    assert "Everything below is yours" in hers.get(told(hers, half, to_bring="Why so late?")).content.decode()


def test_what_is_written_stays_until_it_is_shown_item_by_item(half: Half, dee: Therapist, browser_of: Open) -> None:
    hers = browser_of(half.link.client)
    practices.done(half.link.client, "stay-while-stepping-back", STAYED)
    page = told(hers, half, said="part", in_the_way="Visitors.", to_bring="Why do I go quiet?")
    offered = hers.get(page).content.decode()
    for words in ("Visitors.", "Why do I go quiet?", MOMENT, NEED):
        assert words in offered
    before = seen_by(dee, half, browser_of)
    assert "in part" in before
    for words in ("Visitors.", "Why do I go quiet?", MOMENT, NEED):
        assert words not in before
    preview = hers.get(f"{page}show/?item=to-bring&item=step:sentence").content.decode()
    assert "Why do I go quiet?" in preview
    assert NEED in preview
    assert MOMENT not in preview
    assert show(hers, page, "to-bring", "step:sentence") == 302
    after = seen_by(dee, half, browser_of)
    for words in ("Why do I go quiet?", NEED, "For our joint session"):
        assert words in after
    for words in ("Visitors.", MOMENT):
        assert words not in after


def test_taken_back_it_is_gone_on_the_next_request(half: Half, dee: Therapist, browser_of: Open) -> None:
    hers = browser_of(half.link.client)
    page = told(hers, half, to_bring="Why do I go quiet?")
    show(hers, page, "to-bring")
    assert "Why do I go quiet?" in seen_by(dee, half, browser_of)
    hers.post(f"{page}take-back/")
    assert "Why do I go quiet?" not in seen_by(dee, half, browser_of)
    assert not Released.objects.exists()
    assert "Why do I go quiet?" in hers.get(page).content.decode()


def test_each_opening_goes_on_record_and_looking_before_anything_is_shown_does_not(
    half: Half, dee: Therapist, browser_of: Open
) -> None:
    hers = browser_of(half.link.client)
    page = told(hers, half, to_bring="Why?")
    seen_by(dee, half, browser_of)
    assert not Opening.objects.exists()
    show(hers, page, "to-bring")
    seen_by(dee, half, browser_of)
    line = Opening.objects.get()
    assert (line.subject_kind, line.subject_id) == (Report.share_kind, Report.objects.get().pk)
    assert ledger.verify(half.link) == 1


def test_a_change_stays_ones_own_until_it_is_shown_again(half: Half, dee: Therapist, browser_of: Open) -> None:
    hers = browser_of(half.link.client)
    page = told(hers, half, to_bring="The first.")
    show(hers, page, "to-bring")
    assert told(hers, half, to_bring="The second.") == page
    assert "It reads otherwise by now." in hers.get(page).content.decode()
    assert "The second." not in seen_by(dee, half, browser_of)
    show(hers, page, "to-bring")
    assert "The second." in seen_by(dee, half, browser_of)
    assert "It reads otherwise by now." not in hers.get(page).content.decode()


def test_what_changed_since_the_preview_is_shown_anew_and_not_released(half: Half, browser_of: Open) -> None:
    hers = browser_of(half.link.client)
    page = told(hers, half, to_bring="The first.")
    form = hers.get(f"{page}show/?item=to-bring").context["form"]
    old = {"item": "to-bring", "audience": "joint", "revision": form["revision"].value()}
    told(hers, half, to_bring="The second.")
    answer = hers.post(f"{page}show/", old)
    assert answer.status_code == 422
    assert "The second." in answer.content.decode()
    assert not Share.objects.exists()
    for wrong in ({**old, "revision": ""}, {**old, "item": "nothing"}):
        assert hers.post(f"{page}show/", wrong).status_code in {302, 422}
    assert not Share.objects.exists()
    assert hers.get(f"{page}show/").status_code == 302


def test_for_the_therapist_alone_is_there_under_limited_secrets_only(
    ada: Person, space: Space, browser_of: Open
) -> None:
    fay = cast.therapist("Dr Fay", secrets=Therapist.Secrets.LIMITED)
    dee = cast.therapist("Dr Dee")
    for therapist in (fay, dee):
        (half,) = acts.give((cast.care(ada, therapist), acts.STAY), at=clock.now())
        hers = browser_of(ada)
        page = told(hers, half, to_bring="A worry.")
        offered = hers.get(page).content.decode()
        if therapist.keeps_some:
            assert 'value="alone"' in offered
            assert show(hers, page, "to-bring", audience="alone") == 302
            assert "For you alone" in seen_by(therapist, half, browser_of)
        else:
            assert 'value="alone"' not in offered
            preview = hers.get(f"{page}show/?item=to-bring").content.decode()
            assert "<bdi>Dr Dee</bdi> may raise this with <bdi>Ben</bdi>." in preview
            assert hers.get(f"{page}show/?item=to-bring&audience=alone").status_code == 400
            with pytest.raises(NoSecrets):
                acts.release(Report.objects.get(half=half), "to-bring", audience=Share.Audience.ALONE)


def test_until_changed_terms_are_accepted_nothing_new_is_shown_and_nothing_old(
    half: Half, dee: Therapist, browser_of: Open
) -> None:
    hers = browser_of(half.link.client)
    page = told(hers, half, to_bring="Why?")
    show(hers, page, "to-bring")
    dee.terms += 1
    dee.save()
    assert "Why?" not in seen_by(dee, half, browser_of)
    assert "terms changed" in hers.get(page).content.decode()
    with pytest.raises(NotTheirTherapist):
        acts.release(Report.objects.get(), "to-bring")
    assert not hers.post(f"{page}show/", {"item": "to-bring"}).content


def test_an_answer_in_the_journal_can_be_shown_and_stays_an_entry_of_its_own(
    adas: CareLink, dee: Therapist, browser_of: Open
) -> None:
    (half,) = acts.give((adas, "prompt:small-thing"), at=clock.now())
    entry = journal.keep(adas.client, "The sponge.", prompt="small-thing")
    journal.keep(adas.client, "Another matter.")
    hers = browser_of(adas.client)
    page = told(hers, half)
    assert "Another matter." not in hers.get(page).content.decode()
    show(hers, page, "answer")
    assert "The sponge." in seen_by(dee, half, browser_of)
    assert browser_of(dee.person).get(f"/journal/{entry.pk}/").status_code == 404


def test_of_what_is_never_shared_nothing_can_be_shown(adas: CareLink, browser_of: Open) -> None:
    (half,) = acts.give((adas, "exercise:ready-to-talk"), at=clock.now() - timedelta(hours=1))
    offered = runs.exercise(adas.client, "ready-to-talk").exercise
    assert offered.shares == "never"
    practices.done(
        adas.client, "ready-to-talk", {step.key: {"at": 3} for step in offered.steps if step.kind == "slide"}
    )
    page = told(browser_of(adas.client), half, to_bring="Why?")
    assert "step:" not in browser_of(adas.client).get(page).content.decode()


def test_what_was_done_before_it_was_given_is_no_answer_to_it(adas: CareLink, browser_of: Open) -> None:
    practices.done(adas.client, "stay-while-stepping-back", STAYED)
    (half,) = acts.give((adas, acts.STAY), at=clock.now() + timedelta(minutes=1))
    page = told(browser_of(adas.client), half, to_bring="Why?")
    assert NEED not in browser_of(adas.client).get(page).content.decode()


def test_each_round_is_told_of_by_itself(adas: CareLink) -> None:
    at = clock.now()
    (half,) = acts.give((adas, "exercise:settle"), every="day", at=at)
    for day, said in enumerate(["done", "rest", "done"]):
        acts.tell(half, said, at=at + timedelta(days=day))
    acts.tell(half, "part", at=at + timedelta(days=2))
    rounds = Report.objects.filter(half=half).order_by("round_on").values_list("said", flat=True)
    assert list(rounds) == ["done", "rest", "part"]


def test_a_wrong_form_keeps_what_was_typed(half: Half, browser_of: Open) -> None:
    hers = browser_of(half.link.client)
    answer = hers.post(f"/homework/{half.pk}/", {"said": "", "in_the_way": "Visitors.", "to_bring": "w" * 2001})
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Choose one of the three.", "Visitors.", "w" * 2001, "up to 2,000"):
        assert words in page
    assert hers.post(f"/homework/{half.pk}/", {"said": "never"}).status_code == 400
    assert not Report.objects.exists()


def test_nobody_but_its_client_reaches_it(half: Half, dee: Therapist, ben: Person, browser_of: Open) -> None:
    report = acts.tell(half, bring="Why?")
    for person in (ben, dee.person):
        browser = browser_of(person)
        for url in (f"{half.pk}/", f"told/{report.pk}/", f"told/{report.pk}/show/?item=to-bring", f"{uuid.uuid4()}/"):
            assert browser.get(f"/homework/{url}").status_code == 404, url
        assert "Why?" not in browser.get("/homework/").content.decode()


def test_ended_and_taken_up_again_nothing_old_revives(half: Half, dee: Therapist, browser_of: Open) -> None:
    ada = half.link.client
    page = told(browser_of(ada), half, to_bring="Why?")
    show(browser_of(ada), page, "to-bring")
    care.end(link=half.link, by=ada, at=clock.now())
    again = cast.care(ada, dee)
    assert "Why?" not in browser_of(dee.person).get(f"/clients/{again.pk}/homework/{half.pk}/").content.decode()
    assert not Share.objects.exists()
    assert f"/homework/{half.pk}/" not in browser_of(ada).get("/homework/").content.decode()


def test_what_is_thrown_away_stays_in_no_released_copy(half: Half, dee: Therapist, browser_of: Open) -> None:
    ada = half.link.client
    run = practices.done(ada, "stay-while-stepping-back", STAYED)
    hers = browser_of(ada)
    page = told(hers, half, in_the_way="Visitors.")
    show(hers, page, "step:sentence")
    assert NEED in seen_by(dee, half, browser_of)
    runs.throw_away(author=ada, pk=run, at=clock.now())
    assert NEED not in seen_by(dee, half, browser_of)
    assert not Released.objects.filter(author=ada).exists()


def test_taken_back_while_the_therapist_opens_it_the_page_is_there_without_it(
    half: Half, dee: Therapist, browser_of: Open
) -> None:
    report = acts.tell(half, bring="Why do I go quiet?", at=clock.now())
    acts.release(report, "to-bring", at=clock.now())
    with meanwhile(lambda: telling.take_back(client=report.author, pk=report.pk), before='"releases_released"."face"'):
        assert "Why do I go quiet?" not in seen_by(dee, half, browser_of)


def test_closed_while_its_client_tells_of_it_it_is_over(half: Half, dee: Therapist, browser_of: Open) -> None:
    hers = browser_of(half.link.client)
    with meanwhile(
        lambda: giving.stop(therapist=dee, pk=half.pk, at=clock.now()), before='FROM "homework_report" WHERE'
    ):
        assert hers.post(f"/homework/{half.pk}/", {"said": "done"}).status_code == 404


def test_while_changed_terms_wait_nothing_is_told_and_nothing_is_shown(
    half: Half, dee: Therapist, browser_of: Open
) -> None:
    hers, at = browser_of(half.link.client), clock.now()
    page = told(hers, half, said="part", to_bring="Why do I go quiet?")
    links = [half.link]
    assert said_by(links, at - acts.WEEK)
    assert "in part" in seen_by(dee, half, browser_of)
    assert "sees this line" in hers.get(page).content.decode()
    practice.describe(person=dee.person, credentials="", practice="", about="", secrets="limited")
    assert "in part" not in seen_by(dee, half, browser_of)
    assert said_by(links, at - acts.WEEK) == {}
    assert of_clients(links, at - acts.WEEK, "en")[half.link_id][0].told == ()
    body = hers.get(page).content.decode()
    assert "sees this line" not in body
    assert "terms changed" in body
    for answer in (hers.get(f"{page}show/?item=to-bring"), hers.post(f"{page}show/", {"item": "to-bring"})):
        assert answer.headers["Location"] == page


def test_to_a_therapist_who_is_let_in_no_more_nothing_can_be_shown(
    half: Half, dee: Therapist, browser_of: Open
) -> None:
    hers = browser_of(half.link.client)
    page = told(hers, half, to_bring="Why do I go quiet?")
    practice.withdraw_approval(therapist=dee)
    assert hers.get(f"{page}show/?item=to-bring").status_code == 404
    body = hers.get(page).content.decode()
    assert "Why do I go quiet?" in body
    assert "sees this line" not in body
    assert "would see" not in body
