"""A client's pages of what a therapist sees, and the page on which a therapist reads one thing."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intima.accounts.doors import unlocked
from intima.accounts.requests import PersonRequest
from intima.kit import clock, errors
from intima.kit.doors import signed_in
from intima.kit.leaf import leaf
from intima.kit.pages import page
from reflections.care import actions as care
from reflections.care import ledger
from reflections.care.doors import therapists_only
from reflections.care.models import CareLink, Opening
from reflections.care.requests import TherapistRequest
from reflections.releases import actions
from reflections.releases.faces import Kind, kind_of
from reflections.releases.forms import ReleaseForm
from reflections.releases.models import Released
from reflections.shares.actions import NoSecrets, NotTheirTherapist, PreviewOutdated
from reflections.shares.models import Share
from reflections.spaces.actions import colour_of, tie_of


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def release(request: PersonRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Show exactly what a therapist would see; release that, or show it anew when it is no longer so."""
    known = kind_of(kind)
    if known is None or actions.face_of(request.user, kind, pk) is None:
        raise Http404
    sent = request.POST if request.method == "POST" else request.GET
    standings = actions.standings(request.user, kind, pk)
    standing = _chosen(standings, sent.get("link"))
    if standing is None:
        return page(request, "releases/nobody.html", url=known.url(pk), standings=standings)
    form = ReleaseForm(request.POST, therapist=standing.link.therapist) if request.method == "POST" else None
    if form is None or not form.is_valid():
        if form is not None and form.errors.keys() & {"revision", "link"}:
            return errors.bad_request(request)
        return _preview(request, known, pk, standings, standing, form)
    try:
        actions.release(
            author=request.user,
            link=standing.link,
            kind=kind,
            origin=pk,
            revision=form.cleaned_data["revision"],
            audience=Share.Audience(form.cleaned_data["audience"]),
            parts=request.POST.getlist("part"),  # as they were looked at; of none, nothing goes
            at=clock.now(),
        )
    except (PreviewOutdated, NotTheirTherapist, NoSecrets):
        return _preview(request, known, pk, standings, standing, outdated=True)
    name = standing.link.therapist.name
    messages.success(request, _("%(name)s can read it now. Take it back whenever you like.") % {"name": name})
    return redirect(known.url(pk))


def _chosen(standings: list[actions.Standing], asked: str | None) -> actions.Standing | None:
    """The therapist whom the page is about: the one that was asked for, or the first there is."""
    found = [each for each in standings if str(each.link.pk) == asked]
    return found[0] if found else None if asked else next(iter(standings), None)


def _preview(
    request: PersonRequest,
    kind: Kind,
    pk: uuid.UUID,
    standings: list[actions.Standing],
    standing: actions.Standing,
    form: ReleaseForm | None = None,
    *,
    outdated: bool = False,
) -> HttpResponse:
    whole = actions.face_of(request.user, kind.key, pk)
    if whole is None:
        raise Http404
    sent = request.POST if request.method == "POST" else request.GET
    known = [part.key for part in whole.parts]
    keys = [key for key in known if key in sent.getlist("part")] or known
    face = whole.with_only(keys)
    link = standing.link
    audience = standing.audience if link.therapist.keeps_some else Share.Audience.JOINT
    initial = {"revision": face.revision, "link": link.pk, "audience": audience}
    tie = tie_of(request.user)
    context: dict[str, Any] = {
        "kind": kind,
        "url": kind.url(pk),
        "pk": pk,
        "whole": whole,
        "face": face,
        "keys": keys,
        "link": link,
        "others": [each.link for each in standings if each.link.pk != link.pk],
        "standing": standing,
        "form": form or ReleaseForm(initial=initial, therapist=link.therapist),
        "partner": tie.partner if tie else None,
        "colour": colour_of(tie),
        "outdated": outdated,
    }
    status = 422 if request.method == "POST" else 200
    return page(request, "releases/release.html", status=status, **context)


@require_POST
@signed_in
def take_back(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Acts on the very next request."""
    copy = Released.objects.filter(author=request.user, pk=pk).first()
    if copy is None:
        raise Http404
    actions.take_back(author=request.user, pk=pk)
    messages.success(request, _("Taken back. It can no longer be opened. It may already have been read."))
    kind = kind_of(copy.kind)
    return redirect(kind.url(copy.origin) if kind else "care:care")


def _own(request: PersonRequest, pk: uuid.UUID) -> CareLink:
    """One's own link, while it is closed to its therapist too: what was released over it can always be taken back."""
    try:
        return care.own_links(request.user).get(pk=pk)
    except CareLink.DoesNotExist as gone:
        raise Http404 from gone


@require_safe
@unlocked
def seen(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """What one therapist can open now, each exactly as they have it."""
    link = _own(request, pk)
    items = actions.own_items(link)
    closed = bool(items) and not Released.objects.over(link).exists()  # terms wait, or the therapist is not let in
    colour = colour_of(tie_of(request.user))
    return page(request, "releases/seen.html", link=link, items=items, closed=closed, colour=colour)


@require_POST
@signed_in
def take_all_back(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    actions.take_everything_back(link=_own(request, pk))
    messages.success(request, _("Everything is taken back. It may already have been read."))
    return redirect("releases:seen", pk=pk)


@require_safe
@unlocked
def openings(request: PersonRequest) -> HttpResponse:
    """Each thing of one's own that a therapist opened, the latest first; and whether the ledger is whole."""
    rows = Opening.objects.filter(author=request.user).select_related("link__therapist__person")
    shown = leaf(rows.order_by("-opened_at", "-number"), request.GET.get("page"))
    signs = actions.signs_of(request.user, [(row.subject_kind, row.subject_id) for row in shown.rows])
    lines = [(row, kind_of(row.subject_kind), signs.get(row.subject_id)) for row in shown.rows]
    return page(request, "releases/ledger.html", leaf=shown, lines=lines, whole=ledger.is_whole(request.user))


@require_safe
@therapists_only
def read(request: TherapistRequest, pk: uuid.UUID, item_pk: uuid.UUID) -> HttpResponse:
    """One released thing, read by the therapist. Opening it is written into its author's ledger."""
    try:
        link = care.client_of(request.therapist, pk)
    except CareLink.DoesNotExist as gone:
        raise Http404 from gone
    item = actions.open_item(link=link, pk=item_pk, at=clock.now())
    if item is None:
        raise Http404
    return page(request, "releases/read.html", link=link, item=item, colour=care.colour_of(request.therapist, pk))
