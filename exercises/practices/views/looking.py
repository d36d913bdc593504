"""An exercise as whoever does it will see it, for its author beforehand: every step can be tried, nothing is kept."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from exercises.practices import own, places
from exercises.practices.forms import form_for
from intima.accounts.requests import PersonRequest
from intima.kit.doors import signed_in
from intima.kit.pages import page


def _draft_or_404(request: PersonRequest, slug: str) -> own.Draft:
    draft = own.draft(request.user, slug)
    if draft is None:
        raise Http404
    return draft


@require_safe
@signed_in
def look(request: PersonRequest, slug: str) -> HttpResponse:
    """The first page: what it is, how long it takes and who will see what."""
    return page(request, "practices/look.html", draft=_draft_or_404(request, slug))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def look_at_step(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """One step. Posting answers as the player would, and leads on."""
    draft = _draft_or_404(request, slug)
    try:
        place = places.place(draft.exercise, key)
    except places.NoSuchStep as gone:
        raise Http404 from gone
    form = form_for(place.step, request.POST if request.method == "POST" else None, None)
    if form.is_valid():
        if place.next is None:
            return redirect("practices:look_at_end", slug)
        return redirect("practices:look_at_step", slug, place.next.key)
    return page(
        request, "practices/look_at_step.html", status=422 if form.errors else 200, draft=draft, place=place, form=form
    )


@require_safe
@signed_in
def look_at_end(request: PersonRequest, slug: str) -> HttpResponse:
    return page(request, "practices/look_at_end.html", draft=_draft_or_404(request, slug))
