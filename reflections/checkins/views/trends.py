"""One's own trends, a partner's weekly means beside them where they are shared, and sharing one's own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intima.accounts.lately import journal_closed
from intima.accounts.requests import PersonRequest
from intima.kit import clock
from intima.kit.doors import signed_in
from intima.kit.pages import page
from reflections.checkins.actions import trends as actions
from reflections.checkins.actions import weekly
from reflections.checkins.actions.days import rhythm_of
from reflections.checkins.actions.trends import Line, Period, Window
from reflections.checkins.forms import ScalesForm, ShareTrendsForm
from reflections.checkins.models import SCALES, Feeling, Ritual, SharedTrends
from reflections.checkins.picture import Curve, Picture, counted, curve, picture, sentence
from reflections.checkins.wording import TITLES
from reflections.releases.actions import standings
from reflections.shares.actions import PreviewOutdated
from reflections.spaces.actions import Tie, tie_of
from reflections.spaces.doors import members_only
from reflections.spaces.requests import MemberRequest


def _window(request: PersonRequest) -> Window:
    asked = request.GET.get("for")
    period = Period(asked) if asked in Period.values else Period.FOUR_WEEKS
    return Window(period, request.user.today(clock.now()))


@require_safe
@signed_in
def trends(request: PersonRequest) -> HttpResponse:
    """What one's days come to: a sentence, a line a scale, and in words what they held."""
    window, tie = _window(request), tie_of(request.user)
    mine = actions.own(request.user, window)
    shared, theirs = weekly.shown_between(tie, clock.now(), window)
    closed = journal_closed(request)
    if closed:
        theirs = {}
    ties = [] if closed else standings(request.user, SharedTrends.share_kind, request.user.pk)
    lines = actions.lines_of(request.user, window) if mine.kept and not closed else []
    return page(
        request,
        "checkins/trends.html",
        tie=tie,
        window=window,
        periods=Period,
        trends=mine,
        sentence=sentence(mine, window.period),
        pictures=[_picture(request, name, window, tie, mine.lines[name], theirs.get(name)) for name in SCALES],
        theirs=theirs,
        feelings=[counted(Feeling(key).label, days) for key, days in mine.feelings.most_common()],
        rituals=[counted(Ritual(key).label, days) for key, days in mine.rituals.most_common()],
        rhythm=rhythm_of(mine.days, window.today),
        lines=lines,
        closed=closed,
        shared=[TITLES[scale] for scale in shared],
        shared_scales=shared,
        standings=ties,
        therapists=[each.link.therapist.name for each in ties if each.released],
        revision=weekly.this_week(clock.now()).toordinal(),
    )


def _picture(
    request: PersonRequest, name: str, window: Window, tie: Tie | None, mine: Line, theirs: Line | None
) -> Picture:
    colour = tie.mine.colour if tie else "clay"
    curves = [curve(name, mine, window, name=request.user.name, colour=colour, by_week=window.period.by_week)]
    if tie and theirs:
        curves.append(_weekly(name, theirs, window, tie.theirs.person.name, tie.theirs.colour))
    return picture(name, window, curves)


def _weekly(name: str, line: Line, window: Window, who: str, colour: str) -> Curve:
    return curve(name, line, window, name=who, colour=colour, by_week=True)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def share(request: MemberRequest) -> HttpResponse:
    """Choose lines, see the very pictures that the other would, and share those; or see them anew when they changed."""
    tie, at, window = request.tie, clock.now(), _window(request)
    outdated = False
    if request.method == "POST":
        form = ShareTrendsForm(request.POST, scales=SCALES)
        try:
            if not form.is_valid():
                raise PreviewOutdated
            sent = form.cleaned_data
            weekly.share(author=request.user, space_id=sent["space"], scales=sent["scale"], at=at)
            return redirect("checkins:trends")
        except PreviewOutdated:
            outdated = True
    year = Window(Period.YEAR, window.today)
    offered = weekly.as_partner_sees(tie=tie, scales=SCALES, at=at, window=year).keys()
    shared = weekly.shared_scales(tie)
    looked = ScalesForm(request.GET if "look" in request.GET else None, scales=offered)
    if not looked.is_valid() or outdated:
        status = 422 if looked.errors or outdated else 200
        offers = [(scale, TITLES[scale], scale in shared) for scale in offered]
        return page(
            request,
            "checkins/trends_choose.html",
            status=status,
            tie=tie,
            form=looked,
            offers=offers,
            outdated=outdated,
        )
    chosen = looked.cleaned_data["scale"]
    lines = weekly.as_partner_sees(tie=tie, scales=chosen, at=at, window=window)
    return page(
        request,
        "checkins/trends_share.html",
        tie=tie,
        window=window,
        periods=Period,
        chosen=chosen,
        is_shared=set(chosen) == set(shared),
        pictures=[
            picture(name, window, [_weekly(name, line, window, request.user.name, tie.mine.colour)])
            for name, line in lines.items()
        ],
        form=ShareTrendsForm(initial={"scale": chosen, "space": tie.space.pk}, scales=offered),
    )


@require_POST
@signed_in
def take_back(request: PersonRequest) -> HttpResponse:
    """Acts on the very next request."""
    weekly.take_back(author=request.user)
    messages.success(request, _("Taken back. Nobody else can see it now. It may already have been seen."))
    return redirect("checkins:trends")
