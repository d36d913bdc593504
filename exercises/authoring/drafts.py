"""What is being written, as data in the form of a content file, and what still keeps it from being one."""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from pydantic import ValidationError

from exercises.lessons import pictures
from exercises.practices.panels import unknown_panels
from intima.content.exercises import Exercise, Read
from intima.content.kinds import Problem
from intima.content.reading import read_text
from intima.content.wording import say

Body = dict[str, Any]

TAG = re.compile(r"<[a-zA-Z/!?]")
TURNS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}  # marks that turn the direction of what follows
LONGEST_TEXT = 200_000  # characters of a text that is taken in; the longest exercise needs less


class NotReady(Exception):
    """It cannot be done as it stands; `problems` says why, each with its place."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__()


@dataclass(frozen=True)
class Draft:
    """What is written so far."""

    slug: str
    language: str
    body: Body

    @property
    def title(self) -> str:
        return str(self.body["title"])

    @property
    def steps(self) -> list[Body]:
        found: list[Body] = self.body.setdefault("steps", [])
        return found

    def at(self, key: str) -> int | None:
        """Where the step called `key` stands."""
        return next((number for number, step in enumerate(self.steps) if step["key"] == key), None)

    def whole(self) -> Body:
        """The body with what the site itself says: the name, and who sees it, in the same words for every exercise."""
        return {"slug": self.slug, **self.body, "sees": sees(self.language, shares=self.body.get("shares", "ask"))}

    def exercise(self) -> Exercise:
        """What clients would do. Raises NotReady."""
        try:
            found = Exercise.model_validate(self.whole())
        except ValidationError as error:
            raise NotReady([(problem["loc"], say(problem, ())) for problem in error.errors()]) from error
        if problems := [*unfit(found)]:
            raise NotReady(problems)
        return found

    def problems(self) -> list[Problem]:
        """What keeps it from being published."""
        try:
            self.exercise()
        except NotReady as refused:
            return refused.problems
        return []


def sees(language: str, *, shares: str) -> str:
    """The promise on the first page. It is the site's, so no author words it."""
    with override(language):
        if shares == "never":
            return _("What you do here stays yours alone.")
        return _(
            "What you do here is yours alone. At the end you choose whether anybody sees any of it, with a preview."
        )


def unfit(exercise: Exercise) -> Iterator[Problem]:
    """What an exercise of one's own cannot hold, though a file of the library may, and marks that nobody types."""
    if exercise.room is not None:
        yield ("room",), _("a room of the site cannot be adapted; allowed are steps")
    if exercise.who == "sealed":
        yield ("who",), _("what opens for two at once is the library’s alone; allowed: one, both")
    for number, step in enumerate(exercise.steps):
        if isinstance(step, Read) and step.picture and step.picture not in pictures.names():
            allowed = ", ".join(pictures.names())
            yield ("steps", number, "picture"), _("there is no such picture; allowed: %s") % allowed
    yield from unknown_panels(exercise)
    yield from strange_marks(exercise.model_dump(mode="json"))


def strange_marks(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[Problem]:
    """Words with tags in them, or with characters that nobody sees."""
    if isinstance(value, dict | list):
        for part, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from strange_marks(each, (*place, part))
    elif isinstance(value, str):
        if TAG.search(value):
            yield place, _("a tag such as <b> is not taken; one *star* on each side sets words apart")
        if any(ord(each) in TURNS or (unicodedata.category(each) == "Cc" and each not in "\n\t") for each in value):
            yield place, _("there is a mark in here that nobody sees; type these words anew")


# --- To and from the form of a file ---------------------------------------------------------------


def read(text: str) -> Exercise:
    """The exercise that a text in the form of a file holds. Raises content's Refused."""
    return read_text(text, Exercise, unfit)


def body_of(exercise: Exercise) -> Body:
    """What can be written on of an exercise; what opened for two is done by each alone."""
    body = exercise.model_dump(mode="json", exclude_defaults=True, exclude={"slug", "sees"})
    if exercise.who == "sealed":
        body["who"] = "both"
    return body


def written_out(draft: Draft) -> str:
    """The draft as a file of the library's form."""
    slug = slugify(draft.title)[:50].strip("-") or "exercise"
    ordered = ("slug", "part", "teaches", "title", "minutes", "who", "shares", "sees", "for_lens", "intro")
    whole = {**draft.whole(), "slug": slug}
    data = {name: whole[name] for name in ordered if name in whole}
    data["steps"] = [{"key": step["key"], "kind": step["kind"], **step} for step in draft.steps]
    if "closing" in whole:
        data["closing"] = whole["closing"]
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


class _Dumper(yaml.SafeDumper):
    """Writes what has several lines as a block, as the library's files do."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def load(words: str) -> Body:
    found: Body = json.loads(words)
    return found


def dump(body: Body) -> str:
    return json.dumps(body, ensure_ascii=False)
