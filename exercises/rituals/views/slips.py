"""A slip: writing it, and what its author, or its reader, may do with it."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exercises.rituals.actions import promises, slips
from exercises.rituals.forms import MoveForm, PromiseForm, ThanksForm, TouchForm
from exercises.rituals.models import Slip
from intima.accounts import lately
from intima.accounts.doors import ask_first, unlocked
from intima.accounts.models import Person
from intima.accounts.requests import PersonRequest
from intima.kit import clock, errors
from intima.kit.doors import signed_in
from intima.kit.pages import page
from reflections.shares.actions import PreviewOutdated
from reflections.spaces.actions import NotTogether, tie_of
from reflections.spaces.doors import members_only
from reflections.spaces.requests import MemberRequest

KIND = Slip.Kind
FORMS: dict[str, Any] = {KIND.THANKS: ThanksForm, KIND.TOUCH: TouchForm, KIND.PROMISE: PromiseForm}
HOME: dict[str, str] = {
    KIND.THANKS: "rituals:jar",
    KIND.TOUCH: "rituals:touch",
    KIND.PROMISE: "rituals:promises",
    KIND.WORD: "rituals:words",
}


def _seen(act: Callable[..., Any], **arguments: object) -> Any:
    """Do something with a slip that the person may do it with; any other is as one that never was."""
    try:
        return act(**arguments)
    except (Slip.DoesNotExist, NotTogether) as gone:
        raise Http404 from gone


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def write(request: PersonRequest, kind: str) -> HttpResponse:
    """Write a slip, or with `?change=` its id write one's own anew. It is kept for oneself; its page says what then."""
    if kind not in FORMS:
        raise Http404
    at, person, tie = clock.now(), request.user, tie_of(request.user)
    extra = {"at": at} if kind == KIND.PROMISE else {}
    if request.method != "POST":
        initial: dict[str, Any] = {"key": uuid.uuid4()}
        if change := request.GET.get("change"):
            if asked := ask_first(request):
                return asked
            initial = _own_words(person, kind, change, at)
        return page(request, "rituals/write.html", form=FORMS[kind](initial=initial, **extra), kind=kind, tie=tie)
    form = FORMS[kind](request.POST, **extra)
    if "key" in form.errors:
        return errors.bad_request(request)
    key = form.cleaned_data["key"]
    if not lately.may_write_over(request, f"{kind} {key}") and slips.writes_over(author=person, kind=kind, key=key):
        form.add_error(None, lately.STAYS)
    if not form.is_valid():
        return page(request, "rituals/write.html", form=form, kind=kind, tie=tie, status=422)
    pk = slips.keep(author=person, kind=kind, key=key, at=at, **form.words())
    lately.note_written(request, f"{kind} {key}")
    return redirect("rituals:slip", pk)


def _own_words(person: Person, kind: str, change: str, at: datetime) -> dict[str, Any]:
    """The form's values for a slip of one's own; its id is the key."""
    try:
        own = Slip.objects.of(person, at).get(pk=uuid.UUID(change), kind=kind)
    except (Slip.DoesNotExist, ValueError) as gone:
        raise Http404 from gone
    return {"key": own.pk, **FORMS[kind].filled(own)}


@require_safe
@unlocked
def slip(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """A slip as its reader has it; for its author, what may become of it, and what the other would see."""
    return _page(request, pk)


def _page(request: PersonRequest, pk: uuid.UUID, form: MoveForm | None = None) -> HttpResponse:
    at, person = clock.now(), request.user
    found = _seen(Slip.objects.visible_to(person, at).get, pk=pk)
    tie = tie_of(person)
    line = slips.read(person, [found], tie)[0]
    evening = slips.evening(person, at)
    return page(
        request,
        "rituals/slip.html",
        line=line,
        tie=tie,
        home=HOME[line.kind],
        evening=evening,
        noticing=promises.noticing(),
        is_today=person.today(evening) == person.today(at),
        noticed=line.kind == KIND.PROMISE and not line.mine and promises.has_noticed(person, pk),
        form=form or MoveForm(at=at),
        status=422 if form else 200,
    )


@require_POST
@members_only
def give(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Send or share it as its page showed it; from a page made for somebody or something else, nothing goes."""
    if request.POST.get("space") != str(request.tie.space.pk):
        return redirect("rituals:slip", pk)
    tonight = request.POST.get("when") == "tonight"
    seen = request.POST.get("seen", "")
    try:
        note = _seen(slips.give, tie=request.tie, pk=pk, at=clock.now(), seen=seen, tonight=tonight)
    except PreviewOutdated:
        messages.info(request, _("It was changed in another window meanwhile. This is how it reads now."))
        return redirect("rituals:slip", pk)
    if note is None:
        return redirect("rituals:slip", pk)
    messages.success(request, _("Sent."))
    return redirect("notes:note", note)


@require_POST
@signed_in
def take_back(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    _seen(slips.take_back, author=request.user, pk=pk, at=clock.now())
    messages.success(request, _("It is yours alone again."))
    return redirect("rituals:slip", pk)


@require_POST
@unlocked
def throw_away(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    at = clock.now()
    own = _seen(Slip.objects.of(request.user, at).get, pk=pk)
    _seen(slips.throw_away, author=request.user, pk=pk, at=at)
    messages.success(request, _("Thrown away."))
    return redirect(HOME[own.kind])


@require_POST
@signed_in
def done(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    _seen(promises.done, author=request.user, pk=pk, at=clock.now())
    return redirect("rituals:slip", pk)


@require_POST
@unlocked
def move(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Give a promise another time."""
    at = clock.now()
    form = MoveForm(request.POST, at=at)
    _seen(Slip.objects.of(request.user, at).get, pk=pk, kind=KIND.PROMISE)
    if not form.is_valid():
        return _page(request, pk, form)
    _seen(promises.move, author=request.user, pk=pk, due_at=form.cleaned_data["due_at"], at=at)
    return redirect("rituals:slip", pk)


@require_POST
@members_only
def notice(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Say that one noticed, in the words of the button's page."""
    _seen(promises.notice, tie=request.tie, pk=pk, at=clock.now())
    messages.success(request, _("Sent."))
    return redirect("rituals:slip", pk)
