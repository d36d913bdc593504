"""The pictures that a step can show: named templates, so that they take the page's colours and its language."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from intima.content.kinds import Problem
from intima.content.schema import Lesson

# What /learn/<slug>/ and /learn/<slug>/<key>/ mean otherwise.
PAGES = {"about", "first", "resources"}
PAGES_OF_A_LESSON = {"done"}


def names() -> list[str]:
    return sorted(Path(path).stem for path in (settings.BASE_DIR / "templates/lessons/pictures").glob("*.html"))


def unknown_names(lesson: Lesson) -> Iterator[Problem]:
    """What a lesson names and the reader does not have: pictures without a template, keys that are pages of ours."""
    if lesson.slug in PAGES:
        yield ("slug",), f"{lesson.slug} is a page of the reader; allowed is any other name"
    for number, step in enumerate(lesson.steps):
        if step.picture is not None and step.picture not in names():
            yield ("steps", number, "picture"), f"there is no picture {step.picture}; allowed: {', '.join(names())}"
        if step.key in PAGES_OF_A_LESSON:
            yield ("steps", number, "key"), f"{step.key} is a page of the reader; allowed is any other name"
