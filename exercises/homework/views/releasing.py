"""What one told of a round, and which items of it the therapist sees, each looked at before."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exercises.homework import wording
from exercises.homework.actions import telling
from exercises.homework.actions.items import face_of
from exercises.homework.forms import ItemsForm
from exercises.homework.models import Report
from intima.accounts.doors import unlocked
from intima.accounts.requests import PersonRequest
from intima.kit import clock
from intima.kit.doors import signed_in
from intima.kit.pages import page
from reflections.releases.faces import kind_of
from reflections.shares import actions as shares
from reflections.spaces.actions import colour_of, tie_of


def _own(request: PersonRequest, pk: uuid.UUID) -> Report:
    try:
        return telling.own(request.user, pk)
    except Report.DoesNotExist as gone:
        raise Http404 from gone


@require_safe
@unlocked
def told(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """One's own report: what the therapist sees of it now, and what else could be shown."""
    report = _own(request, pk)
    link, face = report.half.link, face_of(report)
    standing = telling.standing(report)
    changed = standing is not None and standing.revision != face.revision
    is_open = telling.is_open(report)
    return page(
        request,
        "homework/told.html",
        report=report,
        face=face,
        kind=kind_of(Report.share_kind),
        standing=standing,
        changed=changed,
        link=link,
        colour=colour_of(tie_of(request.user)),
        is_open=is_open,
        said=wording.said(report.said, report.half),
        may_change=is_open and report.is_present(request.user.today(clock.now())),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def show(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """The chosen items exactly as the therapist would have them; sent, they are released, or shown anew first.

    While changed terms wait to be accepted, the page of the report says so.
    """
    report = _own(request, pk)
    link = report.half.link
    if not telling.is_open(report):
        raise Http404
    if not link.is_on_terms:
        return redirect("homework:told", pk)
    whole = face_of(report)
    posted = request.POST if request.method == "POST" else request.GET
    form = ItemsForm(posted, face=whole, alone=link.therapist.keeps_some)
    outdated = not form.is_valid()
    if not form.chosen and not outdated:
        messages.info(request, _("Tick at least one thing to show."))
        return redirect("homework:told", pk)
    face = whole.with_only(form.chosen)
    if request.method == "POST" and not outdated:
        try:
            telling.release(
                client=request.user,
                pk=pk,
                keys=form.chosen,
                audience=form.for_what,
                revision=form.cleaned_data["revision"],
                at=clock.now(),
            )
        except (shares.PreviewOutdated, shares.NotTheirTherapist, shares.NoSecrets):
            outdated = True
        else:
            return redirect("homework:told", pk)
    tie = tie_of(request.user)
    filled: dict[str, Any] = {"item": form.chosen, "audience": form.for_what.value, "revision": face.revision}
    return page(
        request,
        "homework/show.html",
        status=422 if outdated else 200,
        outdated=outdated,
        report=report,
        face=face,
        kind=kind_of(Report.share_kind),
        link=link,
        audience=form.for_what,
        tie=tie,
        colour=colour_of(tie),
        form=ItemsForm(initial=filled, face=whole, alone=link.therapist.keeps_some),
    )


@require_POST
@signed_in
def take_back(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Acts on the very next request."""
    report = _own(request, pk)
    telling.take_back(client=request.user, pk=report.pk)
    messages.success(request, _("Taken back. It may already have been read."))
    return redirect("homework:told", pk)
