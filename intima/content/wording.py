"""What is not right with a piece of content, and what is allowed, in words for whoever wrote it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

# By the type of the problem: pydantic's own, then those that the schema raises.
WORDS = {
    "missing": _("this is missing"),
    "extra_forbidden": _("{name} is not known here; allowed: {fields}"),
    "string_type": _("allowed is text; a number, or a word such as no, stands in quotes"),
    "string_too_long": _("allowed are {max_length} characters at most"),
    "string_too_short": _("a word or two belongs here"),
    "int_type": _("allowed is a whole number"),
    "int_parsing": _("allowed is a whole number"),
    "int_from_float": _("allowed is a whole number"),
    "greater_than_equal": _("allowed is {ge} or more"),
    "less_than_equal": _("allowed is {le} or less"),
    "bool_type": _("allowed is true or false"),
    "bool_parsing": _("allowed is true or false"),
    "literal_error": _("allowed: {expected}"),
    "too_short": _("allowed are {min_length} at least"),
    "too_long": _("allowed are {max_length} at most"),
    "tuple_type": _("allowed is a list"),
    "model_type": _("allowed are fields, each with its value"),
    "model_attributes_type": _("allowed are fields, each with its value"),
    "union_tag_not_found": _("kind is missing; allowed is one of those that the schema knows, such as read or write"),
    "union_tag_invalid": _("{tag} is no kind of step; allowed: {expected_tags}"),
    "one_line": _("allowed is one line"),
    "slug": _("allowed are small letters, digits and single hyphens"),
    "gap_name": _("allowed are small letters, digits and _, a letter first"),
    "link": _("the link to {address} leads elsewhere; allowed are paths of this site"),
    "long": _("{count} words in {fields}; allowed are {most}"),
    "twice": _("two {where} have the same {name}; allowed is each once"),
    "gap": _("the sentence has a gap {gap} that is described nowhere; allowed: {keys}"),
    "room": _("{room} is no path; allowed is the path of a page, such as /pause/"),
    "reserved": _("{key} is a page of the player; allowed is any other"),
    "before": _("{key}: before names no earlier slide; allowed: {slides}"),
    "range": _("least is {least}; allowed are places up to most"),
    "slide": _("advice names the slide {slide}; allowed: {slides}"),
    "where": _("an exercise has steps, or a room where it is done; allowed is one of them"),
}

_PATTERNS = {r"^[^\n]+$": "one_line", r"^[a-z][a-z0-9_]*$": "gap_name"}


def say(problem: Any, fields: Iterable[str]) -> str:
    """One problem that pydantic found. `fields` are those that are known where it lies."""
    kind, context = problem["type"], dict(problem.get("ctx", {}))
    if kind == "string_pattern_mismatch":
        kind = _PATTERNS.get(context["pattern"], "slug")
    if kind == "extra_forbidden":
        context |= {"name": problem["loc"][-1], "fields": ", ".join(fields)}
    return gettext(WORDS[kind]).format(**context) if kind in WORDS else str(problem["msg"])
