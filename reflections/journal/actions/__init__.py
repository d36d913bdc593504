"""What other rooms may ask of the journal. They get frozen copies, never rows."""

from reflections.journal.actions.exchanges import (
    AnswerStands,
    NothingToAnswer,
    exercise_between,
    hand_in,
    propose_exercise,
    take_out,
)
from reflections.journal.actions.news import ENTRY, asked_among, opened_among
from reflections.journal.actions.parts import Part
from reflections.journal.actions.questions import PromptText, prompts
from reflections.journal.actions.sharing import Gathered, Received, asks_for_today, gathered
from reflections.journal.actions.standing import (
    ExchangePage,
    ExchangeSummary,
    NoSuchExchange,
    exercise_page,
    own_opened,
    still_open,
    together,
)
from reflections.journal.actions.words import NothingWritten, Words, answer, answer_of, keep, latest

__all__ = [
    "ENTRY",
    "AnswerStands",
    "ExchangePage",
    "ExchangeSummary",
    "Gathered",
    "NoSuchExchange",
    "NothingToAnswer",
    "NothingWritten",
    "Part",
    "PromptText",
    "Received",
    "Words",
    "answer",
    "answer_of",
    "asked_among",
    "asks_for_today",
    "exercise_between",
    "exercise_page",
    "gathered",
    "hand_in",
    "keep",
    "latest",
    "opened_among",
    "own_opened",
    "prompts",
    "propose_exercise",
    "still_open",
    "take_out",
    "together",
]
