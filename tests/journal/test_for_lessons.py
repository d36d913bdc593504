"""What other rooms may do with the journal: keep an answer, read it back, ask for the questions."""

from dataclasses import FrozenInstanceError
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from intima.accounts.models import Person
from reflections.journal import actions
from reflections.journal.models import Entry
from reflections.spaces.models import Space
from tests.cast import EVENING
from tests.journal import acts

LESSONS = Path(__file__).resolve().parents[2] / "exercises" / "lessons" / "content"


def test_an_answer_is_a_private_entry_and_is_read_back(ada: Person, ben: Person, space: Space) -> None:
    kept = actions.answer(author=ada, prompt="first-alarm", text="My jaw.", at=EVENING)
    assert actions.answer_of(ada, "first-alarm") == kept == actions.latest(ada)
    assert (kept.text, kept.prompt, kept.at) == ("My jaw.", "first-alarm", EVENING)
    assert actions.answer_of(ben, "first-alarm") is None
    assert not Entry.objects.visible_to(ben).exists()
    with pytest.raises(FrozenInstanceError):
        kept.text = "Other"  # type: ignore[misc]


def test_answering_again_changes_the_answer_and_leaves_what_is_shared(ada: Person, ben: Person, space: Space) -> None:
    kept = actions.answer(author=ada, prompt="first-alarm", text="My jaw.", at=EVENING)
    acts.share(Entry.objects.get())
    again = actions.answer(author=ada, prompt="first-alarm", text="My hands.", at=EVENING + timedelta(days=1))
    assert again.id == kept.id
    entry = Entry.objects.shared_with(ben).get()
    assert (entry.text, entry.shown) == ("My hands.", "My jaw.")


def test_no_words_are_no_answer(ada: Person) -> None:
    with pytest.raises(actions.NothingWritten):
        actions.answer(author=ada, prompt="first-alarm", text=" \n", at=EVENING)
    assert not Entry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_three_reflections_come_first_and_are_for_two(language: str) -> None:
    known = actions.prompts(language)
    assert list(known)[:3] == ["how-i-protect", "signs-of-alarm", "what-brings-me-back"]
    assert [prompt.slug for prompt in known.values() if prompt.for_two] == list(known)[:3]
    assert all(prompt.hint for prompt in known.values() if prompt.use != "small")


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_question_of_a_lesson_is_a_prompt_in_the_same_words(language: str) -> None:
    known = actions.prompts(language)
    asked = [
        step["question"]
        for file in (LESSONS / language).glob("*.yaml")
        for step in yaml.safe_load(file.read_text())["steps"]
        if "question" in step
    ]
    assert asked
    assert {question["prompt"]: question["ask"] for question in asked} == {
        question["prompt"]: known[question["prompt"]].ask for question in asked
    }
