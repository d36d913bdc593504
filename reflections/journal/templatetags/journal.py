"""Words that came out of an exercise, with their headings apart."""

from django import template

from reflections.journal.actions.parts import blocks

register = template.Library()
register.filter("blocks", blocks)
