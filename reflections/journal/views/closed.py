"""What a locked journal answers to somebody who writes into it: nothing of what it holds.

Their words are always taken in. Asking first would have to keep them somewhere meanwhile, and writing shows nothing.
"""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from intima.accounts.lately import journal_closed
from intima.accounts.requests import PersonRequest
from intima.kit.pages import page


def say_kept(request: PersonRequest) -> None:
    """The next page asks who is there, so it says first that the words are safe."""
    if journal_closed(request):
        messages.success(request, _("Your words are kept."))


def typed_back(request: PersonRequest, form: forms.Form) -> HttpResponse:
    """Words that could not be taken in, to be mended: alone on a page."""
    along = [(name, value) for name, value in form.data.items() if name not in {"csrfmiddlewaretoken", "text"}]
    return page(request, "journal/typed.html", status=422, form=form, along=along)
