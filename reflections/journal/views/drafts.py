"""Words being written, saved by the way as htmx sends them. Without it, a page is saved when it is sent."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from intima.accounts.doors import unlocked, unlocked_to_read
from intima.accounts.requests import PersonRequest
from intima.kit import clock
from intima.kit.pages import page
from reflections.journal.actions import entries, exchanges, prompts
from reflections.journal.forms import AnswerDraftForm, DraftForm, EditDraftForm
from reflections.journal.models import Draft, Entry, Exchange
from reflections.spaces.actions import tie_of
from reflections.spaces.doors import members_only
from reflections.spaces.requests import MemberRequest


@require_POST
@unlocked_to_read
def draft(request: PersonRequest) -> HttpResponse:
    """Save something new that is being written."""
    form, at = DraftForm(request.POST), clock.now()
    if not form.is_valid():
        return page(request, "journal/saved.html", status=422, refused=form.errors)
    sent = form.cleaned_data
    known = prompts(request.user.language)
    prompt = sent["prompt"] if sent["prompt"] in known else ""
    entries.save_draft(author=request.user, key=sent["key"], prompt=prompt, text=sent["text"], at=at)
    tie = tie_of(request.user)
    return page(request, "journal/saved.html", at=at if sent["text"] else None, reader=tie.partner.name if tie else "")


@require_POST
@unlocked_to_read
def edit_draft(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Save a change that is being written."""
    get_object_or_404(Entry.objects.of(request.user), pk=pk)
    form, at = EditDraftForm(request.POST), clock.now()
    if not form.is_valid():
        return page(request, "journal/saved.html", status=422, refused=form.errors)
    sent = form.cleaned_data
    entries.save_edit_draft(author=request.user, pk=pk, base=sent["base"], text=sent["text"], at=at)
    return page(request, "journal/saved.html", at=at if sent["text"] else None)


@require_POST
@unlocked_to_read
@members_only
def answer_draft(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Save an answer that is being written. One that arrives after it was confirmed changes nothing."""
    get_object_or_404(Exchange.objects.between(request.user), pk=pk)
    form, at = AnswerDraftForm(request.POST), clock.now()
    if not form.is_valid():
        return page(request, "journal/saved.html", status=422, refused=form.errors)
    try:
        exchanges.write(author=request.user, pk=pk, text=form.cleaned_data["text"], at=at)
    except (exchanges.NothingToAnswer, exchanges.AnswerStands):
        return page(request, "journal/saved.html", at=None)
    return page(request, "journal/saved.html", at=at if form.cleaned_data["text"] else None)


@require_POST
@unlocked
def drop_draft(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Let go of what was being written; a change to something kept leads back to it."""
    begun = get_object_or_404(Draft.objects.filter(author=request.user), pk=pk)
    entries.drop_draft(author=request.user, pk=pk)
    return redirect("journal:entry", pk=pk) if begun.key is None else redirect("journal:journal")
