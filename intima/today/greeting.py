"""How the day's page greets: by the person's own clock."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intima.accounts.models import Person
from intima.kit.clock import PartOfDay, part_of_day

_GREETINGS = {
    PartOfDay.MORNING: _("Good morning"),
    PartOfDay.AFTERNOON: _("Good afternoon"),
    PartOfDay.EVENING: _("Good evening"),
    PartOfDay.NIGHT: _("Hello"),
}


def greeting(person: Person, at: datetime) -> Promise:
    """'Good evening', where the person lives."""
    return _GREETINGS[part_of_day(at, person.zone)]
