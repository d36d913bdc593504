"""What a load leaves behind, the first time and every time after."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from intima.content import actions
from intima.content.models import Immutable, Shelf, Version
from intima.kit.probes import probes
from tests.content.folder import LESSON, MARCH, Folder, changed

pytestmark = pytest.mark.django_db

PROMPTS = {
    "prompts": [
        {"slug": "second", "part": "Q", "teaches": ["Q1"], "ask": "Which is more like you?"},
        {"slug": "first", "part": "Q", "teaches": ["Q3"], "ask": "What helps?", "hint": "A word is plenty."},
    ]
}


def other_words(lesson: dict[str, object]) -> None:
    lesson["title"] = "Two warm cups"


def test_loading_twice_changes_nothing(folder: Folder) -> None:
    folder.write("lessons/en/a.yaml", LESSON)
    folder.write("prompts/en/prompts.yaml", PROMPTS)
    assert folder.load() == actions.Loaded(new=3, same=0, gone=0)
    before = (
        list(Version.objects.order_by("pk").values()),
        list(Shelf.objects.order_by("slug").values("slug", "version")),
    )
    assert folder.load(MARCH + timedelta(days=1)) == actions.Loaded(new=0, same=3, gone=0)
    assert before == (
        list(Version.objects.order_by("pk").values()),
        list(Shelf.objects.order_by("slug").values("slug", "version")),
    )


def test_other_words_make_another_version_and_the_old_one_stays(folder: Folder) -> None:
    folder.write("lessons/en/a.yaml", LESSON)
    folder.load()
    old = actions.latest("lesson", "two-cups", "en")
    assert old is not None
    folder.write("lessons/en/a.yaml", changed(other_words))
    assert folder.load(MARCH + timedelta(days=1)).new == 1
    new = actions.latest("lesson", "two-cups", "en")
    assert new is not None
    assert new.parsed.title == "Two warm cups"
    assert Version.objects.get(pk=old.pk).parsed.title == "Two cups"


def test_going_back_to_earlier_words_makes_their_row_current_again(folder: Folder) -> None:
    for how in (lambda lesson: None, other_words, lambda lesson: None):
        folder.write("lessons/en/a.yaml", changed(how))
        folder.load()
    assert Version.objects.count() == 2
    assert [version.parsed.title for version in actions.current("lesson", "en")] == ["Two cups"]


def test_only_words_and_structure_make_a_version_not_how_the_file_is_laid_out(folder: Folder) -> None:
    folder.write("lessons/en/a.yaml", LESSON)
    folder.load()
    backwards = dict(reversed(list(LESSON.items())))
    folder.write("lessons/en/a.yaml", "")
    folder.write("lessons/en/a.yaml", backwards)
    assert folder.load() == actions.Loaded(new=0, same=1, gone=0)


def test_a_step_may_be_added(folder: Folder) -> None:
    folder.write("lessons/en/a.yaml", LESSON)
    folder.load()
    third = {"key": "three", "title": "Three", "text": "And one more."}
    folder.write("lessons/en/a.yaml", changed(lambda lesson: lesson["steps"].append(third)))
    assert folder.load().new == 1


def test_what_has_no_file_any_more_is_not_current_and_is_not_lost(folder: Folder) -> None:
    file = folder.write("lessons/en/a.yaml", LESSON)
    folder.load()
    file.unlink()
    assert folder.load() == actions.Loaded(new=0, same=0, gone=1)
    assert actions.current("lesson", "en") == []
    assert actions.latest("lesson", "two-cups", "en") is None
    assert Version.objects.count() == 1


def test_prompts_come_in_the_order_of_their_file_one_row_each(folder: Folder) -> None:
    folder.write("prompts/en/prompts.yaml", PROMPTS)
    folder.load()
    found = actions.current("prompt", "en")
    assert [version.slug for version in found] == ["second", "first"]
    assert found[1].parsed.hint == "A word is plenty."


def test_a_language_without_a_file_reads_the_english(folder: Folder) -> None:
    folder.write("lessons/en/a.yaml", LESSON)
    folder.load()
    assert [version.language for version in actions.current("lesson", "es")] == ["en"]
    folder.write("lessons/es/a.yaml", changed(lambda lesson: lesson.update(title="Dos tazas")))
    folder.load()
    assert [version.parsed.title for version in actions.current("lesson", "es")] == ["Dos tazas"]
    spanish = actions.latest("lesson", "two-cups", "es")
    assert spanish is not None
    assert spanish.parsed.title == "Dos tazas"


def test_a_version_cannot_be_changed(folder: Folder) -> None:
    folder.write("lessons/en/a.yaml", LESSON)
    folder.load()
    version = Version.objects.get()
    version.body = {**version.body, "title": "Other"}
    with pytest.raises(Immutable):
        version.save()
    with pytest.raises(Immutable):
        Version.objects.update(body={})
    with pytest.raises(Immutable):
        Version.objects.bulk_update([version], ["body"])
    assert Version.objects.get().parsed.title == "Two cups"


def test_the_command_says_in_one_line_what_it_did(folder: Folder) -> None:
    folder.write("lessons/en/a.yaml", LESSON)
    said = io.StringIO()
    call_command("load_content", stdout=said)
    assert said.getvalue() == "Content: 1 new, 0 as they were, 0 put away.\n"


def test_the_command_names_what_is_wrong_and_loads_nothing(folder: Folder) -> None:
    folder.write("lessons/en/a.yaml", changed(lambda lesson: lesson.update(minutes=99)))
    with pytest.raises(CommandError, match=r"a\.yaml:4: minutes: .*\nNothing was loaded\."):
        call_command("load_content")
    assert not Version.objects.exists()


def test_the_site_is_ready_once_each_kind_is_loaded(folder: Folder) -> None:
    assert probes["content"]() == "no lesson, no prompt; run manage.py load_content"
    folder.write("lessons/en/a.yaml", LESSON)
    folder.load()
    assert probes["content"]() == "no prompt; run manage.py load_content"
    folder.write("prompts/en/prompts.yaml", PROMPTS)
    folder.load()
    assert probes["content"]() == ""
