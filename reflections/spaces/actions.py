"""What two people do with a space."""

from dataclasses import dataclass

from intima.accounts.models import Person
from reflections.spaces.models import Membership, Space


@dataclass(frozen=True)
class Tie:
    """A person's open space as they see it: the space, their own seat and their partner's."""

    space: Space
    mine: Membership
    theirs: Membership

    @property
    def partner(self) -> Person:
        return self.theirs.person


def tie_of(person: Person) -> Tie | None:
    """The person's open space and who shares it, in one query; None for somebody who is here alone."""
    seats = Membership.objects.filter(space__in=Space.objects.of(person)).select_related("space", "person")
    mine = next((seat for seat in seats if seat.person_id == person.pk), None)
    theirs = next((seat for seat in seats if seat.person_id != person.pk), None)
    if mine is None or theirs is None:
        return None
    return Tie(space=mine.space, mine=mine, theirs=theirs)
