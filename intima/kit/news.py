"""News: how long a thing is new; and what travels upward, from a lower room to those above it, inside the lower room's
transaction.

A receiver only calls an action of its own room. The arguments of each signal are named beside it; one that asks has an
answer for the room that sent it.
"""

from datetime import timedelta

from django.dispatch import Signal

FRESH = timedelta(days=7)  # how long Today, Us and the letters go on saying that something came

zone_moved = Signal()  # person, at
space_left = Signal()  # space, person, at
account_going = Signal()  # person, at; before anything of theirs is gone
everything_taken_back = Signal()  # space, person, at
kept_apart = Signal()  # one, other: does something stand between these two that a shared space does not go with?
anything_waits = Signal()  # space, person: does something of theirs wait to go to the other by itself?
care_ended = Signal()  # link, by, at
words_gone = Signal()  # author, kind: a thing of this kind is gone, and no copy of its words stays with a therapist
