"""The steps of an exercise of one's own: adding, changing, ordering and taking them out."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from exercises.authoring.actions import writing
from exercises.authoring.actions.reading import draft_of
from exercises.authoring.drafts import Draft
from exercises.authoring.forms import step_form
from exercises.authoring.models import OwnExercise
from exercises.authoring.views.pages import own_or_404
from exercises.authoring.wording import KINDS
from intima.kit import clock, errors
from intima.kit.pages import page
from reflections.care.doors import therapists_only
from reflections.care.requests import TherapistRequest


@require_http_methods(["GET", "HEAD", "POST"])
@therapists_only
def add(request: TherapistRequest, pk: uuid.UUID, kind: str) -> HttpResponse:
    """A further step, at the end."""
    draft = draft_of(own_or_404(request, pk))
    if kind not in KINDS:
        raise Http404
    form = step_form(kind, request.POST if request.method == "POST" else None, earlier=draft.steps)
    if form.is_valid():
        try:
            key = writing.add_step(author=request.user, pk=pk, step=form.step, at=clock.now())
        except OwnExercise.DoesNotExist as gone:  # thrown away in another window
            raise Http404 from gone
        except writing.TooManySteps:
            form.add_error(None, _("Forty steps are the most. Take one out first, or make two exercises of it."))
        else:
            messages.success(request, _("Added."))
            return redirect(f"{_home(pk)}#{key}")
    return _page(request, pk, draft, kind, form)


@require_http_methods(["GET", "HEAD", "POST"])
@therapists_only
def step(request: TherapistRequest, pk: uuid.UUID, key: str) -> HttpResponse:
    """One step as it stands, to be changed. Its key stays."""
    draft = draft_of(own_or_404(request, pk))
    number = draft.at(key)
    if number is None:
        raise Http404
    kept = draft.steps[number]
    posted = request.POST if request.method == "POST" else None
    form = step_form(kept["kind"], posted, kept=kept, earlier=draft.steps[:number])
    if form.is_valid():
        try:
            writing.change_step(author=request.user, pk=pk, key=key, step=form.step, at=clock.now())
        except (OwnExercise.DoesNotExist, writing.NoSuchStep) as gone:  # taken out in another window
            raise Http404 from gone
        return redirect(f"{_home(pk)}#{key}")
    return _page(request, pk, draft, kept["kind"], form, number + 1)


def _home(pk: uuid.UUID) -> str:
    return reverse("authoring:exercise", args=[pk])


def _page(
    request: TherapistRequest, pk: uuid.UUID, draft: Draft, kind: str, form: object, number: int | None = None
) -> HttpResponse:
    return page(
        request,
        "authoring/step.html",
        status=422 if getattr(form, "errors", None) else 200,
        pk=pk,
        draft=draft,
        kind=KINDS[kind],
        form=form,
        number=number,
    )


@require_POST
@therapists_only
def move(request: TherapistRequest, pk: uuid.UUID, key: str) -> HttpResponse:
    """One place up or down."""
    to = request.POST.get("to")
    if to not in {"up", "down"}:
        return errors.bad_request(request)
    try:
        writing.move_step(author=request.user, pk=pk, key=key, to=to, at=clock.now())  # type: ignore[arg-type]
    except (OwnExercise.DoesNotExist, writing.NoSuchStep) as gone:
        raise Http404 from gone
    return redirect(f"{_home(pk)}#{key}")


@require_POST
@therapists_only
def remove(request: TherapistRequest, pk: uuid.UUID, key: str) -> HttpResponse:
    try:
        writing.remove_step(author=request.user, pk=pk, key=key, at=clock.now())
    except OwnExercise.DoesNotExist as gone:
        raise Http404 from gone
    messages.success(request, _("Taken out. Whoever began the exercise before still finds it in theirs."))
    return redirect(_home(pk))
