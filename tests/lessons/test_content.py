"""The lessons that are there: whole, short, the same in each language, and naming no picture that is not there."""

import re

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from exercises.lessons.pictures import names, unknown_names
from intima.content import actions as content
from intima.content.ideas import IDEAS, PARTS
from intima.content.schema import WORDS_A_STEP, Lesson, Step

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def lessons(language: str) -> list[Lesson]:
    return [version.parsed for version in content.current("lesson", language) if version.language == language]


def _words(step: Step) -> str:
    return " ".join(" ".join(filter(None, (step.text, step.example, step.after))).split())


def test_each_part_has_its_lesson_which_teaches_every_idea_of_it() -> None:
    taught = {lesson.part: list(lesson.teaches) for lesson in lessons("en")}
    assert taught == {part: [idea for idea in IDEAS if idea[0] == part] for part in PARTS}
    assert len(lessons("en")) == len(PARTS)  # one lesson a part, so that none hides another


def test_all_ideas_have_a_home() -> None:
    homes = [idea for lesson in lessons("en") for idea in lesson.teaches]
    assert f"{len(set(homes))} of {len(IDEAS)}" == "43 of 43"
    assert sorted(homes) == sorted(IDEAS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_lesson_has_a_picture_and_a_question_and_no_question_twice(language: str) -> None:
    asked = [step.question.prompt for lesson in lessons(language) for step in lesson.steps if step.question]
    assert len(asked) == len(set(asked))
    for lesson in lessons(language):
        assert any(step.picture for step in lesson.steps), lesson.slug
        assert any(step.question for step in lesson.steps), lesson.slug


def test_each_picture_is_in_a_lesson() -> None:
    assert {step.picture for lesson in lessons("en") for step in lesson.steps if step.picture} == set(names())


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_the_article_stops_is_said_with_the_way_to_help(language: str) -> None:
    stops = {lesson.part for lesson in lessons(language) if any("(/help/)" in _words(step) for step in lesson.steps)}
    assert stops >= {"R", "S", "P", "Q", "C"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_closeness_is_offered_it_is_asked_for_each_time_and_a_no_is_enough(language: str) -> None:
    says = {"en": "Ask each time; no needs no reason.", "es": "Se pregunta cada vez; un «no» no necesita motivo."}
    said = {lesson.part for lesson in lessons(language) for step in lesson.steps if says[language] in _words(step)}
    assert said == {"M", "E"}


def test_the_ideas_are_those_of_the_outline_and_each_belongs_to_a_part() -> None:
    assert len(IDEAS) == len(set(IDEAS)) == 43
    assert {idea[0] for idea in IDEAS} == set(PARTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_lesson_has_four_to_six_short_steps_and_an_example_in_each(language: str) -> None:
    assert lessons(language)
    for lesson in lessons(language):
        assert 4 <= len(lesson.steps) <= 6
        for step in lesson.steps:
            count = len(_words(step).split())
            assert count <= WORDS_A_STEP, (lesson.slug, step.key, count)
            assert step.example, (lesson.slug, step.key)


def test_the_languages_have_the_same_lessons_steps_and_questions() -> None:
    english = {lesson.slug: lesson.structure() for lesson in lessons("en")}
    for language in LANGUAGES:
        assert {lesson.slug: lesson.structure() for lesson in lessons(language)} == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_voice_keeps_to_its_words(language: str) -> None:
    shouted = {"en": r"!|\b(should|failed|overdue|streak|missed)\b", "es": r"[!¡]|\b(deberías|fallaste|racha)\b"}
    for lesson in lessons(language):
        words = lesson.model_dump_json()
        assert not re.search(shouted[language], words, re.IGNORECASE)
        assert "'" not in words  # typographic apostrophes


@pytest.mark.parametrize("name", names())
def test_each_picture_has_a_name_a_description_and_itself_in_words(name: str) -> None:
    drawn = render_to_string(f"lessons/pictures/{name}.html")
    for element in ("title", "desc", "p"):
        found = re.search(rf"<{element}[^>]*>(.*?)</{element}>", drawn, re.DOTALL)
        assert found, element
        assert found[1].strip(), element
    assert "style=" not in drawn
    assert not re.search(r'(fill|stroke)="', drawn)  # colours come from classes, which follow dark mode


@pytest.mark.parametrize("part", PARTS)
def test_each_part_has_its_mark(part: str) -> None:
    assert "<svg" in render_to_string(f"lessons/parts/{part}.html")


def test_a_picture_that_is_not_there_and_a_key_that_is_a_page_are_named() -> None:
    good = lessons("en")[0]
    step = good.steps[0].model_copy(update={"picture": "no-such", "key": "done"})
    bad = good.model_copy(update={"slug": "about", "steps": (step, *good.steps[1:])})
    assert list(unknown_names(good)) == []
    places = [place for place, _says in unknown_names(bad)]
    assert places == [("slug",), ("steps", 0, "picture"), ("steps", 0, "key")]
