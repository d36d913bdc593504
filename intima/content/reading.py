"""From files to checked items. What is wrong is said with its file, line, field, and what is allowed there."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import yaml
from django.conf import settings
from pydantic import BaseModel, ValidationError

from intima.content.kinds import Kind, Problem
from intima.content.schema import Item

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Wrong:
    """One thing that an author has to mend."""

    file: Path
    line: int
    field: str
    says: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {f'{self.field}: ' if self.field else ''}{self.says}"


class Refused(Exception):
    """The content was refused, all of it; `wrong` says why, by file and line."""

    def __init__(self, wrong: Iterable[Wrong]) -> None:
        self.wrong = sorted(wrong, key=lambda each: (str(each.file), each.line))
        super().__init__("\n".join(str(each) for each in self.wrong))


@dataclass(frozen=True)
class Found:
    """An item as it stands in a file."""

    kind: Kind
    language: str
    item: Item
    file: Path
    lines: dict[Place, int] = field(repr=False, compare=False)
    at: Place = ()

    def wrong(self, place: Place, says: str) -> Wrong:
        return _wrong(self.file, self.lines, self.at + place, says)


def read(kinds: Iterable[Kind], each: Callable[[list[Path]], Iterable[Path]] = iter) -> list[Found]:
    """Every item of these kinds, in the order of the files. Raises Refused with all that is wrong in them.

    `each` is handed the list of files of a kind and gives them back one by one, so that a caller can show progress.
    """
    found: list[Found] = []
    wrong: list[Wrong] = []
    for kind in kinds:
        for path in each(sorted(kind.folder.glob("*/*.yaml"))):
            try:
                found.extend(_items_of(path, kind))
            except Refused as refused:
                wrong.extend(refused.wrong)
    if wrong:
        raise Refused(wrong)
    return found


def _items_of(path: Path, kind: Kind) -> Iterator[Found]:
    language, languages = path.parent.name, [code for code, _name in settings.LANGUAGES]
    if language not in languages:
        raise Refused([Wrong(_short(path), 1, "", f"{language} is no language here; allowed: {', '.join(languages)}")])
    data, lines = _parse(path)
    try:
        parsed = kind.schema.model_validate(data)
    except ValidationError as error:
        raise Refused(
            _wrong(_short(path), lines, problem["loc"], _say(kind.schema, problem)) for problem in error.errors()
        ) from error
    many = getattr(parsed, kind.under) if kind.under else None
    places: list[tuple[Place, Any]] = (
        [((kind.under, number), item) for number, item in enumerate(many)] if many and kind.under else [((), parsed)]
    )
    for at, item in places:
        found = Found(kind, language, item, _short(path), lines, at)
        problems: list[Problem] = list(kind.check(item))
        if problems:
            raise Refused(found.wrong(place, says) for place, says in problems)
        yield found


# --- YAML with the line of everything in it -------------------------------------------------------


class _Loader(yaml.SafeLoader):
    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark
            raise yaml.MarkedYAMLError(problem="an alias (*) is not allowed; write it out", problem_mark=mark)
        return super().compose_node(parent, index)


def _parse(path: Path) -> tuple[Any, dict[Place, int]]:
    """The data in a YAML file, and the line of each value by its place in the data."""
    lines: dict[Place, int] = {}
    try:
        loader = _Loader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        return (None if node is None else _data(loader, node, (), lines)), lines
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Refused([Wrong(_short(path), line, "", f"this is no YAML: {error.problem}")]) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Refused([Wrong(_short(path), 1, "", "this is no text in UTF-8; allowed is YAML")]) from error


def _data(loader: _Loader, node: yaml.Node, place: Place, lines: dict[Place, int]) -> Any:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_data(loader, item, (*place, number), lines) for number, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        data: dict[str, Any] = {}
        for key_node, value in node.value:
            key = str(key_node.value)
            if key in data:
                raise yaml.MarkedYAMLError(problem=f"{key} stands here twice", problem_mark=key_node.start_mark)
            lines[(*place, key)] = key_node.start_mark.line + 1
            data[key] = _data(loader, value, (*place, key), lines)
        return data
    return loader.construct_object(node)  # type: ignore[no-untyped-call]


# --- Saying what is wrong -------------------------------------------------------------------------


def _short(path: Path) -> Path:
    return path.relative_to(settings.BASE_DIR) if path.is_relative_to(settings.BASE_DIR) else path


def _wrong(file: Path, lines: dict[Place, int], place: Place, says: str) -> Wrong:
    nearest = next((place[:end] for end in range(len(place), -1, -1) if place[:end] in lines), None)
    name = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".")
    return Wrong(file, lines.get(nearest, 1) if nearest is not None else 1, name, says)


def _say(schema: type[BaseModel], problem: Any) -> str:
    """One problem in the author's words: what is not right, and what is allowed."""
    *parent, last = problem["loc"] or ("",)
    if problem["type"] == "extra_forbidden":
        return f"{last} is not known here; allowed: {', '.join(_fields_at(schema, parent))}"
    if problem["type"] == "missing":
        return "this is missing"
    if problem["type"] == "string_pattern_mismatch":
        one_line = problem["ctx"]["pattern"].startswith("^[^")
        return "allowed is one line" if one_line else "allowed are small letters, digits and single hyphens"
    return str(problem["msg"])


def _fields_at(schema: type[BaseModel], place: Iterable[str | int]) -> list[str]:
    for part in place:
        if isinstance(part, str):
            schema = _model_in(schema.model_fields[part].annotation) or schema
    return list(schema.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
