"""Exercises that are done in a room of their own, such as the couple's loop, instead of step by step in the player."""

from collections.abc import Iterator

from django.urls import Resolver404, resolve

from intima.content.exercises import Exercise
from intima.content.kinds import Problem


def unknown_rooms(exercise: Exercise) -> Iterator[Problem]:
    """What an exercise's `room` names and the site does not have."""
    if exercise.room is not None:
        try:
            resolve(exercise.room)
        except Resolver404:
            yield ("room",), f"there is no page {exercise.room}; allowed: the path of a page of this site"
