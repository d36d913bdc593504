"""What else must be there before the site is ready. Rooms above add their own question when they start."""

from collections.abc import Callable

# name -> a call that returns "" when all is well, else a sentence saying what is missing; it may raise.
probes: dict[str, Callable[[], str]] = {}
