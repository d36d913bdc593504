"""Small tags: icons by name, the label that says who can see a thing, and a day in words."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import pgettext
from lucide.templatetags.lucide import lucide

register = template.Library()


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """A Lucide icon as inline SVG, of so many pixels where text has its usual size: it grows with the text.

    Decoration: the words beside it carry the meaning.
    """
    edge = f"{size / 16}rem"
    return SafeString(  # nosec B703
        lucide(name, size=None, **{"width": edge, "height": edge, "class": "icon", "aria_hidden": "true"})
    )


@register.inclusion_tag("kit/privacy.html")
def privacy(partner: str = "", therapists: Iterable[str] = ()) -> dict[str, Any]:
    """'Only you', 'You and Ben' or 'You, Ben and Dr Dee': who else may see the thing."""
    *rest, last = [name for name in (partner, *therapists) if name] or [""]
    return {"rest": ", ".join(rest), "last": last}


@register.filter(expects_localtime=True)
def day_words(day: date) -> str:
    """'Sunday 8 March', with the year when it is not this one."""
    if day.year == timezone.localdate().year:
        return date_format(day, pgettext("a day's date, in Django's letters", "l j F"))
    return date_format(day, pgettext("a day's date, in Django's letters", "l j F Y"))
