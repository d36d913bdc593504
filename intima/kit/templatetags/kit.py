"""Small drawing tags: icons by name, and the label that says who can see a thing."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

register = template.Library()


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """A Lucide icon as inline SVG. Decoration: the words beside it carry the meaning."""
    return SafeString(lucide(name, size=size, **{"class": "icon", "aria_hidden": "true"}))


@register.inclusion_tag("kit/privacy.html")
def privacy(partner: str = "") -> dict[str, Any]:
    """'Only you', or 'You and Ben' when `partner` names who else may see the thing."""
    return {"partner": partner}
