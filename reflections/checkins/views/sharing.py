"""Letting a partner see a day, after a preview; and taking it back."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intima.accounts.doors import unlocked
from intima.accounts.requests import PersonRequest
from intima.kit import clock
from intima.kit.doors import signed_in
from intima.kit.pages import page
from reflections.checkins.actions import sharing
from reflections.checkins.actions.days import words_of
from reflections.checkins.actions.sharing import Part
from reflections.checkins.forms import PartsForm, ShareDayForm
from reflections.checkins.models import CheckIn
from reflections.checkins.wording import read_back
from reflections.shares.actions import PreviewOutdated
from reflections.spaces.actions import tie_of


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def share(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Choose the parts, see exactly what will be seen and by whom, and share that; or see it anew when it changed."""
    get_object_or_404(CheckIn.objects.of(request.user.pk), pk=pk)
    outdated = False
    if request.method == "POST":
        form = ShareDayForm(request.POST, parts=Part)
        try:
            if not form.is_valid():
                raise PreviewOutdated
            sent = form.cleaned_data
            sharing.share(
                author=request.user,
                pk=pk,
                space_id=sent["space"],
                revision=sent["revision"],
                parts=[Part(key) for key in sent["part"]],
                at=clock.now(),
            )
            return redirect("checkins:day", pk=pk)
        except PreviewOutdated:
            outdated = True
    return _choose_or_preview(request, pk, outdated=outdated)


def _choose_or_preview(request: PersonRequest, pk: uuid.UUID, *, outdated: bool) -> HttpResponse:
    row = get_object_or_404(CheckIn.objects.of(request.user.pk), pk=pk)
    tie = tie_of(request.user)
    if tie is None:
        return page(request, "checkins/share_alone.html", status=422 if outdated else 200, row=row)
    words = words_of(row)
    held = sharing.parts_of(words)
    asked = request.POST if outdated else request.GET
    looked = PartsForm(asked if outdated or "look" in asked else None, parts=held)
    standing = sharing.standings([row], tie).get(row.pk)
    if not looked.is_valid():
        before = sharing.parts_of(standing.seen.words) if standing else [part for part in held if part != Part.LINE]
        return page(
            request,
            "checkins/choose.html",
            status=422 if looked.errors else 200,
            tie=tie,
            row=row,
            form=looked,
            offers=[(part, read_back(sharing.only(words, [part])), part in before) for part in held],
            outdated=outdated,
        )
    chosen = looked.cleaned_data["part"]
    seen = sharing.preview(row, [Part(key) for key in chosen], tie.space)
    return page(
        request,
        "checkins/share.html",
        status=422 if outdated else 200,
        tie=tie,
        row=row,
        seen=seen,
        read=read_back(seen.words),
        standing=standing,
        outdated=outdated,
        form=ShareDayForm(initial={"part": chosen, "revision": row.revision, "space": tie.space.pk}, parts=held),
    )


@require_POST
@signed_in
def take_back(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Acts on the very next request."""
    get_object_or_404(CheckIn.objects.of(request.user.pk), pk=pk)
    sharing.take_back(author=request.user, pk=pk)
    messages.success(request, _("Taken back. Nobody else can see it now. It may already have been seen."))
    return redirect("checkins:day", pk=pk)
