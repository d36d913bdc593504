"""One's own words: writing, reading, changing, deleting, finding them; and what a partner shares."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intima.accounts.doors import unlocked, unlocked_to_read
from intima.accounts.lately import journal_closed
from intima.accounts.requests import PersonRequest
from intima.kit import clock, seal
from intima.kit.leaf import PAGE, Leaf, leaf
from intima.kit.pages import page
from reflections.journal.actions import entries, prompts, sharing, words
from reflections.journal.actions.questions import PromptText, of_the_day, rests
from reflections.journal.forms import LENSES, DraftForm, EditForm, SearchForm, WriteForm
from reflections.journal.models import Draft, Entry, Exchange
from reflections.journal.views.closed import say_kept, typed_back
from reflections.journal.views.lines import own_lines, question, their_lines
from reflections.releases.actions import standings
from reflections.spaces.actions import Tie, tie_of


@require_safe
@unlocked
def journal(request: PersonRequest) -> HttpResponse:
    """A place to write, and what one has kept; with `?from=partner` what the partner shares."""
    tie = tie_of(request.user)
    known = prompts(request.user.language)
    if tie is not None and request.GET.get("from") == "partner":
        found = leaf(Entry.objects.from_others(request.user), request.GET.get("page"))
        seal.fetch({entry.author_id for entry in found.rows})
        return page(request, "journal/from_partner.html", tie=tie, leaf=found, lines=their_lines(found.rows, known))
    drafts = entries.drafts(request.user)
    begun = drafts[0] if drafts else None
    day = request.user.today(clock.now())
    todays = of_the_day(known, request.user, day)
    if todays is not None and rests(request.user, todays, day):
        todays = None
    prompt = known.get(begun.prompt) if begun else todays
    found = leaf(Entry.objects.of(request.user), request.GET.get("page"))
    return page(
        request,
        "journal/journal.html",
        **_writing(tie, prompt, begun),
        for_today=prompt is not None and prompt == todays,
        drafts=[(draft, question(known, draft.prompt)) for draft in drafts[1:]],
        search=SearchForm(),
        leaf=found,
        lines=own_lines(found.rows, known),
        shares_anything=tie is not None and sharing.shares_anything(tie),
        answered_before=tie is None and Exchange.objects.visible_to(request.user).exists(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked_to_read
def write(request: PersonRequest) -> HttpResponse:
    """Write something new; `?prompt=slug` puts a question, `?draft=key` goes on with what was begun.

    Sent with `next`, it saves what was begun and leads on: to the questions, or to a page without one.
    """
    tie, at = tie_of(request.user), clock.now()
    known = prompts(request.user.language)
    if request.method != "POST":
        begun = next((each for each in entries.drafts(request.user) if str(each.key) == request.GET.get("draft")), None)
        prompt = known.get(begun.prompt if begun else request.GET.get("prompt", ""))
        return page(request, "journal/write.html", **_writing(tie, prompt, begun))
    form = WriteForm(request.POST, alone=tie is None)
    begun_form = DraftForm(request.POST)
    if "next" in request.POST and begun_form.is_valid():
        return _save_and_lead_on(request, known, begun_form.cleaned_data, at)
    if journal_closed(request) and not form.is_valid():
        return typed_back(request, form)
    if "next" in request.POST or not form.is_valid():
        prompt = known.get(form.data.get("prompt", ""))
        form.fields["text"].help_text = prompt.hint if prompt else ""
        answer = _writing(tie, prompt, None) | {"form": form}
        return page(request, "journal/write.html", status=422, **answer)
    kept = form.cleaned_data
    entry = entries.keep(
        author=request.user,
        key=kept["key"],
        prompt=kept["prompt"] if kept["prompt"] in known else "",
        text=kept["text"],
        lens=kept["lens"],
        at=at,
    )
    say_kept(request)
    if kept["who"] == "partner":
        return redirect("journal:share", pk=entry.pk)
    return redirect("journal:entry", pk=entry.pk)


def _save_and_lead_on(
    request: PersonRequest, known: dict[str, PromptText], begun: dict[str, Any], at: datetime
) -> HttpResponse:
    prompt = begun["prompt"] if begun["prompt"] in known else ""
    entries.save_draft(author=request.user, key=begun["key"], prompt=prompt, text=begun["text"], at=at)
    if begun["text"]:
        messages.success(request, _("What you began is saved. It waits in your journal."))
    return redirect("journal:questions" if request.POST["next"] == "questions" else "journal:write")


def _writing(tie: Tie | None, prompt: PromptText | None, begun: Draft | None) -> dict[str, Any]:
    """What the writing card needs: the question, and the form with what was begun."""
    first = {
        "who": "me",
        "lens": "",
        "prompt": prompt.slug if prompt else "",
        "key": begun.key if begun else uuid.uuid4(),
        "text": begun.text if begun else "",
    }
    form = WriteForm(initial=first, alone=tie is None)
    form.fields["text"].help_text = prompt.hint if prompt else ""
    return {"tie": tie, "prompt": prompt, "form": form, "draft": begun}


@require_safe
@unlocked
def entry(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """One's own entry with all that can be done with it; or, of another's, the words that they share."""
    found = get_object_or_404(Entry.objects.visible_to(request.user), pk=pk)
    tie = tie_of(request.user)
    known = prompts(request.user.language)
    if found.author_id != request.user.pk:
        (line,) = their_lines([found], known)
        return page(request, "journal/shown.html", tie=tie, line=line)
    (own,) = own_lines([found], known)
    lens = dict(LENSES)[_nearest_lens(found.lens)] if found.lens is not None else ""
    return page(
        request,
        "journal/entry.html",
        tie=tie,
        line=own,
        earlier=found.shown if own.changed_since else "",
        lens=lens,
        standings=standings(request.user, Entry.share_kind, pk),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked_to_read
def edit(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Change one's own words. What is shared stays as it was until it is shared again."""
    found = get_object_or_404(Entry.objects.of(request.user), pk=pk)
    tie = tie_of(request.user)
    (line,) = own_lines([found], prompts(request.user.language))
    context: dict[str, Any] = {"tie": tie, "line": line, "draft": None}
    if request.method != "POST":
        draft = entries.draft_of(found)
        first = {
            "text": draft.text if draft else found.text,
            "lens": "" if found.lens is None else _nearest_lens(found.lens),
            "base": found.revision,
        }
        return page(request, "journal/edit.html", **context | {"form": EditForm(initial=first), "draft": draft})
    form = EditForm(request.POST)
    if form.is_valid():
        kept = form.cleaned_data
        try:
            entries.edit(author=request.user, pk=pk, base=kept["base"], text=kept["text"], lens=kept["lens"])
            say_kept(request)
            return redirect("journal:entry", pk=pk)
        except entries.ChangedMeanwhile:
            form = EditForm({**request.POST.dict(), "base": found.revision})
            form.add_error(
                None,
                _("These words were changed in another window meanwhile. Keep yours again and they take their place."),
            )
    if journal_closed(request):
        return typed_back(request, form)
    return page(request, "journal/edit.html", status=422, **context, form=form)


def _nearest_lens(lens: int) -> str:
    return str(min((0, 3, 5, 7, 10), key=lambda each: abs(each - lens)))


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def delete(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask once, then delete the words and what was shared of them."""
    found = get_object_or_404(Entry.objects.of(request.user), pk=pk)
    tie = tie_of(request.user)
    if request.method == "POST":
        entries.delete(author=request.user, pk=pk)
        messages.success(request, _("Deleted. Nobody is told."))
        return redirect("journal:journal")
    (line,) = own_lines([found], prompts(request.user.language))
    return page(request, "journal/delete.html", tie=tie, line=line)


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def search(request: PersonRequest) -> HttpResponse:
    """Find one's own words. By POST, so that what was looked for stands in no address, log or history."""
    if request.method != "POST":
        return redirect("journal:journal")
    form = SearchForm(request.POST)
    if not form.is_valid():
        return page(request, "journal/search.html", status=422, search=form, term="", leaf=None, lines=[])
    term, number = form.cleaned_data["q"], form.cleaned_data["page"] or 1
    if not term:
        return redirect("journal:journal")
    rows = words.search(author=request.user, term=term, skip=(number - 1) * PAGE, take=PAGE + 1)
    found = Leaf(number, rows[:PAGE], len(rows) > PAGE)
    tie = tie_of(request.user)
    lines = own_lines(found.rows, prompts(request.user.language))
    return page(request, "journal/search.html", search=form, term=term, tie=tie, leaf=found, lines=lines)
