"""A step of an exercise as somebody stands before it: in a run of theirs, or looking at it beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from intima.content.exercises import Exercise, Step

Value = dict[str, Any]  # an answer; its keys depend on the step's kind, see `forms`
EMPTY: Mapping[str, Value] = {}


class NoSuchStep(Exception):
    """The exercise has no step of this key."""


@dataclass(frozen=True)
class Place:
    """One step, what was answered there, and its neighbours."""

    exercise: Exercise
    answers: Mapping[str, Value]
    index: int

    @property
    def step(self) -> Step:
        return self.exercise.steps[self.index]

    @property
    def kept(self) -> Value | None:
        return self.answers.get(self.step.key)

    @property
    def number(self) -> int:
        return self.index + 1

    @property
    def next_number(self) -> int:
        return self.number + 1

    @property
    def of(self) -> int:
        return len(self.exercise.steps)

    @property
    def before(self) -> Step | None:
        return self.exercise.steps[self.index - 1] if self.index else None

    @property
    def next(self) -> Step | None:
        steps = self.exercise.steps
        return steps[self.number] if self.number < len(steps) else None

    @property
    def earlier(self) -> int | None:
        """Where the slide stood that this one is laid beside."""
        before = self.answers.get(getattr(self.step, "before", None) or "")
        return before["at"] if before else None

    @property
    def picture(self) -> str:
        """The template of the step's picture."""
        return f"lessons/pictures/{getattr(self.step, 'picture', '')}.html"

    @property
    def template(self) -> str:
        return f"practices/steps/{self.step.kind}.html"


def place(exercise: Exercise, key: str, answers: Mapping[str, Value] = EMPTY) -> Place:
    """The step called `key`, without a run where it is looked at and not done. Raises NoSuchStep."""
    keys = exercise.keys()
    if key not in keys:
        raise NoSuchStep
    return Place(exercise, answers, keys.index(key))
