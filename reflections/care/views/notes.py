"""A therapist's own notes about a client."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intima.kit import clock, errors
from intima.kit.pages import page
from reflections.care.actions import links, notes
from reflections.care.doors import therapists_only
from reflections.care.forms import NoteForm
from reflections.care.models import CareLink, PrivateNote
from reflections.care.requests import TherapistRequest


def _subject(request: TherapistRequest, pk: uuid.UUID) -> CareLink:
    try:
        return notes.subject_of(request.therapist, pk)
    except CareLink.DoesNotExist as gone:
        raise Http404 from gone


@require_safe
@therapists_only
def kept(request: TherapistRequest) -> HttpResponse:
    """Whose consent ended while there were notes about them: the notes are still the therapist's own."""
    ended = [(link, notes.name_of(link)) for link in notes.kept_of(request.therapist)]
    return page(request, "care/kept.html", ended=ended)


@require_http_methods(["GET", "HEAD", "POST"])
@therapists_only
def about(request: TherapistRequest, pk: uuid.UUID) -> HttpResponse:
    """The notes about one client, and a new one."""
    link = _subject(request, pk)
    form = NoteForm(request.POST or None, initial={"key": uuid.uuid4()})
    if request.method == "POST":
        if "key" in form.errors:
            return errors.bad_request(request)
        if form.is_valid():
            sent = form.cleaned_data
            notes.keep(therapist=request.therapist, link=link, key=sent["key"], text=sent["text"], at=clock.now())
            return redirect("care:notes", pk=pk)
    return page(
        request,
        "care/notes.html",
        status=422 if request.method == "POST" else 200,
        link=link,
        name=notes.name_of(link),
        notes=PrivateNote.objects.of(request.user).filter(link=link),
        form=form,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@therapists_only
def note(request: TherapistRequest, pk: uuid.UUID, note_pk: uuid.UUID) -> HttpResponse:
    """Change one of them."""
    link = _subject(request, pk)
    mine = get_object_or_404(PrivateNote.objects.of(request.user).filter(link=link), pk=note_pk)
    form = NoteForm(request.POST or None, initial={"text": mine.text, "key": mine.pk})
    if request.method == "POST" and form.is_valid():
        notes.change(note=mine, text=form.cleaned_data["text"], at=clock.now())
        return redirect("care:notes", pk=pk)
    status = 422 if request.method == "POST" else 200
    return page(request, "care/note.html", status=status, link=link, name=notes.name_of(link), note=mine, form=form)


@require_POST
@therapists_only
def throw_away(request: TherapistRequest, pk: uuid.UUID, note_pk: uuid.UUID) -> HttpResponse:
    link = _subject(request, pk)
    notes.throw_away(note=get_object_or_404(PrivateNote.objects.of(request.user).filter(link=link), pk=note_pk))
    messages.info(request, _("The note is gone."))
    try:
        notes.subject_of(request.therapist, pk)
    except CareLink.DoesNotExist:  # it was the last one about somebody whose consent has ended
        return redirect("care:kept")
    return redirect("care:notes", pk=pk)


@require_safe
@therapists_only
def export(request: TherapistRequest, pk: uuid.UUID) -> HttpResponse:
    """All of them as one Markdown file."""
    link = _subject(request, pk)
    mine = PrivateNote.objects.of(request.user).filter(link=link).order_by("written_at", "pk")
    told = page(request, "care/notes.txt", name=notes.name_of(link), notes=mine)
    told.headers["Content-Type"] = "text/markdown; charset=utf-8"
    told.headers["Content-Disposition"] = 'attachment; filename="notes.md"'
    return told


@require_POST
@therapists_only
def end(request: TherapistRequest, pk: uuid.UUID) -> HttpResponse:
    """The therapist ends it: at once, as when the client does."""
    try:
        link = links.client_of(request.therapist, pk)
    except CareLink.DoesNotExist as gone:
        raise Http404 from gone
    links.end(link=link, by=request.user, at=clock.now())
    messages.info(request, _("Ended. Your own notes stay yours."))
    return redirect("care:kept")
