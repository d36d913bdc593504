"""One's own days: the check-in of today, and what was kept before."""

import uuid
from dataclasses import replace
from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from intima.accounts import lately
from intima.accounts.doors import ask_first, unlocked
from intima.accounts.requests import PersonRequest
from intima.kit import clock, seal
from intima.kit.doors import signed_in
from intima.kit.pages import page
from reflections.checkins.actions import days, sharing, weekly
from reflections.checkins.forms import CheckInForm
from reflections.checkins.models import CheckIn, SharedDay
from reflections.checkins.wording import TITLES, question, read_back, reply
from reflections.releases.actions import readers_of, standings
from reflections.spaces.actions import tie_of
from reflections.spaces.doors import members_only
from reflections.spaces.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def today(request: PersonRequest) -> HttpResponse:
    """The check-in of the person's own day, to make or to change."""
    at, person = clock.now(), request.user
    day, tie = person.today(at), tie_of(person)
    posted = request.POST if request.method == "POST" else None
    row = CheckIn.objects.of(person.pk).on(day).first()
    if row and request.method != "POST" and (asked := ask_first(request)):  # its line would stand in the form
        return asked
    form = CheckInForm(posted, today=day, kept=days.words_of(row) if row else None)
    if row and form.is_valid() and not lately.may_write_over(request, f"day {day}"):
        form.add_error(None, lately.STAYS)
    if form.is_valid():
        days.keep(person=person, at=at, **form.answers())
        lately.note_written(request, f"day {day}")
        return redirect("checkins:kept")
    return page(
        request,
        "checkins/today.html",
        form=form,
        day=day,
        question=question(person, at),
        tie=tie,
        shared=bool(row and sharing.standings([row], tie)),
        trends=[TITLES[scale] for scale in weekly.shared_scales(tie)],
        status=422 if form.errors else 200,
    )


@require_safe
@signed_in
def kept(request: PersonRequest) -> HttpResponse:
    """What was kept today, one sentence back, and a next step that may be left alone."""
    at, person = clock.now(), request.user
    day, tie = person.today(at), tie_of(person)
    row = CheckIn.objects.of(person.pk).on(day).first()
    if row is None:
        return redirect("checkins:today")
    words = days.words_of(row)
    closed = lately.journal_closed(request)
    if closed:
        words = replace(words, line="")
    return page(
        request,
        "checkins/kept.html",
        tie=tie,
        row=row,
        read=read_back(words),
        standing=sharing.standings([row], tie).get(row.pk),
        reply=reply(words),
        rhythm=days.rhythm(person, day),
        therapists=[] if closed else readers_of(person.pk, SharedDay.share_kind, [row.pk]).get(row.pk, []),
        is_today=True,
    )


@require_safe
@unlocked
def day(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """A day of one's own with what can be done with it; or, of a partner's, the parts that they share."""
    tie = tie_of(request.user)
    row = CheckIn.objects.of(request.user.pk).filter(pk=pk).first()
    if row is None:
        theirs = sharing.seen(get_object_or_404(SharedDay.objects.shared_with(request.user), pk=pk))
        return page(request, "checkins/shown.html", tie=tie, seen=theirs, read=read_back(theirs.words))
    standing = sharing.standings([row], tie).get(row.pk)
    ties = standings(request.user, SharedDay.share_kind, pk)
    return page(
        request,
        "checkins/day.html",
        tie=tie,
        row=row,
        read=read_back(days.words_of(row)),
        standing=standing,
        seen_read=read_back(standing.seen.words) if standing else None,
        is_today=row.day == request.user.today(clock.now()),
        standings=ties,
        therapists=[each.link.therapist.name for each in ties if each.released],
    )


@require_safe
@unlocked
def all_days(request: PersonRequest) -> HttpResponse:
    """What one has kept, a month at a time."""
    tie = tie_of(request.user)
    month = days.month(CheckIn.objects.of(request.user.pk), _month(request))
    shared = sharing.standings(month.rows, tie)
    readers = readers_of(request.user.pk, SharedDay.share_kind, [row.pk for row in month.rows])
    lines = [(row, read_back(days.words_of(row)), row.pk in shared, readers.get(row.pk, ())) for row in month.rows]
    return page(request, "checkins/days.html", tie=tie, month=month, lines=lines)


@require_safe
@unlocked
@members_only
def from_partner(request: MemberRequest) -> HttpResponse:
    """The days that the partner shares, a month at a time."""
    month = days.month(SharedDay.objects.shared_with(request.user), _month(request))
    seal.fetch({row.author_id for row in month.rows})
    lines = [(row, read_back(sharing.seen(row).words)) for row in month.rows]
    return page(request, "checkins/from_partner.html", tie=request.tie, month=month, lines=lines)


def _month(request: PersonRequest) -> date | None:
    """The first day of the month that was asked for as `2026-03`; None where that is no month."""
    try:
        return datetime.strptime(request.GET.get("month", ""), "%Y-%m").date()
    except ValueError:
        return None
