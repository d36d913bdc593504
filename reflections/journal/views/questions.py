"""Every question there is to write about, to choose from."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from intima.accounts.doors import unlocked
from intima.accounts.requests import PersonRequest
from intima.content.ideas import PARTS
from intima.kit import clock
from intima.kit.pages import page
from reflections.journal.actions import prompts
from reflections.journal.actions.questions import of_the_day, rests

# What the questions of each part of the article are about.
THEMES = {
    "R": _("What words do on their way"),
    "W": _("What a body hears"),
    "S": _("First some ease"),
    "P": _("Leaning in, stepping back"),
    "M": _("Small shifts"),
    "E": _("Ordinary evenings"),
    "Q": _("Closing, opening, coming back"),
    "C": _("At home with yourself"),
    "G": _("Signs of your own"),
}


@require_safe
@unlocked
def questions(request: PersonRequest) -> HttpResponse:
    """All questions: today's small one, the three for two, then by theme. Nothing tells which were written about."""
    known = prompts(request.user.language)
    all_of_them = list(known.values())
    day = request.user.today(clock.now())
    todays = of_the_day(known, request.user, day)
    themes = [
        (THEMES[part], [each for each in all_of_them if each.part == part and not each.for_two]) for part in PARTS
    ]
    return page(
        request,
        "journal/questions.html",
        todays=None if todays is None or rests(request.user, todays, day) else todays,
        for_two=[each for each in all_of_them if each.for_two],
        themes=[(name, found) for name, found in themes if found],
    )
