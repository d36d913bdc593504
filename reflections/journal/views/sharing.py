"""Letting a partner see an entry, after a preview; and taking it back."""

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
from reflections.journal.actions import prompts, sharing
from reflections.journal.forms import ShareForm
from reflections.journal.models import Entry
from reflections.journal.views.lines import TheirLine, own_lines, question
from reflections.shares.actions import PreviewOutdated
from reflections.spaces.actions import tie_of
from reflections.spaces.doors import members_only
from reflections.spaces.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def share(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show exactly what will be seen and by whom; share that, or show it anew when it is no longer so."""
    get_object_or_404(Entry.objects.of(request.user), pk=pk)
    outdated = False
    if request.method == "POST":
        form = ShareForm(request.POST)
        try:
            if not form.is_valid():
                raise PreviewOutdated
            sent = form.cleaned_data
            sharing.share(author=request.user, pk=pk, space_id=sent["space"], revision=sent["revision"], at=clock.now())
            return redirect("journal:entry", pk=pk)
        except PreviewOutdated:
            outdated = True
    return _preview(request, pk, outdated=outdated)


def _preview(request: PersonRequest, pk: uuid.UUID, *, outdated: bool) -> HttpResponse:
    found = get_object_or_404(Entry.objects.of(request.user), pk=pk)
    status = 422 if outdated else 200
    tie = tie_of(request.user)
    if tie is None:
        return page(request, "journal/share_alone.html", status=status, pk=pk)
    known = prompts(request.user.language)
    (own,) = own_lines([found], known)
    return page(
        request,
        "journal/share.html",
        status=status,
        outdated=outdated,
        tie=tie,
        own=own,
        line=TheirLine(sharing.preview(found, tie.space), question(known, found.prompt)),
        form=ShareForm(initial={"revision": found.revision, "space": tie.space.pk}),
    )


@require_POST
@signed_in
def take_back(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Acts on the very next request."""
    get_object_or_404(Entry.objects.of(request.user), pk=pk)
    sharing.take_back(author=request.user, pk=pk)
    messages.success(request, _("Taken back. Nobody else can open it now. It may already have been read."))
    return redirect("journal:entry", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def take_all_back(request: MemberRequest) -> HttpResponse:
    """Say what goes and what stays, then take everything back at once."""
    if request.method == "POST":
        sharing.take_everything_back(tie=request.tie, at=clock.now())
        messages.success(request, _("Everything is yours alone again. It may already have been read."))
        return redirect("journal:journal")
    return page(request, "journal/take_all_back.html", tie=request.tie)
