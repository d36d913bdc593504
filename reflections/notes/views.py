import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intima.accounts.doors import unlocked
from intima.accounts.requests import PersonRequest
from intima.kit import clock, errors
from intima.kit.leaf import leaf
from intima.kit.pages import page
from reflections.notes import actions
from reflections.notes.forms import NoteForm
from reflections.notes.models import Note
from reflections.spaces.actions import NotTogether, tie_of
from reflections.spaces.doors import members_only
from reflections.spaces.requests import MemberRequest


@require_safe
@unlocked
def notes(request: PersonRequest) -> HttpResponse:
    """What was sent and what came, the newest first."""
    tie = tie_of(request.user)
    newest = Note.objects.visible_to(request.user).order_by("-sent_at", "-pk")
    found = leaf(newest, request.GET.get("page"))
    lines = actions.read(request.user, found.rows, tie)
    muted = actions.mutes(tie) if tie else False
    return page(request, "notes/notes.html", leaf=found, lines=lines, tie=tie, muted=muted)


@require_safe
@unlocked
def note(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Note.objects.visible_to(request.user), pk=pk)
    tie = tie_of(request.user)
    return page(request, "notes/note.html", line=actions.read(request.user, [found], tie)[0], tie=tie)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def write(request: MemberRequest) -> HttpResponse:
    """Words for the partner: write them, see how they look, then send. `then=send` sends what was looked at."""
    if request.method != "POST":
        kind = request.GET.get("kind", "")
        kind = kind if kind in actions.KIND.values else actions.KIND.WORDS
        form = NoteForm(initial={"key": uuid.uuid4(), "kind": kind, "space": request.tie.space.pk})
        return page(request, "notes/write.html", form=form, kind=kind, tie=request.tie)
    form = NoteForm(request.POST)
    if form.errors.keys() & {"key", "space"}:
        return errors.bad_request(request)
    kind = form.cleaned_data.get("kind") or actions.KIND.WORDS
    if not form.is_valid() or request.POST.get("then") == "edit":
        status = 200 if form.is_valid() else 422
        return page(request, "notes/write.html", form=form, kind=kind, tie=request.tie, status=status)
    sent = form.cleaned_data
    if request.POST.get("then") != "send" or sent["space"] != request.tie.space.pk:
        return page(request, "notes/look.html", form=form, sent=sent, kind=kind, tie=request.tie)
    try:
        pk = actions.send(tie=request.tie, key=sent["key"], kind=kind, text=sent["text"], at=clock.now())
    except NotTogether as gone:
        raise Http404 from gone
    except actions.SentOtherwise:  # gone back to and changed: a note of its own, looked at like any other
        return page(request, "notes/look.html", sent={**sent, "key": uuid.uuid4()}, kind=kind, tie=request.tie)
    messages.success(request, _("Sent."))
    return redirect("notes:note", pk)


@require_POST
@members_only
def mute(request: MemberRequest) -> HttpResponse:
    """Read no notes for now, or read them again."""
    actions.mute(tie=request.tie, on=request.POST.get("on") == "1")
    return redirect("notes:notes")
