"""What other rooms may ask of care."""

from reflections.care.actions.links import (
    Couple,
    NotOpen,
    client_and_couple,
    client_of,
    colour_of,
    couple_of,
    couples_of,
    end,
    links_of,
    own_links,
    therapists_of,
)

__all__ = [
    "Couple",
    "NotOpen",
    "client_and_couple",
    "client_of",
    "colour_of",
    "couple_of",
    "couples_of",
    "end",
    "links_of",
    "own_links",
    "therapists_of",
]
