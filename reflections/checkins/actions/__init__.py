"""What other rooms may ask of check-ins. They get frozen copies, never rows."""

from reflections.checkins.actions.days import checked_in, checked_in_among, keep, of_day, rhythm
from reflections.checkins.actions.sharing import Gathered, ReceivedDay, asks_for_today, gathered, received

__all__ = [
    "Gathered",
    "ReceivedDay",
    "asks_for_today",
    "checked_in",
    "checked_in_among",
    "gathered",
    "keep",
    "of_day",
    "received",
    "rhythm",
]
