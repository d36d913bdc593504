"""Pieces of somebody's own that an exercise shows beside what it says, such as their loop. Rooms above draw them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from intima.accounts.models import Person
from intima.content.exercises import Exercise, Read, Step
from intima.content.kinds import Problem


@dataclass(frozen=True)
class Panel:
    """`draw` gives what the template needs, as `drawn`, of one person's own."""

    template: str
    draw: Callable[[Person], dict[str, Any]]


_panels: dict[str, Panel] = {}


def register(name: str, *, template: str, draw: Callable[[Person], dict[str, Any]]) -> None:
    """Let a `read` step show this by `panel: name`. A room calls it in `ready()`."""
    _panels[name] = Panel(template, draw)


def panel_of(step: Step) -> Panel | None:
    """What the step shows of its reader's own; None for most."""
    return _panels.get(step.panel or "") if isinstance(step, Read) else None


def unknown_panels(exercise: Exercise) -> Iterator[Problem]:
    """What a step's `panel` names and no room draws."""
    for number, step in enumerate(exercise.steps):
        if isinstance(step, Read) and step.panel and step.panel not in _panels:
            yield ("steps", number, "panel"), f"nothing draws {step.panel}; allowed: {', '.join(sorted(_panels))}"
