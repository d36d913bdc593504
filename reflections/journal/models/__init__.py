"""The journal's rows. Nobody outside the journal imports them; others ask `journal.actions`."""

from reflections.journal.models.entries import Draft, Entry
from reflections.journal.models.exchanges import Answer, Ask, Exchange

__all__ = ["Answer", "Ask", "Draft", "Entry", "Exchange"]
