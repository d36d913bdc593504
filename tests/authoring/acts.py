"""What a therapist does with an exercise of their own, in one line each."""

from typing import Any

from exercises.authoring.actions import writing
from exercises.authoring.models import OwnExercise
from intima.accounts.models import Person
from tests.cast import EVENING

ABOUT: dict[str, Any] = {
    "title": "The doorway",
    "minutes": 7,
    "part": "M",
    "who": "one",
    "shares": "ask",
    "intro": "For the minute after you come home.",
    "closing": "Once this week is plenty.",
}
WRITE: dict[str, Any] = {"kind": "write", "ask": "What did you bring home today?"}

# What the page of each kind would send.
TYPED: dict[str, dict[str, Any]] = {
    "read": {"title": "The doorway", "text": "Stand *still* for one breath."},
    "write": {"ask": "What did you bring home today?", "hint": "A mood counts."},
    "choose": {"ask": "Where do you feel it?", "options": "shoulders\nchest\nbelly", "own": "on", "most": "2"},
    "rank": {"ask": "What helps first?", "options": "tea\nquiet\na walk", "own": "on", "optional": "on"},
    "slide": {"ask": "How full is your head?", "low": "empty", "high": "full", "before": ""},
    "build": {
        "ask": "Build your sentence.",
        "says": "I need {need}, and I'm with you at {back}.",
        "keep_as": "pause_message",
        "gap_0_key": "need",
        "gap_0_label": "I need",
        "gap_0_kind": "words",
        "gap_0_examples": "ten minutes\nquiet",
        "gap_0_required": "on",
        "gap_1_key": "back",
        "gap_1_label": "With you at",
        "gap_1_kind": "time",
        "gap_1_required": "on",
        "gap_1_refuse_empty": "Give a time, even a late one.",
    },
    "breathe": {"title": "One minute", "minutes": ["3", "1"]},
    "timer": {"title": "Phones down", "minutes": "10"},
    "compare": {"own": "How do you show that you are tired?", "ask": "And the other?", "count": "3"},
}


def begun(author: Person, *steps: dict[str, Any], **about: Any) -> OwnExercise:
    """An exercise being written, with these steps."""
    own = writing.begin(author=author, body={**ABOUT, **about}, language="en", at=EVENING)
    for step in steps:
        writing.add_step(author=author, pk=own.pk, step=step, at=EVENING)
    own.refresh_from_db()
    return own


def published(author: Person, *steps: dict[str, Any], **about: Any) -> OwnExercise:
    """The same, published."""
    own = begun(author, *(steps or (WRITE,)), **about)
    writing.publish(author=author, pk=own.pk, revision=own.revision, at=EVENING)
    own.refresh_from_db()
    return own
