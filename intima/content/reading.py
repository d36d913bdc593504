"""From files to checked items. What is wrong is said with its file, line, field, and what is allowed there."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from intima.content.kinds import Kind, Problem
from intima.content.schema import Item
from intima.content.wording import say

Place = tuple[str | int, ...]
AnItem = TypeVar("AnItem", bound=Item)


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
    file = _short(path)
    if language not in languages:
        raise Refused([Wrong(file, 1, "", f"{language} is no language here; allowed: {', '.join(languages)}")])
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise Refused([Wrong(file, 1, "", _NO_TEXT)]) from error
    parsed, lines = _checked(text, kind.schema, file)
    many = getattr(parsed, kind.under) if kind.under else None
    places: list[tuple[Place, Any]] = (
        [((kind.under, number), item) for number, item in enumerate(many)] if many and kind.under else [((), parsed)]
    )
    for at, item in places:
        found = Found(kind, language, item, file, lines, at)
        problems: list[Problem] = list(kind.check(item))
        if problems:
            raise Refused(found.wrong(place, says) for place, says in problems)
        yield found


def read_text(text: str, schema: type[AnItem], check: Callable[[AnItem], Iterable[Problem]]) -> AnItem:
    """The one item that a text in the form of a file holds, wherever it comes from. Raises Refused."""
    nowhere = Path()
    item: AnItem
    item, lines = _checked(text, schema, nowhere)
    if problems := list(check(item)):
        raise Refused(_wrong(nowhere, lines, place, says) for place, says in problems)
    return item


def _checked(text: str, schema: type[BaseModel], file: Path) -> tuple[Any, dict[Place, int]]:
    """The object that the text describes, and the line of everything in it. Raises Refused."""
    data, lines = _parse(text, file)
    try:
        return schema.model_validate(data), lines
    except ValidationError as error:
        raise Refused(
            _wrong(file, lines, _written(data, problem), say(problem, _fields_at(schema, problem["loc"][:-1])))
            for problem in error.errors()
        ) from error


# --- YAML with the line of everything in it -------------------------------------------------------


MOST = 10_000  # beginnings, ends and values of lists and fields; the fullest file has a tenth of it
DEEPEST = 12  # lists and fields inside one another; the schemas need half of it
_NO_TEXT = "this is no text in UTF-8; allowed is YAML"


def _parse(text: str, file: Path) -> tuple[Any, dict[Place, int]]:
    """The data in YAML text, and the line of each value by its place in the data. Raises Refused."""
    lines: dict[Place, int] = {}
    try:
        _look_through(text)
        loader = yaml.CSafeLoader(text)
        node = loader.get_single_node()
        return (None if node is None else _data(loader, node, (), lines)), lines
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Refused([Wrong(file, line, "", _("this is no YAML: %s") % error.problem)]) from error
    except (yaml.YAMLError, UnicodeError) as error:
        raise Refused([Wrong(file, 1, "", _NO_TEXT)]) from error


def _look_through(text: str) -> None:
    """Refuse, before anything is built, what grows huge or deep, or asks for objects. Raises MarkedYAMLError."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, yaml.CSafeLoader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            problem = _("an alias (*) is not allowed; write it out")
        elif getattr(event, "tag", None):
            problem = _("a tag (!) is not allowed; put the text in quotes")
        elif number > MOST:
            problem = _("there is more in here than one file can hold; split it up")
        elif depth > DEEPEST:
            problem = _("this lies too deep, one thing inside another")
        else:
            continue
        raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)  # type: ignore[arg-type]


def _data(loader: yaml.CSafeLoader, node: yaml.Node, place: Place, lines: dict[Place, int]) -> Any:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_data(loader, item, (*place, number), lines) for number, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        data: dict[str, Any] = {}
        for key_node, value in node.value:
            key = str(key_node.value)
            if key in data:
                problem = _("%s stands here twice") % key
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=key_node.start_mark)
            lines[(*place, key)] = key_node.start_mark.line + 1
            data[key] = _data(loader, value, (*place, key), lines)
        return data
    try:
        return loader.construct_object(node)  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError) as error:  # such as the 45th of a month
        problem = _("this is neither a date nor a number that exists; put it in quotes")
        raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark) from error


# --- Where something is wrong -------------------------------------------------------------------------


def _short(path: Path) -> Path:
    return path.relative_to(settings.BASE_DIR) if path.is_relative_to(settings.BASE_DIR) else path


def _wrong(file: Path, lines: dict[Place, int], place: Place, says: str) -> Wrong:
    nearest = next((place[:end] for end in range(len(place), -1, -1) if place[:end] in lines), None)
    name = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".")
    return Wrong(file, lines.get(nearest, 1) if nearest is not None else 1, name, says)


def _fields_at(schema: type[BaseModel], place: Iterable[str | int]) -> list[str]:
    models = [schema]
    for part in place:
        if isinstance(part, str):
            named = next((model for model in models if part in model.model_fields), None)
            if named is not None:
                models = list(_models_in(named.model_fields[part].annotation)) or models
            else:  # which of several kinds it is
                models = [model for model in models if part in get_args(model.model_fields["kind"].annotation)]
    return list(models[0].model_fields)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _written(data: Any, problem: Any) -> Place:
    """The problem's place as the author wrote it: without the names of kinds that the check puts between."""
    found: list[str | int] = []
    place: Place = problem["loc"]
    for number, part in enumerate(place, 1):
        here = isinstance(data, dict) and part in data
        if here or isinstance(part, int) or (problem["type"] == "missing" and number == len(place)):
            found.append(part)
            data = data[part] if here or (isinstance(data, list) and isinstance(part, int)) else None
    return tuple(found)
