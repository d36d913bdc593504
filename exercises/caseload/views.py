"""The therapist's pages. Whoever ends their consent is gone from all of them at the next request, as if never there."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exercises.caseload import pictures, wording
from exercises.caseload.actions import cases, meetings, reading
from exercises.caseload.actions.cases import Case, Order, Page
from exercises.caseload.forms import FindForm, MeetingForm
from intima.kit import clock
from intima.kit.leaf import number_of
from intima.kit.pages import page
from reflections.care import actions as care
from reflections.care.doors import therapists_only
from reflections.care.models import CareLink
from reflections.care.requests import TherapistRequest


def _case_or_404(request: TherapistRequest, link: uuid.UUID, together: bool) -> Case:
    try:
        one, couple = care.client_and_couple(request.therapist, link)
    except CareLink.DoesNotExist as gone:
        raise Http404 from gone
    if not together:
        return cases.case_of(one, couple, clock.now())
    if couple is None:
        raise Http404
    return cases.couple_case(couple, clock.now())


@require_safe
@therapists_only
def clients(request: TherapistRequest) -> HttpResponse:
    """The caseload, page by page, in one of three orders."""
    asked = request.GET.get("order")
    order = Order(asked) if asked in Order.values else Order.SESSION
    leaf = cases.caseload(request.therapist, at=clock.now(), order=order, number=number_of(request.GET.get("page")))
    return _clients(request, leaf, FindForm(), order=order)


@require_http_methods(["GET", "HEAD", "POST"])
@therapists_only
def find(request: TherapistRequest) -> HttpResponse:
    """Clients by name. By POST, so that no name stands in an address, a log or a history."""
    if request.method != "POST":
        return redirect("caseload:clients")
    form = FindForm(request.POST)
    term = form.cleaned_data["q"] if form.is_valid() else ""
    if not term and not form.errors:
        return redirect("caseload:clients")
    number = form.cleaned_data.get("page") or 1
    leaf = cases.caseload(request.therapist, at=clock.now(), order=Order.NAME, number=number, term=term)
    return _clients(request, leaf, form, status=422 if form.errors else 200, order=Order.NAME, term=term)


def _clients(request: TherapistRequest, leaf: Page, form: FindForm, **context: Any) -> HttpResponse:
    at = clock.now()
    return page(
        request,
        "caseload/clients.html",
        day=request.user.today(at),
        leaf=leaf,
        lines=[wording.line(line, at) for line in leaf.rows],
        orders=Order,
        search=form,
        **context,
    )


@require_safe
@therapists_only
def client(request: TherapistRequest, link: uuid.UUID, together: bool = False) -> HttpResponse:
    """One client, or a couple that both allowed to be known as one: what was given, and what they released."""
    case = _case_or_404(request, link, together)
    return _client(request, case, MeetingForm(initial={"at": case.meets_at}, now=clock.now()))


def _client(request: TherapistRequest, case: Case, form: MeetingForm) -> HttpResponse:
    at, therapist = clock.now(), request.therapist
    since = case.since(at)
    found = reading.released(therapist, case, request.GET.get("page"))
    return page(
        request,
        "caseload/client.html",
        status=422 if form.errors else 200,
        case=case,
        head=wording.head(case, at),
        people=reading.people_of(case),
        since=request.user.today(since),
        work=reading.work_of(case, since, request.user.language),
        released=found,
        has_loop=case.is_couple and any(row.key == reading.LOOP_CARD for row in found.rows),
        rows=[(row, wording.glyph(row.key)) for row in found.rows],
        form=form,
    )


@require_POST
@therapists_only
def session(request: TherapistRequest, link: uuid.UUID, together: bool = False) -> HttpResponse:
    """Write down when the next session is, or that none is."""
    case = _case_or_404(request, link, together)
    form = MeetingForm(request.POST, now=clock.now())
    if not form.is_valid():
        return _client(request, case, form)
    meetings.set_next(links=case.links, meets_at=form.cleaned_data["at"], at=clock.now())
    messages.success(request, _("Kept."))
    return redirect(wording.url(case))


@require_safe
@therapists_only
def loop(request: TherapistRequest, link: uuid.UUID) -> HttpResponse:
    """The cards of a couple as the loop that they make; both are opened by that, and written into the ledger."""
    case, at = _case_or_404(request, link, together=True), clock.now()
    cards = reading.cards(therapist=request.therapist, case=case, at=at)
    if not cards:
        raise Http404
    return page(request, "caseload/loop.html", head=wording.head(case, at), turns=pictures.turns(cards))


@require_safe
@therapists_only
def brief(request: TherapistRequest, link: uuid.UUID, together: bool = False) -> HttpResponse:
    """One page to print for a session. All that it shows is opened by that, and written into the ledger."""
    case, at = _case_or_404(request, link, together), clock.now()
    since, person = case.since(at), request.user
    found = reading.brief(therapist=request.therapist, case=case, since=since, language=person.language, at=at)
    trends, released = pictures.split(found.released)
    return page(
        request,
        "caseload/brief.html",
        case=case,
        head=wording.head(case, at),
        brief=found,
        released=released,
        pictures=pictures.pictures(trends),
        since=person.today(since),
        today=person.today(at),
    )
