"""A therapist gives homework, looks at what became of it, and closes it in a session."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exercises.homework.actions import giving, reading
from exercises.homework.actions.giving import Part
from exercises.homework.forms import BOTH, DiscussForm, GiveForm
from exercises.homework.models import Half
from exercises.homework.packs import Pack
from exercises.homework.things import SHELVES, own_things, things_on
from intima.content import actions as content
from intima.kit import clock, errors
from intima.kit.pages import page
from reflections.care import actions as care
from reflections.care.doors import therapists_only
from reflections.care.models import CareLink
from reflections.care.requests import TherapistRequest
from reflections.releases import actions as releases

USUAL = timedelta(days=7)  # until when homework is, unless something else is said


def client_or_404(request: TherapistRequest, link: uuid.UUID) -> CareLink:
    try:
        return care.client_of(request.therapist, link)
    except CareLink.DoesNotExist as gone:
        raise Http404 from gone


def _partner(request: TherapistRequest, link: CareLink) -> CareLink | None:
    """The other of a couple, where both let the therapist know."""
    couple = care.couple_of(request.therapist, link.pk)
    return next(each for each in couple.links if each != link) if couple else None


@require_http_methods(["GET", "HEAD", "POST"])
@therapists_only
def assign(request: TherapistRequest, link: uuid.UUID) -> HttpResponse:
    """Give homework: one page, filled in by a pack (`?pack=`) or by what it takes the place of (`?from=`).

    From a couple's page (`?who=both`) it is for both, unless something else is chosen.
    """
    found, at = client_or_404(request, link), clock.now()
    person = request.therapist.person
    partner, today = _partner(request, found), person.today(at)
    for_both = partner is not None and request.GET.get("who") == BOTH
    shelves = content.shelves((*SHELVES, "pack"), person.language)
    packs: list[Pack] = [version.parsed for version in shelves["pack"]]
    known = [*own_things(person), *things_on(shelves).values()]
    extra: dict[str, Any] = {"things": known, "for_two": partner is not None, "today": today}
    if request.method == "POST":
        form = GiveForm(request.POST, **extra)
        if "key" in form.errors or "in_place_of" in form.errors:
            return errors.bad_request(request)
        if form.is_valid():
            return _give(request, form, found, partner)
    else:
        packed = _packed(request, packs, two=partner is not None)
        initial = _adapted(request, found) or {**packed, **({"who": BOTH} if for_both else {})}
        days = timedelta(days=initial.pop("days")) if "days" in initial else USUAL
        form = GiveForm(initial={"key": uuid.uuid4(), "due_on": today + days, **initial}, **extra)
    return page(
        request,
        "homework/assign.html",
        status=422 if form.errors else 200,
        link=found,
        partner=partner,
        for_both=for_both,
        packs=packs,
        chosen=request.GET.get("pack", ""),
        form=form,
    )


def _packed(request: TherapistRequest, packs: list[Pack], *, two: bool) -> dict[str, Any]:
    """The form's values for the pack that the address names, if it names one."""
    pack = next((each for each in packs if each.slug == request.GET.get("pack")), None)
    if pack is None:
        return {}
    return {
        "who": BOTH if two and pack.other else "one",
        "one": pack.one.key,
        "other": pack.other.key if pack.other else "",
        "days": pack.days,
        **{name: getattr(pack, name) for name in ("why", "plan", "obstacles", "every")},
    }


def _adapted(request: TherapistRequest, link: CareLink) -> dict[str, Any] | None:
    """The form's values for homework that was discussed and is to be changed."""
    if not (before := request.GET.get("from")):
        return None
    try:
        half = (
            Half.objects.given_by(request.therapist).going_on().select_related("assignment").get(pk=before, link=link)
        )
    except (Half.DoesNotExist, ValidationError) as gone:
        raise Http404 from gone
    said = {name: getattr(half.assignment, name) for name in ("why", "plan", "obstacles", "every")}
    return {"one": half.key, "in_place_of": half.pk, **said}


def _give(request: TherapistRequest, form: GiveForm, link: CareLink, partner: CareLink | None) -> HttpResponse:
    whom = [link, *([partner] if partner and len(form.keys) > 1 else [])]
    said = {name: form.cleaned_data[name] for name in ("key", "why", "plan", "obstacles", "every", "due_on")}
    try:
        made = giving.give(
            therapist=request.therapist,
            parts=[Part(each.pk, key) for each, key in zip(whom, form.keys, strict=True)],
            in_place_of=form.cleaned_data["in_place_of"],
            at=clock.now(),
            **said,
        )
        half = made.halves.get(link=link)
    except (giving.NotTheirClient, Half.DoesNotExist) as gone:  # meanwhile
        raise Http404 from gone
    names = {"one": link.client.name, "other": partner.client.name if partner else ""}
    text = _("Given to %(one)s and %(other)s.") if len(whom) > 1 else _("Given to %(one)s.")
    messages.success(request, text % names)
    return redirect("homework:given", link.pk, half.pk)


@require_safe
@therapists_only
def given(request: TherapistRequest, link: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """One client's part: what was given and said of it; and of one round what they released, which goes on record."""
    found = client_or_404(request, link)
    try:
        line = reading.given(request.therapist, found, pk)
    except Half.DoesNotExist as gone:
        raise Http404 from gone
    rounds = reading.released(found, line)
    wanted = request.GET.get("round", "")
    shown = next((each for each in rounds if each.round_on.isoformat() == wanted), rounds[0] if rounds else None)
    item = releases.open_item(link=found, pk=shown.copy_id, at=clock.now()) if shown else None  # None too: taken back
    colour = care.colour_of(request.therapist, link)
    return page(
        request, "homework/given.html", link=found, line=line, rounds=rounds, shown=shown, item=item, colour=colour
    )


@require_POST
@therapists_only
def discuss(request: TherapistRequest, link: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """Discussed: it goes on as it is, or it is over. To change it is to give something in its place."""
    found, form = client_or_404(request, link), DiscussForm(request.POST)
    if not form.is_valid():
        return errors.bad_request(request)
    then = form.cleaned_data["then"]
    try:
        reading.given(request.therapist, found, pk)
        (giving.keep if then == "keep" else giving.stop)(therapist=request.therapist, pk=pk, at=clock.now())
    except Half.DoesNotExist as gone:
        raise Http404 from gone
    messages.success(request, _("It goes on as it is.") if then == "keep" else _("It is over."))
    return redirect("homework:given", link, pk)
