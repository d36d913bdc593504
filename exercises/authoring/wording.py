"""The kinds of step, as the pages name them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """A kind of step. `glyph` is its icon, a Lucide name."""

    name: str
    title: Promise
    meta: Promise
    glyph: str


KINDS = {
    kind.name: kind
    for kind in (
        Kind("read", _("Something to read"), _("Words, perhaps with an example"), "book-open"),
        Kind("write", _("Free words"), _("A question, and room to answer it"), "pen-line"),
        Kind("choose", _("Choose from a list"), _("One or more, own words too if you like"), "list-checks"),
        Kind("rank", _("Put in order"), _("What comes first, what after it"), "list-ordered"),
        Kind("slide", _("A slider"), _("A place between two words, or ‘I’d rather not say’"), "sliders-horizontal"),
        Kind("build", _("Build a sentence"), _("A sentence with gaps to fill"), "text-cursor-input"),
        Kind("breathe", _("Breathe"), _("Follow the slow light"), "wind"),
        Kind("timer", _("Phones down"), _("A number of minutes without a screen"), "timer"),
        Kind("compare", _("Guess each other"), _("Guesses about the other, and the same about oneself"), "blend"),
    )
}
