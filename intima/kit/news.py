"""News that travels upward, from a lower room to those above it, inside the lower room's transaction.

A receiver only calls an action of its own room. The arguments of each signal are named beside it.
"""

from django.dispatch import Signal

zone_moved = Signal()  # person, at
space_left = Signal()  # space, person, at
