"""What the demo's people live through, as the files of `lives/` tell it. Every `ago` counts days before the start."""

from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from reflections.checkins.actions.sharing import Part
from reflections.checkins.models import Feeling, Place, Ritual

FOLDER = Path(__file__).with_name("lives")

Ago = Annotated[int, Field(ge=1)]  # today's evening may not have come yet
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Line = Annotated[str, StringConstraints(max_length=140)]
Mark = Annotated[int, Field(ge=0, le=10)] | None
Key = str  # of a person: the name of their file, and of their address
THERAPIST: Key = "dee"


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Day(_Told):
    """A check-in; `said` is closeness, tension, energy, and None what they left out; `shown` is what they shared."""

    ago: Ago
    said: tuple[Mark, Mark, Mark]
    feelings: tuple[Feeling, ...] = ()
    place: Place | Literal[""] = ""
    rituals: tuple[Ritual, ...] = ()
    line: Line = ""
    shown: tuple[Part, ...] = ()


class Trends(_Told):
    """Since when their partner may see weekly averages, and of what."""

    ago: Ago
    scales: tuple[Literal["closeness", "tension", "energy"], ...]


class Change(_Told):
    """Other words for an entry, perhaps shared again."""

    ago: Ago
    text: Words
    shared: bool = False


class Leaf(_Told):
    """An entry, and what became of it: when it was shared, changed and taken back."""

    ago: Ago
    text: Words
    prompt: str = ""
    lens: Mark = None
    changed: tuple[Change, ...] = ()
    shared: Ago | None = None
    taken_back: Ago | None = None


class Note(_Told):
    """Words sent to whoever was their partner then."""

    ago: Ago
    text: Words
    kind: Literal["words", "thanks"] = "words"


class Lesson(_Told):
    """A lesson read to its end or to the step `stopped_at`, with answers by step."""

    lesson: str
    ago: Ago
    stopped_at: str = ""
    answers: dict[str, Words] = {}


class Card(_Told):
    """A person's part of the loop, by the names of `CardWords`, and when it was shared."""

    ago: Ago
    words: dict[str, Words]
    topics: dict[str, Annotated[int, Field(ge=0, le=10)]] = {}
    shared: Ago | None = None


class Promise(_Told):
    """A small promise, due at the same hour `within` so many days; when it was shared, and done."""

    ago: Ago
    text: Words
    within: Ago
    shared: Ago | None = None
    done: Ago | None = None


class Run(_Told):
    """An exercise done to its end: by step, what `runs.answer` keeps."""

    ago: Ago
    exercise: str
    answers: dict[str, dict[str, Any]]

    def words(self) -> list[str]:
        """What was written in it, free words alone."""
        return [value["text"] for value in self.answers.values() if "text" in value]


class Letters(_Told):
    """A reminder: its hour and days (0 is Monday), and how many days from the start it rests."""

    clock: time
    weekdays: tuple[int, ...]
    rests: int = 0


class Life(_Told):
    """One person: `here` is how many days ago they signed up, `evening` when they come."""

    name: str
    zone: str
    language: str = "en"
    here: Ago
    evening: time
    days: tuple[Day, ...]
    trends: Trends | None = None
    entries: tuple[Leaf, ...]
    lessons: tuple[Lesson, ...]
    notes: tuple[Note, ...] = ()
    card: Card | None = None
    promises: tuple[Promise, ...] = ()
    runs: tuple[Run, ...] = ()
    reminder: Letters | None = None


class Answer(_Told):
    ago: Ago
    text: Words
    confirmed: bool = True


class Asked(_Told):
    """The one thing asked about an opened answer."""

    by: Key
    ago: Ago
    text: Words


class Question(_Told):
    """A question that one of the two put to both."""

    ago: Ago
    by: Key
    prompt: str
    answers: dict[Key, Answer] = {}
    asked: Asked | None = None


class Apart(_Told):
    """A sealed exercise that one of the two put to both; each did it, handed in all of it and confirmed."""

    ago: Ago
    by: Key
    runs: dict[Key, Run]


class Name(_Told):
    """What they call their loop: one proposed it, and the other agreed."""

    ago: Ago
    by: Key
    text: Words
    agreed: Ago


class Closed(_Told):
    by: Key
    ago: Ago


class Between(_Told):
    """A space of two; `put_away` is when the one who did not close it put the sentence away."""

    inviter: Key
    invited: Key
    opened: Ago
    closed: Closed | None = None
    put_away: Ago | None = None
    questions: tuple[Question, ...] = ()
    apart: tuple[Apart, ...] = ()
    name: Name | None = None


class Invitation(_Told):
    """One that is open at the start, made so many days ago or, without `ago`, a moment ago and accepted."""

    inviter: Key
    ago: Ago | None = None
    accepted_by: Key | None = None


class Report(_Told):
    """What a client told of homework, and the items of it that the therapist may see."""

    by: Key
    ago: Ago
    said: Literal["done", "part", "rest"]
    in_the_way: Line = ""
    to_bring: Line = ""
    shows: tuple[Literal["in-the-way", "to-bring"], ...] = ()


class Piece(_Told):
    """Homework: for each what is to be done, and why, when, what may be in the way."""

    ago: Ago
    parts: dict[Key, str]
    why: Words
    plan: Line = ""
    in_the_way: Line = ""
    every: Literal["", "day", "week"] = ""
    told: tuple[Report, ...] = ()


class Release(_Told):
    """Something that a client let the therapist see; an entry is known by words that it holds."""

    by: Key
    ago: Ago
    kind: Literal["journal.entry", "loop.card", "checkins.trends"]
    holds: str = ""


class Practice(_Told):
    """The therapist: what clients read of her, since when they consent, when they met, and in how many days next."""

    name: str
    zone: str
    language: str = "en"
    here: Ago
    evening: time
    credentials: str
    practice: str
    about: str
    secrets: Literal["none", "limited"]
    clients: dict[Key, Ago]
    sessions: tuple[Ago, ...]
    next: Ago
    homework: tuple[Piece, ...]
    released: tuple[Release, ...]


class Script(_Told):
    lives: dict[Key, Life]
    practice: Practice
    spaces: tuple[Between, ...]
    open_invitations: tuple[Invitation, ...]

    def who(self, key: Key) -> Life | Practice:
        return self.practice if key == THERAPIST else self.lives[key]


def read() -> Script:
    """All of it. Raises pydantic's ValidationError, with the place, for what nobody could have said or done."""
    told: dict[str, Any] = {file.stem: yaml.safe_load(file.read_text("utf-8")) for file in FOLDER.glob("*.yaml")}
    return Script(**told.pop("between"), practice=told.pop("practice"), lives=told)
