"""What a content file must not hold, and the line, field and words of each refusal."""

import pytest

from intima.content.models import Shelf, Version
from intima.content.reading import Refused
from tests.content.folder import LESSON, Folder, changed

GOOD = """\
slug: two-cups
part: W
title: Two cups
minutes: 3
teaches: [W1]
steps:
  - key: one
    title: One cup
    text: |
      It is warm.
  - key: two
    title: Two cups
    text: |
      They are *both* warm.
    question:
      prompt: which-cup
      ask: Which one is yours?
"""

BAD = [
    # what is written, in place of what; then the line, the field, and what the refusal says
    ("part: X", "part: W", 2, "part", "'R', 'W', 'S'"),
    ("part: W\npart: P", "part: W", 3, "", "part stands here twice"),
    ("minutes: three", "minutes: 3", 4, "minutes", "a whole number"),
    ("minutes: 0", "minutes: 3", 4, "minutes", "1 or more"),
    ("minutes: 21", "minutes: 3", 4, "minutes", "20 or less"),
    ("teaches: [W1, W9]", "teaches: [W1]", 5, "teaches[1]", "'W4'"),
    ("teaches: []", "teaches: [W1]", 5, "teaches", "1 at least"),
    ("titel: Two cups", "title: Two cups", 3, "titel", "allowed: slug, part, teaches, title, minutes"),
    ("", "title: Two cups\n", 1, "title", "missing"),
    ("slug: Two Cups", "slug: two-cups", 1, "slug", "small letters, digits and single hyphens"),
    ("key: no", "key: one", 7, "steps[0].key", "stands in quotes"),
    ("heading: One cup", "title: One cup", 7, "steps[0].title", "missing"),
    ("heading: One cup", "title: One cup", 8, "steps[0].heading", "allowed: key, title, picture, text, example"),
    ('title: "One\\ncup"', "title: One cup", 8, "steps[0].title", "one line"),
    ("key: one", "key: two", 6, "steps", "the same key"),
    (
        "question: Which?",
        "question:\n      prompt: which-cup\n      ask: Which one is yours?",
        15,
        "steps[1].question",
        "",
    ),
    ("answer: Which?", "ask: Which one is yours?", 17, "steps[1].question.answer", "allowed: prompt, ask"),
    ("See [this](https://example.org).", "They are *both* warm.", 13, "steps[1].text", "paths of this site"),
    ("See [this](//example.org/a).", "They are *both* warm.", 13, "steps[1].text", "paths of this site"),
    ("See [this](javascript:alert).", "They are *both* warm.", 13, "steps[1].text", "paths of this site"),
    ("word " * 121, "They are *both* warm.", 11, "steps[1]", "121 words in text, example and after; allowed are 120"),
    ("steps: *none", "steps:", 6, "", "alias"),
    ("steps: [", "steps:", 7, "", "no YAML"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("written", "instead_of", "line", "field", "says"), BAD, ids=[case[0][:30] for case in BAD])
def test_a_wrong_file_is_refused_with_its_line_its_field_and_what_is_allowed(
    written: str, instead_of: str, line: int, field: str, says: str, folder: Folder
) -> None:
    assert instead_of in GOOD
    file = folder.write("lessons/en/bad.yaml", GOOD.replace(instead_of, written, 1))
    with pytest.raises(Refused) as refused:
        folder.load()
    found = [(wrong.file, wrong.line, wrong.field) for wrong in refused.value.wrong]
    assert (file, line, field) in found
    assert any(says in wrong.says for wrong in refused.value.wrong if wrong.field == field)


@pytest.mark.django_db
def test_the_file_that_the_refusals_begin_with_is_good(folder: Folder) -> None:
    folder.write("lessons/en/good.yaml", GOOD)
    assert folder.load().new == 1


@pytest.mark.django_db
@pytest.mark.parametrize("content", ["", "- a list", "\x80not utf-8"], ids=["empty", "a list", "not utf-8"])
def test_a_file_that_holds_no_lesson_is_refused(content: str, folder: Folder) -> None:
    file = folder.write("lessons/en/bad.yaml", "")
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises(Refused):
        folder.load()


@pytest.mark.django_db
def test_nothing_is_loaded_while_one_file_is_wrong(folder: Folder) -> None:
    folder.write("lessons/en/a.yaml", GOOD)
    folder.write("lessons/en/b.yaml", GOOD.replace("two-cups", "three-cups").replace("minutes: 3", "minutes: none"))
    with pytest.raises(Refused):
        folder.load()
    assert not Version.objects.exists()
    assert not Shelf.objects.exists()


@pytest.mark.django_db
def test_everything_that_is_wrong_is_said_at_once(folder: Folder) -> None:
    for name in ("a", "b"):
        folder.write(
            f"lessons/en/{name}.yaml", GOOD.replace("minutes: 3", "minutes: none").replace("part: W", "part: Z")
        )
    with pytest.raises(Refused) as refused:
        folder.load()
    assert [(wrong.file.name, wrong.line) for wrong in refused.value.wrong] == [
        ("a.yaml", 2),
        ("a.yaml", 4),
        ("b.yaml", 2),
        ("b.yaml", 4),
    ]
    assert str(refused.value).splitlines()[0].startswith(f"{refused.value.wrong[0].file}:2: part: ")


@pytest.mark.django_db
def test_two_files_with_one_slug_are_refused(folder: Folder) -> None:
    folder.write("lessons/en/a.yaml", LESSON)
    folder.write("lessons/en/b.yaml", LESSON)
    with pytest.raises(Refused, match=r"b\.yaml:1: slug: two-cups is taken by .*a\.yaml"):
        folder.load()


@pytest.mark.django_db
def test_a_language_that_the_site_does_not_speak_is_refused(folder: Folder) -> None:
    folder.write("lessons/xx/a.yaml", LESSON)
    with pytest.raises(Refused, match="xx is no language here; allowed: en, es"):
        folder.load()


TRANSLATIONS = [
    (lambda lesson: lesson.update(slug="dos-tazas"), "slug"),
    (lambda lesson: lesson.update(minutes=4), "minutes"),
    (lambda lesson: lesson.update(teaches=["W1", "W2"]), "teaches"),
    (lambda lesson: lesson["steps"][0].update(key="uno"), "steps"),
    (lambda lesson: lesson["steps"].reverse(), "steps"),
    (lambda lesson: lesson["steps"][0].pop("question"), "steps"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("how", "field"), TRANSLATIONS, ids=range(len(TRANSLATIONS)))
def test_a_translation_with_other_slugs_or_steps_is_refused(how, field: str, folder: Folder) -> None:  # type: ignore[no-untyped-def]
    folder.write("lessons/en/a.yaml", LESSON)
    folder.write("lessons/es/a.yaml", changed(how))
    with pytest.raises(Refused) as refused:
        folder.load()
    assert {wrong.field for wrong in refused.value.wrong} == {field}


@pytest.mark.django_db
def test_a_lesson_that_one_language_lacks_is_refused(folder: Folder) -> None:
    folder.write("lessons/en/a.yaml", LESSON)
    folder.write("lessons/en/b.yaml", changed(lambda lesson: lesson.update(slug="three-cups")))
    folder.write("lessons/es/a.yaml", LESSON)
    with pytest.raises(Refused, match="three-cups is not there in es"):
        folder.load()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "how",
    [lambda lesson: lesson["steps"].pop(), lambda lesson: lesson["steps"][2].update(key="second")],
    ids=["dropped", "renamed"],
)
def test_a_new_version_that_drops_or_renames_a_step_key_is_refused(how, folder: Folder) -> None:  # type: ignore[no-untyped-def]
    third = {"key": "three", "title": "Three", "text": "And one more."}
    first = changed(lambda lesson: lesson["steps"].insert(0, third))
    folder.write("lessons/en/a.yaml", first)
    folder.load()
    file = folder.write("lessons/en/a.yaml", changed(how, first))
    with pytest.raises(Refused, match="the key two was loaded before and is gone; keep it") as refused:
        folder.load()
    assert (refused.value.wrong[0].file, refused.value.wrong[0].field) == (file, "steps")
