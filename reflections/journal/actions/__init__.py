"""What other rooms may ask of the journal. They get frozen copies, never rows."""

from reflections.journal.actions.questions import PromptText, prompts
from reflections.journal.actions.sharing import Received, received
from reflections.journal.actions.standing import ExchangeSummary, together
from reflections.journal.actions.words import NothingWritten, Words, answer, answer_of, latest

__all__ = [
    "ExchangeSummary",
    "NothingWritten",
    "PromptText",
    "Received",
    "Words",
    "answer",
    "answer_of",
    "latest",
    "prompts",
    "received",
    "together",
]
