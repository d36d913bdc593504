"""The sixty small questions themselves: short, plain, for one, no two alike, and about what the article is about."""

import re
from itertools import combinations

import pytest
from django.conf import settings

from intima.content import actions as content
from intima.content.ideas import IDEAS
from intima.content.schema import Prompt

LANGUAGES = [code for code, _name in settings.LANGUAGES]
pytestmark = pytest.mark.django_db


def every(language: str) -> list[Prompt]:
    return [version.parsed for version in content.current("prompt", language)]


def small(language: str) -> list[Prompt]:
    return [prompt for prompt in every(language) if prompt.use == "small"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_sixty_of_one_short_sentence_that_asks_one_thing(language: str) -> None:
    assert len(small(language)) == 60
    for prompt in small(language):
        assert len(prompt.ask.split()) <= 20, prompt.ask
        assert prompt.ask.count("?") == 1, prompt.ask
        assert prompt.ask.endswith("?"), prompt.ask
        assert not re.search(r"[.;:…]", prompt.ask), prompt.ask


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_questions_are_the_same_and_none_says_nearly_what_another_does(language: str) -> None:
    """Of the words longer than three letters, no two questions have half in common."""
    words = {prompt.ask: set(re.findall(r"\w{4,}", prompt.ask.lower())) for prompt in every(language)}
    assert len(words) == len(every(language))
    for one, other in combinations(words, 2):
        assert len(words[one] & words[other]) < 0.5 * len(words[one] | words[other]), (one, other)


WITH_SOMEBODY = {
    "en": r"\b(partner|spouse|husband|wife|you two|both of you|between you|your relationship)\b",
    "es": r"\b(pareja|espos[oa]|marido|mujer|ustedes|entre los dos|su relación)\b",
}
SHOUTED = {
    "en": r"!|\b(should|must|failed|missed|only|always|never again|fault)\b",
    "es": r"[!¡]|\b(deberías|debes|culpa|siempre)\b",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_work_alone_and_keep_to_the_voice(language: str) -> None:
    for prompt in small(language):
        assert not re.search(WITH_SOMEBODY[language], prompt.ask, re.IGNORECASE), prompt.ask
        assert not re.search(SHOUTED[language], prompt.ask, re.IGNORECASE), prompt.ask
        assert "'" not in prompt.ask  # typographic apostrophes


def test_together_they_touch_every_idea_but_who_wrote_the_article() -> None:
    touched = {idea for prompt in small("en") for idea in prompt.teaches}
    assert set(IDEAS) - touched == {"G2"}


def test_each_stands_under_the_part_of_the_first_idea_that_it_touches() -> None:
    assert {prompt.slug: prompt.teaches[0][0] for prompt in small("en")} == {
        each.slug: each.part for each in small("en")
    }
