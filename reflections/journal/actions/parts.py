"""What was done in an exercise, as an answer keeps it: in the words that its author saw before confirming."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

HEADING = "▸ "  # begins the line that heads what follows, in an entry that came out of an exercise


@dataclass(frozen=True)
class Part:
    """One step of an exercise. `lines` are the author's own words or choices; `at` is where a slide stood, 0 to 10."""

    key: str
    heading: str
    lines: tuple[str, ...]
    at: int | None = None

    @property
    def text(self) -> str:
        return "\n".join((HEADING + self.heading, *self.lines))


def packed(parts: Sequence[Part]) -> str:
    """The text that an answer keeps."""
    return json.dumps([asdict(part) for part in parts], ensure_ascii=False) if parts else ""


def unpacked(text: str) -> tuple[Part, ...]:
    """The parts again; none for an answer without words."""
    return tuple(Part(**{**each, "lines": tuple(each["lines"])}) for each in json.loads(text or "[]"))


def as_text(parts: Sequence[Part]) -> str:
    """For whoever reads it as one text: each heading with its lines."""
    return "\n\n".join(part.text for part in parts)


def blocks(text: str) -> list[tuple[str, str]]:
    """A text as pairs of heading and words, in its order; words of one's own are one pair without a heading."""
    if HEADING not in text:
        return [("", text)]
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines():
        if line.startswith(HEADING):
            found.append((line.removeprefix(HEADING), []))
        else:
            found[-1][1].append(line)
    pairs = [(heading, "\n".join(lines).strip("\n")) for heading, lines in found]
    return [pair for pair in pairs if any(pair)]
