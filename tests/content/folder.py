"""A folder of content files for one test, in place of the rooms' own."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from intima.content import actions, kinds
from intima.content.schema import Lesson, Prompts

MARCH = datetime(2026, 3, 1, tzinfo=UTC)

LESSON: dict[str, Any] = {
    "slug": "two-cups",
    "part": "W",
    "title": "Two cups",
    "minutes": 3,
    "teaches": ["W1"],
    "steps": [
        {"key": "one", "title": "One cup", "text": "It is warm.", "question": {"prompt": "which-cup", "ask": "Which?"}},
        {"key": "two", "title": "Two cups", "text": "They are *both* warm."},
    ],
}


class Folder:
    """Writes lessons and prompts as files and loads them; `write` takes YAML text or the data of it."""

    def __init__(self, path: Path, monkeypatch: Any) -> None:
        self.path = path
        monkeypatch.setattr(kinds, "kinds", {})
        monkeypatch.setattr(actions, "kinds", kinds.kinds)
        monkeypatch.setattr("intima.content.models.kinds", kinds.kinds)
        kinds.register("lesson", schema=Lesson, folder=path / "lessons")
        kinds.register("prompt", schema=Prompts, folder=path / "prompts")

    def write(self, name: str, content: str | dict[str, Any]) -> Path:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content if isinstance(content, str) else yaml.safe_dump(content, sort_keys=False))
        return file

    def load(self, at: datetime = MARCH) -> actions.Loaded:
        return actions.load(at=at)


def changed(how: Callable[[dict[str, Any]], object], base: dict[str, Any] = LESSON) -> dict[str, Any]:
    """A deep copy of a lesson after `how` has changed it."""
    copy: dict[str, Any] = yaml.safe_load(yaml.safe_dump(base, sort_keys=False))
    how(copy)
    return copy
