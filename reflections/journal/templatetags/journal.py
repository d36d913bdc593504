"""How the journal says a day."""

from datetime import date

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

register = template.Library()


@register.filter(expects_localtime=True)
def day_words(day: date) -> str:
    """'Sunday 8 March', with the year when it is not this one."""
    if day.year == timezone.localdate().year:
        return date_format(day, _("l j F"))
    return date_format(day, _("l j F Y"))
