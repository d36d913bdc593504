from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from exercises.lessons import actions
from exercises.lessons.actions import Reading
from exercises.lessons.forms import AnswerForm
from intima.accounts import lately
from intima.accounts.lately import journal_closed
from intima.accounts.models import Person
from intima.kit import clock
from intima.kit.doors import anyone, reader
from intima.kit.pages import page
from reflections.journal import actions as journal

# What the article's author offers elsewhere. We know of no address that stays right, so a practice sets the links.
BY_THE_AUTHOR = [
    (
        "Sacred Spaces: A Guide to Creating Emotional Safety",
        _("A free guide, for two or for one, about feeling close and about the signs a body gives."),
    ),
    ("Everyday Therapy", _("Her channel on YouTube.")),
    ("Intima Couples & Sex Therapy PLLC", _("Her practice in Colorado.")),
]


def _reader(request: HttpRequest) -> Person | None:
    """Who reads; None for somebody signed out, who may read everything and keeps nothing."""
    return request.user if isinstance(request.user, Person) else None


def _reading(request: HttpRequest, slug: str) -> Reading:
    try:
        return actions.reading(_reader(request), slug, get_language() or "")
    except actions.NoSuchStep as gone:
        raise Http404 from gone


@require_safe
@reader
def learn(request: HttpRequest) -> HttpResponse:
    return page(request, "lessons/learn.html", readings=actions.readings(_reader(request), get_language() or ""))


@require_safe
@reader
def first(request: HttpRequest) -> HttpResponse:
    """Into the lesson that stands first in the list."""
    found = actions.readings(_reader(request), get_language() or "")
    return redirect(found[0].url if found else "lessons:learn")


@require_safe
@reader
def lesson(request: HttpRequest, slug: str) -> HttpResponse:
    reading = _reading(request, slug)
    return redirect("lessons:step", slug, reading.step.key)


@require_http_methods(["GET", "HEAD", "POST"])
@reader
def step(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One step. Posting keeps its answer and then goes on, stops here, or (`then=keep`) only says when it was kept."""
    person, reading = _reader(request), _reading(request, slug)
    try:
        place = reading.at(key)
    except actions.NoSuchStep as gone:
        raise Http404 from gone
    question = place.step.question
    closed = journal_closed(request)
    kept = journal.answer_of(person, question.prompt) if person and question and not closed else None
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"answer": kept.text if kept else ""})
    if request.method == "POST" and form.is_valid():
        if person is not None:
            kept = _keep(request, person, place, form.cleaned_data["answer"])
        elif form.cleaned_data["answer"].strip():  # the visit ended while they wrote
            form.add_error(
                "answer", _("You are signed out now, so this was not kept. Copy it, sign in, and put it back.")
            )
        if form.is_valid() and request.POST.get("then") != "keep":
            return _go_on(request, reading, place)
    status = 422 if form.errors else 200
    shown = {"reading": reading, "place": place, "form": form, "kept": kept, "closed": closed and not form.is_bound}
    return page(request, "lessons/step.html#saved", status=status, **shown)


def _keep(request: HttpRequest, person: Person, place: actions.Place, text: str) -> journal.Words | None:
    """Keep an answer. From behind the lock it is a new one: what was kept before is neither changed nor told of."""
    if not journal_closed(request):
        lately.use_journal(request)
    prompt = place.step.question.prompt if place.step.question else ""
    anew = not lately.may_write_over(request, prompt)
    kept = actions.answer(person=person, place=place, text=text, at=clock.now(), anew=anew)
    if kept and anew:
        lately.note_written(request, prompt)
    return kept


def _go_on(request: HttpRequest, reading: Reading, place: actions.Place) -> HttpResponse:
    person, slug = _reader(request), reading.lesson.slug
    stopped = request.POST.get("then") == "stop"
    if person is not None and place.next is None and not stopped:
        actions.finish(person=person, version=reading.version, at=clock.now())
    elif person is not None:
        key = place.step.key if stopped or place.next is None else place.next.key
        actions.keep_place(person=person, version=reading.version, step_key=key, at=clock.now())
    if stopped:
        return redirect("today:today" if person else "lessons:learn")
    return redirect("lessons:step", slug, place.next.key) if place.next else redirect("lessons:done", slug)


@require_safe
@reader
def done(request: HttpRequest, slug: str) -> HttpResponse:
    reading, person = _reading(request, slug), _reader(request)
    after = None if person else actions.after(slug, get_language() or "")
    exercise = actions.exercise_of(reading.lesson, get_language() or "") if person else None
    return page(request, "lessons/done.html", reading=reading, after=after, exercise=exercise)


@require_safe
@anyone
def about(request: HttpRequest) -> HttpResponse:
    return page(request, "lessons/about.html")


@require_safe
@reader
def resources(request: HttpRequest) -> HttpResponse:
    """What there is elsewhere: by the article's author, and whatever else this site's practice links."""
    links = {link.title: link for link in settings.RESOURCES}
    by_the_author = [(title, says, links.pop(title, None)) for title, says in BY_THE_AUTHOR]
    return page(
        request,
        "lessons/resources.html",
        by_the_author=by_the_author,
        chosen=links.values(),
        linked=bool(settings.RESOURCES),
        unlinked=any(link is None for _title, _says, link in by_the_author),
    )
