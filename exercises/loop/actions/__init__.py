"""What other rooms may ask of the loop. They get frozen copies, never rows."""

from exercises.loop.actions.cards import Own, own
from exercises.loop.actions.reading import Loop, Side, as_both_shared, loop_of
from exercises.loop.actions.sharing import received

__all__ = ["Loop", "Own", "Side", "as_both_shared", "loop_of", "own", "received"]
