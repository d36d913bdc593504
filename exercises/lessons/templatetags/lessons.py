from django import template
from django.utils.safestring import SafeString

from intima.content import markdown as content_markdown

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """A lesson's words as HTML."""
    return content_markdown.html(text)
