"""A therapist's own exercises: the list, beginning one, and the page on which it is written."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exercises.authoring import drafts
from exercises.authoring.actions import writing
from exercises.authoring.actions.reading import draft_of
from exercises.authoring.drafts import Body, Draft
from exercises.authoring.forms import AboutForm, TakeInForm
from exercises.authoring.forms.fields import sentence
from exercises.authoring.models import OwnExercise
from exercises.authoring.wording import KINDS, Kind
from intima.content import actions as content
from intima.content.ideas import PARTS
from intima.content.schema import Lesson
from intima.kit import clock
from intima.kit.pages import page
from reflections.care.doors import therapists_only
from reflections.care.requests import TherapistRequest


def own_or_404(request: TherapistRequest, pk: uuid.UUID) -> OwnExercise:
    try:
        return OwnExercise.objects.of(request.user).get(pk=pk)
    except OwnExercise.DoesNotExist as gone:
        raise Http404 from gone


@dataclass(frozen=True)
class Row:
    """One exercise in the list."""

    own: OwnExercise
    draft: Draft


@dataclass(frozen=True)
class StepRow:
    """One step on the page where an exercise is written; `says` is what keeps it from being published."""

    key: str
    heading: str
    kind: Kind
    says: tuple[str, ...]


@require_safe
@therapists_only
def exercises(request: TherapistRequest) -> HttpResponse:
    """The therapist's own exercises, what was changed last first."""
    rows = [Row(own, draft_of(own)) for own in OwnExercise.objects.of(request.user)]
    return page(request, "authoring/exercises.html", rows=rows)


def _lessons(request: TherapistRequest) -> list[Lesson]:
    found: list[Lesson] = [version.parsed for version in content.current("lesson", request.user.language)]
    return sorted(found, key=lambda lesson: PARTS.index(lesson.part))


@require_http_methods(["GET", "HEAD", "POST"])
@therapists_only
def new(request: TherapistRequest) -> HttpResponse:
    """Begin an exercise by saying what it is about."""
    form = AboutForm(request.POST if request.method == "POST" else None, lessons=_lessons(request))
    if form.is_valid():
        language = request.user.language
        own = writing.begin(author=request.user, body=_without_none(form.about), language=language, at=clock.now())
        return redirect("authoring:exercise", own.pk)
    return page(request, "authoring/about.html", status=422 if form.errors else 200, form=form)


def _without_none(about: Body) -> Body:
    return {name: value for name, value in about.items() if value is not None}


@require_http_methods(["GET", "HEAD", "POST"])
@therapists_only
def about(request: TherapistRequest, pk: uuid.UUID) -> HttpResponse:
    """Say anew what an exercise is about."""
    own = own_or_404(request, pk)
    draft = draft_of(own)
    posted = request.POST if request.method == "POST" else None
    form = AboutForm(posted, initial=draft.body, lessons=_lessons(request))
    if form.is_valid():
        writing.describe(author=request.user, pk=pk, about=form.about, at=clock.now())
        return redirect("authoring:exercise", pk)
    return page(request, "authoring/about.html", status=422 if form.errors else 200, form=form, own=own, draft=draft)


@require_safe
@therapists_only
def library(request: TherapistRequest) -> HttpResponse:
    """The library's exercises that can be copied and adapted."""
    found = [version.parsed for version in content.current("exercise", request.user.language)]
    steps = [exercise for exercise in found if not exercise.room]
    return page(request, "authoring/library.html", found=sorted(steps, key=lambda each: PARTS.index(each.part)))


@require_POST
@therapists_only
def copy_library(request: TherapistRequest, slug: str) -> HttpResponse:
    try:
        own = writing.copy_library(author=request.user, slug=slug, at=clock.now())
    except writing.NothingToCopy as gone:
        raise Http404 from gone
    messages.success(request, _("Copied. Whatever you change here, the library’s own stays as it is."))
    return redirect("authoring:exercise", own.pk)


@require_POST
@therapists_only
def copy(request: TherapistRequest, pk: uuid.UUID) -> HttpResponse:
    own_or_404(request, pk)
    own = writing.copy(author=request.user, pk=pk, at=clock.now())
    messages.success(request, _("Copied. This is the copy."))
    return redirect("authoring:exercise", own.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@therapists_only
def take_in(request: TherapistRequest) -> HttpResponse:
    """Take an exercise in from a file of the library's form. What is wrong with it is said by its line."""
    form = TakeInForm(request.POST, request.FILES) if request.method == "POST" else TakeInForm()
    if form.is_valid():
        own = writing.take_in(author=request.user, exercise=form.exercise, at=clock.now())
        return redirect("authoring:exercise", own.pk)
    return page(request, "authoring/take_in.html", status=422 if form.errors else 200, form=form)


@require_safe
@therapists_only
def exercise(request: TherapistRequest, pk: uuid.UUID) -> HttpResponse:
    """One exercise being written: its steps in their order, and what can be done with it."""
    return _page(request, own_or_404(request, pk))


def _page(request: TherapistRequest, own: OwnExercise, status: int = 200) -> HttpResponse:
    draft = draft_of(own)
    problems = draft.problems()
    said = [(place, sentence(says)) for place, says in problems]
    rows = [
        StepRow(
            step["key"],
            step.get("ask") or step["title"],
            KINDS[step["kind"]],
            tuple(says for place, says in said if place[:2] == ("steps", number)),
        )
        for number, step in enumerate(draft.steps)
    ]
    return page(
        request,
        "authoring/exercise.html",
        status=status,
        own=own,
        draft=draft,
        rows=rows,
        problems=[says for place, says in said if len(place) < 2 or place[0] != "steps"] if draft.steps else [],
        is_ready=not problems,
        kinds=KINDS.values(),
    )


@require_POST
@therapists_only
def publish(request: TherapistRequest, pk: uuid.UUID) -> HttpResponse:
    """Make it what clients begin from now on, as its page showed it."""
    own = own_or_404(request, pk)
    seen = request.POST.get("revision", "")
    try:
        writing.publish(
            author=request.user, pk=pk, revision=int(seen) if seen.isdecimal() and len(seen) < 9 else 0, at=clock.now()
        )
    except writing.Changed:
        messages.info(request, _("It was changed in another window meanwhile. This is how it stands now."))
    except drafts.NotReady:
        return _page(request, own, status=422)
    else:
        messages.success(request, _("Published. Whoever is in the middle of an earlier version finishes that one."))
    return redirect("authoring:exercise", pk)


@require_safe
@therapists_only
def file(request: TherapistRequest, pk: uuid.UUID) -> HttpResponse:
    """What is written, as a file of the library's form."""
    draft = draft_of(own_or_404(request, pk))
    answer = HttpResponse(drafts.written_out(draft), content_type="application/yaml; charset=utf-8")
    name = slugify(draft.title)[:50] or "exercise"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
    return answer


@require_POST
@therapists_only
def put_away(request: TherapistRequest, pk: uuid.UUID) -> HttpResponse:
    own_or_404(request, pk)
    writing.put_away(author=request.user, pk=pk, at=clock.now())
    messages.success(request, _("Put away. Whoever has it keeps it; nobody is given it anew."))
    return redirect("authoring:exercises")


@require_POST
@therapists_only
def take_up(request: TherapistRequest, pk: uuid.UUID) -> HttpResponse:
    own_or_404(request, pk)
    writing.take_up(author=request.user, pk=pk)
    return redirect("authoring:exercise", pk)


@require_POST
@therapists_only
def throw_away(request: TherapistRequest, pk: uuid.UUID) -> HttpResponse:
    """Delete what was never published."""
    own_or_404(request, pk)
    try:
        writing.throw_away(author=request.user, pk=pk)
    except writing.WasPublished:
        messages.info(request, _("Clients may be doing it, so it stays. You can put it away."))
        return redirect("authoring:exercise", pk)
    messages.success(request, _("Thrown away."))
    return redirect("authoring:exercises")
