"""What no kind colleague would send: each is told what is wrong with it, where, and keeps every word that was typed."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from exercises.authoring import drafts
from exercises.authoring.actions import reading
from exercises.authoring.models import OwnExercise
from intima.accounts.models import Person
from reflections.care.models import Therapist
from tests.authoring import acts
from tests.house.test_hostile import TYPED, lost_words

Open = Callable[[Person | None], Client]
URL = "/therapist/exercises/from-a-file/"


@pytest.fixture
def good(dee: Therapist) -> str:
    """An exercise saved as a file; its steps come last."""
    saved = drafts.written_out(reading.draft_of(acts.begun(dee.person, acts.WRITE)))
    return saved.partition("closing:")[0]


def step(number: int) -> str:
    return f"- key: write-{number}\n  kind: write\n  ask: What?\n"


HOSTILE: dict[str, tuple[Callable[[str], str], str]] = {
    "markup": (lambda good: good.replace("What did", "<script>alert(1)</script> What did"), "Line 12:"),
    "500 steps": (lambda good: good + "".join(step(number) for number in range(2, 502)), "40 at most"),
    "almost a megabyte": (lambda good: good + "# " + "a" * 900_000, "characters long"),
    "a long line": (lambda good: good.replace("The doorway", "a" * 5_000), "200 characters at most"),
    "a key twice": (lambda good: good + "title: Again\n", "title stands here twice"),
    "a step's key twice": (lambda good: good + step(1), "two steps have the same key"),
    "an alias": (lambda good: good + "a: &a [x]\nb: *a\n", "alias"),
    "a bomb": (lambda good: "a: &a [x]\n" + "".join(f"b{n}: [*a,*a]\n" for n in range(9)) + good, "alias"),
    "an object": (lambda good: good.replace("The doorway", "!!python/object/apply:os.system [ls]"), "a tag (!)"),
    "a set": (lambda good: good.replace("The doorway", "!!timestamp nonsense"), "a tag (!)"),
    "too deep": (lambda good: good + "deep: " + "[" * 10_000, "too deep"),
    "thousands of steps": (lambda good: good + "- {}\n" * 30_000, "more in here than one file"),
    "no such day": (lambda good: good.replace("The doorway", "2026-13-45"), "put it in quotes"),
    "a huge number": (lambda good: good.replace("minutes: 7", f"minutes: {'9' * 5_000}"), "put it in quotes"),
    "an unknown field": (lambda good: good + "colour: red\n", "colour is not known here"),
    "an unknown kind": (lambda good: good.replace("kind: write", "kind: dance"), "dance is no kind"),
    "a room": (lambda good: good.partition("steps:")[0] + "room: /pause/\n", "cannot be adapted"),
    "sealed": (lambda good: good.replace("who: one", "who: sealed"), "opens for two at once"),
    "a picture": (lambda good: good + "- {key: a, kind: read, title: A, picture: ../../etc}\n", "small letters"),
    "no such picture": (lambda good: good + "- {key: a, kind: read, title: A, picture: moon}\n", "no such picture"),
    "no such panel": (lambda good: good + "- {key: a, kind: read, title: A, panel: moon}\n", "nothing draws moon"),
    "a link elsewhere": (
        lambda good: good.replace("intro: ", "intro: Go [there](https://example.org) "),
        "leads elsewhere",
    ),
    "a way out": (lambda good: good.replace("intro: ", "intro: Go [there](javascript:alert) "), "leads elsewhere"),
    "a NUL": (lambda good: good.replace("The doorway", '"a\\0b"'), "nobody sees"),
    "turned around": (lambda good: good.replace("The doorway", '"a\\u202eb"'), "nobody sees"),
    "a list": (lambda good: "- a\n- b\n", "fields, each with its value"),
    "two of them": (lambda good: f"{good}---\n{good}", "no YAML"),
    "no YAML": (lambda good: "steps: [", "no YAML"),
    "nothing": (lambda good: "  \n", "Choose a file"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_text_gets_a_clear_answer_and_stays_on_the_page(
    case: str, good: str, dee: Therapist, browser_of: Open
) -> None:
    make, says = HOSTILE[case]
    text = make(good)
    answer = browser_of(dee.person).post(URL, {"text": text})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert escape(says) in page, [str(wrong) for wrong in answer.context["form"].wrong]
    assert escape(text) in page
    assert "<script>alert" not in page
    assert OwnExercise.objects.count() == 1  # the one that the text was made of


@pytest.mark.parametrize("case", HOSTILE)
def test_the_same_in_a_file_stands_as_text_on_the_page(case: str, good: str, dee: Therapist, browser_of: Open) -> None:
    make, _says = HOSTILE[case]
    text = make(good)
    answer = browser_of(dee.person).post(URL, {"file": SimpleUploadedFile("a.yaml", text.encode())})
    assert answer.status_code == 422
    assert escape(text) in answer.content.decode()


def test_a_file_that_is_no_text_is_told_so(dee: Therapist, browser_of: Open) -> None:
    for raw in (b"\x89PNG\r\n\x1a\n\x00\x00", b"\xff\xfe\x00a", "Füße".encode("latin-1")):
        answer = browser_of(dee.person).post(URL, {"file": SimpleUploadedFile("a.png", raw), "text": "kept: yes"})
        assert answer.status_code == 422
        assert "This file is no text" in answer.content.decode()
        assert "kept: yes" in answer.content.decode()


def test_over_a_megabyte_is_too_much_for_any_page(dee: Therapist, browser_of: Open) -> None:
    desk = browser_of(dee.person)
    assert desk.post(URL, {"text": "a" * 1_000_001}).status_code == 413
    assert desk.post(URL, {"file": SimpleUploadedFile("a.yaml", b"a" * 1_000_001)}).status_code == 413


def test_every_line_that_is_wrong_is_said_twenty_at_once(good: str, dee: Therapist, browser_of: Open) -> None:
    steps = "".join(f"- key: a{number}\n  kind: write\n  asks: What?\n" for number in range(15))
    page = browser_of(dee.person).post(URL, {"text": good + steps}).content.decode()
    assert page.count("Line ") == 20
    assert "And 10 things more." in page


STEPS: dict[str, tuple[str, dict[str, Any], str, str]] = {
    # the kind, what is typed in place of something good, the field that says so, and what it says
    "markup": ("write", {"ask": "<img src=x onerror=alert(1)>"}, "ask", "A tag such as"),
    "markup to read": ("read", {"text": "<b>Stand</b>"}, "text", "A tag such as"),
    "markup in a list": ("choose", {"options": "tea\n<b>quiet</b>"}, "options", "Line 2:"),
    "nothing": ("write", {"ask": ""}, "ask", "This is missing"),
    "a long line": ("write", {"ask": "a" * 201}, "ask", "200 characters at most"),
    "a long page": ("read", {"text": "word " * 121}, "text", "121 words"),
    "a very long page": ("read", {"text": "a" * 900_000}, "text", "characters long"),
    "one of a list": ("rank", {"options": "tea"}, "options", "2 at least"),
    "a long list": ("choose", {"options": "\n".join(str(n) for n in range(17))}, "options", "16 at most"),
    "no number": ("timer", {"minutes": "ten"}, "minutes", "whole number"),
    "a large number": ("timer", {"minutes": "181"}, "minutes", "180 or less"),
    "a huge number": ("timer", {"minutes": "9" * 5_000}, "minutes", "whole number"),
    "a gap of nothing": ("build", {"says": "I need {rest}."}, "says", "{rest}"[1:-1]),
    "a gap's name": ("build", {"gap_0_key": "My Need"}, "gap_0_key", "a letter first"),
    "a gap twice": ("build", {"gap_1_key": "need"}, None, "the same key"),  # type: ignore[dict-item]
    "a gap of no words": ("build", {"gap_1_label": ""}, "gap_1_label", "This is missing"),
    "a link elsewhere": ("read", {"text": "[a](//example.org)"}, "text", "leads elsewhere"),
    "turned around": ("write", {"hint": "a\u202eb"}, "hint", "nobody sees"),
}


@pytest.mark.parametrize("case", STEPS)
def test_a_step_that_does_not_fit_says_so_beside_its_field_and_keeps_what_was_typed(
    case: str, dee: Therapist, browser_of: Open
) -> None:
    kind, wrong, field, says = STEPS[case]
    own = acts.begun(dee.person)
    typed = {**acts.TYPED[kind], **wrong}
    answer = browser_of(dee.person).post(f"/therapist/exercises/{own.pk}/add/{kind}/", typed)
    assert answer.status_code == 422
    form = answer.context["form"]
    beside = form.errors[field] if field else [each for errors in form.errors.values() for each in errors]
    assert says in " ".join(beside), dict(form.errors)
    page = answer.content.decode().replace("\r\n", "\n")
    for name, text in typed.items():
        if name in form.fields and isinstance(text, str) and text not in {"on", ""}:
            assert escape(text).strip() in page, name
    own.refresh_from_db()
    assert reading.draft_of(own).steps == []


def test_what_an_exercise_is_about_is_refused_beside_its_field(dee: Therapist, browser_of: Open) -> None:
    typed = {**acts.ABOUT, "title": "", "minutes": "61", "intro": "<i>For</i> you", "closing": "Kept words."}
    answer = browser_of(dee.person).post("/therapist/exercises/new/", typed)
    assert answer.status_code == 422
    assert {"title", "minutes"} <= set(answer.context["form"].errors)
    answer = browser_of(dee.person).post("/therapist/exercises/new/", {**acts.ABOUT, "intro": "<i>For</i> you"})
    assert set(answer.context["form"].errors) == {"intro"}
    assert escape("<i>For</i> you") in answer.content.decode()


def test_a_saved_file_reads_like_the_librarys(good: str) -> None:
    assert good.splitlines()[:4] == ["slug: the-doorway", "part: M", "title: The doorway", "minutes: 7"]
    assert yaml.safe_load(good)["sees"].startswith("What you do here is yours alone.")


@pytest.mark.parametrize("kind", acts.TYPED)
def test_whatever_is_typed_into_a_step_gets_an_answer_and_is_kept(kind: str, dee: Therapist, browser_of: Open) -> None:
    own, desk = acts.begun(dee.person), browser_of(dee.person)
    for field in [*acts.TYPED[kind], "text", "example"]:
        for text in TYPED.values():
            posted = {**acts.TYPED[kind], field: text}
            answer = desk.post(f"/therapist/exercises/{own.pk}/add/{kind}/", posted)
            assert answer.status_code in {302, 400, 422}, (field, text[:20])
            assert answer.status_code != 422 or not lost_words(answer, posted), (field, text[:20])
