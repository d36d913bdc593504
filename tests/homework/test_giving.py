"""A therapist gives homework: to one client or to both, once or in rounds; and closes it in a session."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from exercises.homework.actions import giving, of_clients, tasks_of
from exercises.homework.actions.giving import NotTheirClient, Part
from exercises.homework.models import Assignment, Half
from exercises.homework.things import things
from intima.accounts.models import Person
from intima.content import actions as content
from intima.kit import clock
from reflections.care import actions as care
from reflections.care.models import CareLink, Therapist
from reflections.spaces.models import Space
from tests import cast
from tests.cast import EVENING
from tests.homework import acts

Open = Callable[[Person | None], Client]
pytestmark = pytest.mark.django_db


def titles(person: Person) -> list[str]:
    return [task.thing.title for task in tasks_of(person, things("en"), EVENING)]


def test_each_of_a_couple_gets_their_own_half_of_one_homework(
    space: Space, adas: CareLink, bens: CareLink, dee: Therapist, browser_of: Open
) -> None:
    dees = browser_of(dee.person)
    page = dees.get(f"/clients/{adas.pk}/assign/?pack=room-and-reach").content.decode()
    assert '<option value="exercise:stay-while-stepping-back" selected>' in page
    assert '<option value="exercise:from-protest-to-longing" selected>' in page
    answer = dees.post(f"/clients/{adas.pk}/assign/", acts.page(who="both", other=acts.COME))
    assert answer.status_code == 302
    assert Assignment.objects.count() == 1
    assert titles(adas.client) == ["Stay while stepping back"]
    assert titles(bens.client) == ["From protest to longing"]
    for person, other in ((adas.client, "From protest to longing"), (bens.client, "Stay while stepping back")):
        browser = browser_of(person)
        half = Half.objects.get(link__client=person)
        for url in ("/homework/", f"/homework/{half.pk}/"):
            shown = browser.get(url).content.decode()
            assert "A sentence is easier to find." in shown
            assert other not in shown


def test_from_a_couple_s_page_it_is_for_both(
    space: Space, adas: CareLink, bens: CareLink, dee: Therapist, browser_of: Open
) -> None:
    dees = browser_of(dee.person)
    way = f"/clients/{adas.pk}/assign/?who=both"
    assert f'href="{way}"' in dees.get(f"/clients/{adas.pk}/together/").content.decode()
    assert "who=both" not in dees.get(f"/clients/{adas.pk}/").content.decode()
    for url in (way, f"{way}&pack=first-week"):  # a pack that is the same for both
        answer = dees.get(url)
        page = " ".join(answer.content.decode().split())
        assert "Homework for <bdi>Ada</bdi> and <bdi>Ben</bdi>" in page
        assert 'value="both" checked' in page
        assert 'href="?pack=two-bodies&who=both#give"' in page
        assert f'href="/clients/{adas.pk}/together/"' in page
    form = answer.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    assert 'value="both" checked' in " ".join(dees.post(way, {**sent, "one": ""}).content.decode().split())
    assert dees.post(way, {**sent, "due_on": sent["due_on"].isoformat()}).status_code == 302
    assert titles(adas.client) == titles(bens.client) == ["A check-in"]


def test_one_press_of_the_button_after_a_pack_was_chosen_gives_it(
    adas: CareLink, dee: Therapist, browser_of: Open
) -> None:
    dees = browser_of(dee.person)
    form = dees.get(f"/clients/{adas.pk}/assign/?pack=first-week").context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    sent["due_on"] = sent["due_on"].isoformat()
    assert dees.post(f"/clients/{adas.pk}/assign/", sent).status_code == 302
    half = Half.objects.get()
    assert half.key == "checkin:checkin"
    assert half.due_on == half.begins_on + timedelta(days=7)
    assert half.assignment.plan.startswith("After brushing")


def test_pressed_twice_it_is_given_once(adas: CareLink, dee: Therapist, browser_of: Open) -> None:
    sent = acts.page()
    for _ in range(2):
        browser_of(dee.person).post(f"/clients/{adas.pk}/assign/", sent)
    assert Half.objects.count() == 1


def test_what_is_not_right_is_said_beside_it_and_all_else_kept(
    adas: CareLink, dee: Therapist, browser_of: Open
) -> None:
    sent = acts.page(one="", why="quince " * 200, plan="On the stairs.", due_on="2020-01-01")
    answer = browser_of(dee.person).post(f"/clients/{adas.pk}/assign/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "One thing to look at" not in page  # they are several
    for words in (
        "A few things to look at",
        "Choose what to give.",
        "up to 600",
        "That day is past.",
        "quince quince",
        "On the stairs.",
    ):
        assert words in page
    assert not Half.objects.exists()


@pytest.mark.parametrize("wrong", [{"one": "exercise:nowhere"}, {"key": "no"}, {"every": "hour"}, {"who": "both"}])
def test_what_no_page_offered_is_refused(
    wrong: dict[str, str], adas: CareLink, dee: Therapist, browser_of: Open
) -> None:
    assert browser_of(dee.person).post(f"/clients/{adas.pk}/assign/", acts.page(**wrong)).status_code == 400


@pytest.mark.parametrize("knows", [(True, False), (False, True), (False, False)])
def test_two_who_do_not_both_say_so_are_no_couple_here(
    knows: tuple[bool, bool], space: Space, ada: Person, ben: Person, dee: Therapist, browser_of: Open
) -> None:
    first, second = (cast.care(who, dee, knows_partner=so) for who, so in zip((ada, ben), knows, strict=True))
    page = browser_of(dee.person).get(f"/clients/{first.pk}/assign/").content.decode()
    assert "<bdi>Ben</bdi>" not in page
    with pytest.raises(NotTheirClient):
        acts.give((first, acts.STAY), (second, acts.COME))
    assert not Assignment.objects.exists()


def test_nobody_else_s_client_can_be_given_anything(adas: CareLink, cleo: Person, browser_of: Open) -> None:
    other = cast.therapist("Dr Fay")
    assert browser_of(other.person).get(f"/clients/{adas.pk}/assign/").status_code == 404
    with pytest.raises(NotTheirClient):
        giving.give(
            therapist=other,
            key=uuid.uuid4(),
            parts=[Part(adas.pk, acts.STAY)],
            every="",
            due_on=None,
            at=EVENING,
            **acts.SAID,
        )


def test_it_ends_with_the_care_link(adas: CareLink, dee: Therapist, browser_of: Open) -> None:
    (half,) = acts.give((adas, acts.STAY))
    report = acts.tell(half, way="A cold.")
    dees, hers = browser_of(dee.person), browser_of(adas.client)
    assert dees.get(f"/clients/{adas.pk}/homework/{half.pk}/").status_code == 200
    care.end(link=adas, by=adas.client, at=EVENING)
    assert dees.get(f"/clients/{adas.pk}/homework/{half.pk}/").status_code == 404
    assert dees.get(f"/clients/{adas.pk}/assign/").status_code == 404
    assert titles(adas.client) == []
    assert hers.get(f"/homework/{half.pk}/").status_code == 404
    assert "A cold." in hers.get(f"/homework/told/{report.pk}/").content.decode()  # her own words stay hers
    assert hers.get(f"/homework/told/{report.pk}/show/?item=in-the-way").status_code == 404


def test_discussed_it_is_kept_and_begins_anew(adas: CareLink, dee: Therapist, browser_of: Open) -> None:
    at = clock.now()
    today = adas.client.today(at)
    (half,) = acts.give((adas, acts.STAY), due_on=today + acts.WEEK, at=at)
    acts.tell(half, at=at)
    answer = browser_of(dee.person).post(f"/clients/{adas.pk}/homework/{half.pk}/discuss/", {"then": "keep"})
    assert answer.status_code == 302
    half.refresh_from_db()
    assert half.begins_on == today + timedelta(days=1)
    assert half.due_on == today + timedelta(days=8)
    (task,) = tasks_of(adas.client, things("en"), at)
    assert not task.waits
    assert not task.said
    (task,) = tasks_of(adas.client, things("en"), at + timedelta(days=1))
    assert task.waits


def test_discussed_it_is_stopped_or_something_else_takes_its_place(
    adas: CareLink, dee: Therapist, browser_of: Open
) -> None:
    dees = browser_of(dee.person)
    first, second = acts.give((adas, acts.STAY)) + acts.give((adas, "ritual:thanks"))
    dees.post(f"/clients/{adas.pk}/homework/{first.pk}/discuss/", {"then": "stop"})
    assert titles(adas.client) == ["Thank-you jar"]
    page = dees.get(f"/clients/{adas.pk}/assign/?from={second.pk}")
    assert page.context["form"]["why"].value() == acts.SAID["why"]
    assert "It takes the place of what you discussed" in page.content.decode()
    assert "?pack=" not in page.content.decode()  # it would forget what it takes the place of
    sent = acts.page(one="ritual:promise", in_place_of=str(second.pk))
    assert dees.post(f"/clients/{adas.pk}/assign/", sent).status_code == 302
    assert titles(adas.client) == ["Small promises"]
    assert Half.objects.get(pk=second.pk).state == Half.State.ADAPTED
    for gone in (first, second):
        assert dees.post(f"/clients/{adas.pk}/homework/{gone.pk}/discuss/", {"then": "keep"}).status_code == 404
        assert dees.get(f"/clients/{adas.pk}/assign/?from={gone.pk}").status_code == 404


@pytest.mark.parametrize(
    ("every", "day", "expected"),
    [
        ("", 0, 0),
        ("", 30, 0),
        ("day", 3, 3),
        ("day", 20, 13),
        ("week", 6, 0),
        ("week", 7, 7),
        ("week", -1, 0),
        ("week", 20, 7),
    ],
)
def test_rounds_begin_where_they_should(every: str, day: int, expected: int) -> None:
    start = date(2026, 3, 28)  # over the night in which the clocks change
    half = Half(assignment=Assignment(every=every), begins_on=start, due_on=start + timedelta(days=13))
    assert half.round_on(start + timedelta(days=day)) == start + timedelta(days=expected)


def test_every_pack_gives_what_is_there_in_each_language() -> None:
    for language in ("en", "es"):
        known = things(language)
        for version in content.current("pack", language):
            for half in (version.parsed.one, version.parsed.other):
                assert half is None or half.key in known, (version.slug, half)


def test_of_clients_says_what_was_told_and_nothing_of_others(adas: CareLink, bens: CareLink) -> None:
    hers, his = acts.give((adas, acts.STAY)) + acts.give((bens, acts.COME))
    acts.tell(hers, "part", way="Visitors.")
    found = of_clients([adas], EVENING - acts.WEEK, "en")
    assert list(found) == [adas.pk]
    (line,) = found[adas.pk]
    assert (line.thing.title, [told.said for told in line.told]) == ("Stay while stepping back", ["part"])
    assert not hasattr(line.told[0], "in_the_way")
    giving.stop(therapist=bens.therapist, pk=his.pk, at=EVENING)
    assert of_clients([bens], EVENING + acts.WEEK, "en") == {}


def test_nothing_takes_the_place_of_another_clients_homework(
    adas: CareLink, bens: CareLink, dee: Therapist, browser_of: Open
) -> None:
    (his,) = acts.give((bens, acts.COME))
    sent = acts.page(in_place_of=str(his.pk))
    assert browser_of(dee.person).post(f"/clients/{adas.pk}/assign/", sent).status_code == 404
    his.refresh_from_db()
    assert his.state == Half.State.ON
    assert Assignment.objects.count() == 1
