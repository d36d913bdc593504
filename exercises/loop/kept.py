"""What is kept of the loop, and how it reads when its author takes it along."""

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from exercises.loop.actions import loop_of
from exercises.loop.models import Card, Name, SharedCard
from exercises.loop.picture import draw
from exercises.loop.releasing import LABELS
from exercises.loop.words import PARTS, CardWords
from intima.accounts.models import Person
from intima.kit.keeping import TILL_DELETED, WITH_SPACE, Kept, Said, register
from reflections.spaces.actions import tie_of


def _card(person: Person, row: Card, told: dict[str, Any]) -> Said:
    words = CardWords.of_text(row.words)
    return Said("", [(str(LABELS[part]), said) for part in PARTS if (said := getattr(words, part))])


def _pictures(person: Person) -> Iterator[tuple[str, str]]:
    """The loop as this person may see it now."""
    found = loop_of(person, tie_of(person))
    if found.sides:
        yield "loop.svg", render_to_string("loop/picture.svg", {"drawing": draw(found)})


register(
    Kept(
        Card,
        _("Your card in the loop"),
        TILL_DELETED,
        of=lambda person: Card.objects.of(person),
        leave=frozenset({"kept_from"}),
        parsed=frozenset({"words", "first"}),
        said=_card,
        pictures=_pictures,
    ),
    Kept(
        SharedCard,
        _("What your partner sees of your card"),
        WITH_SPACE,
        of=lambda person: SharedCard.objects.filter(author=person),
        parsed=frozenset({"words"}),
    ),
    Kept(
        Name,
        _("The name of your loop"),
        WITH_SPACE,
        of=lambda person: Name.objects.filter(author=person).order_by("pk"),
    ),
)
