"""The caseload: each client, or each couple that both allowed to be known as one, with what they told and shared.

Whatever was not told and not shared is nowhere in it, and neither is how much of that there may be.
"""

import unicodedata
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Min, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from exercises.caseload.models import Meeting
from exercises.homework import actions as homework
from intima.accounts.models import Person
from intima.kit.leaf import Leaf
from reflections.care import actions as care
from reflections.care.models import CareLink, Therapist
from reflections.releases.faces import kind_of
from reflections.releases.models import Released
from reflections.shares.models import Share

PAGE = 25
FORTNIGHT = timedelta(days=14)  # how far back a page looks where no session was written down


_Meetings = Mapping[uuid.UUID, tuple[datetime | None, datetime | None]]
_Found = Mapping[uuid.UUID, list[tuple[datetime, str]]]  # by a link's id: when, and what


class Order(TextChoices):
    SESSION = "session", _("Next session")
    NAME = "name", _("Name")
    NEWEST = "newest", _("Newest first")


@dataclass(frozen=True)
class Case:
    """One client or, with two links, a couple. `before` is the last session, `meets_at` the next, where known.

    `couple` is whom one client belongs to as well, where both let the therapist know.
    """

    links: tuple[CareLink, ...]
    meets_at: datetime | None
    before: datetime | None
    couple: care.Couple | None = None

    @property
    def pk(self) -> uuid.UUID:
        return self.links[0].pk

    @property
    def is_couple(self) -> bool:
        return len(self.links) == 2

    @property
    def names(self) -> list[str]:
        return [link.client.name for link in self.links]

    @property
    def began_at(self) -> datetime:
        """When the last of them consented."""
        return max(link.consented_at or link.asked_at for link in self.links)

    def meets_on(self, therapist: Person, at: datetime) -> bool:
        """Whether a session is on the therapist's own day of that instant, over or to come."""
        return any(when and therapist.today(when) == therapist.today(at) for when in (self.before, self.meets_at))

    def since(self, at: datetime) -> datetime:
        """From when on things are new for the next session: the last one, or the fortnight before `at`."""
        return self.before or at - FORTNIGHT


@dataclass(frozen=True)
class Line:
    """A case in the list. `said` is what was told of homework since the last session, `shared` what kinds of thing."""

    case: Case
    said: tuple[str, ...]
    shared: tuple[Any, ...]


@dataclass(frozen=True)
class Page(Leaf[Line]):
    """One page of the caseload. `today` is how many sessions the whole of it has on the therapist's own day."""

    today: int


def caseload(therapist: Therapist, *, at: datetime, order: Order, number: int = 1, term: str = "") -> Page:
    """A page of the therapist's clients, of those whose name holds `term`. Six queries, however many there are."""
    everybody = _cases(therapist, at)
    cases = [case for case in everybody if _folded(term) in _folded(" ".join(case.names))]
    cases.sort(key=_ORDERS[order])
    rows = cases[(number - 1) * PAGE : number * PAGE]
    if not rows and number > 1:
        return caseload(therapist, at=at, order=order, term=term)
    today = sum(case.meets_on(therapist.person, at) for case in everybody)
    return Page(number, _lines(therapist, rows, at), has_older=len(cases) > number * PAGE, today=today)


def case_of(link: CareLink, couple: care.Couple | None, at: datetime) -> Case:
    """One client, with the couple they are one of. One query."""
    return replace(_case((link,), meetings_of([link], at)), couple=couple)


def couple_case(couple: care.Couple, at: datetime) -> Case:
    """A couple. One query."""
    return _case(couple.links, meetings_of(couple.links, at))


def meetings_of(links: Collection[CareLink], at: datetime) -> _Meetings:
    """By the link's id the last session up to `at`, and the next. One query."""
    rows: Any = Meeting.objects.filter(link__in=links).values("link")
    rows = rows.annotate(before=Max("at", filter=Q(at__lte=at)), after=Min("at", filter=Q(at__gt=at)))
    return {row["link"]: (row["before"], row["after"]) for row in rows}


def _case(links: tuple[CareLink, ...], meetings: _Meetings) -> Case:
    known = [meetings.get(link.pk, (None, None)) for link in links]
    befores = [before for before, _after in known if before]
    afters = [after for _before, after in known if after]
    return Case(links, meets_at=min(afters, default=None), before=max(befores, default=None))


def _cases(therapist: Therapist, at: datetime) -> list[Case]:
    links = list(care.links_of(therapist))
    meetings = meetings_of(links, at)
    couples = care.couples_of(therapist)
    paired = {link.pk for couple in couples for link in couple.links}
    return [
        *(_case(couple.links, meetings) for couple in couples),
        *(_case((link,), meetings) for link in links if link.pk not in paired),
    ]


def _by_name(case: Case) -> tuple[str, str]:
    return _folded(case.names[0]), str(case.pk)


_ORDERS: dict[Order, Any] = {
    Order.SESSION: lambda case: (case.meets_at is None, case.meets_at or case.began_at, _by_name(case)),
    Order.NAME: _by_name,
    Order.NEWEST: lambda case: (-case.began_at.timestamp(), _by_name(case)),
}


def _lines(therapist: Therapist, cases: Sequence[Case], at: datetime) -> list[Line]:
    links = [link for case in cases for link in case.links]
    since = min((case.since(at) for case in cases), default=at)
    said, shared = homework.said_by(links, since), _shared(therapist, cases, since)
    return [Line(case, tuple(_of(said, case, at)), _names(_of(shared, case, at))) for case in cases]


def _of(found: _Found, case: Case, at: datetime) -> list[str]:
    """What belongs to the case, of its own time, in the order in which it came."""
    since = case.since(at)
    both = [each for link in case.links for each in found.get(link.pk, ()) if each[0] >= since]
    return [what for _when, what in sorted(both)]


def _shared(therapist: Therapist, cases: Sequence[Case], since: datetime) -> _Found:
    """By the link's id what kinds of thing its client released since, and when; of a couple what is for both of them.

    One query.
    """
    one = [link for case in cases if not case.is_couple for link in case.links]
    two = [link for case in cases if case.is_couple for link in case.links]
    for_two = Q(share__care_link__in=two, share__audience=Share.Audience.JOINT)
    rows = Released.objects.shared_with(therapist.person).filter(share__shared_at__gte=since)
    rows = rows.filter(Q(share__care_link__in=one) | for_two)
    found: dict[uuid.UUID, list[tuple[datetime, str]]] = defaultdict(list)
    for link, at, kind in rows.values_list("share__care_link", "share__shared_at", "kind"):
        found[link].append((at, kind))
    return found


def _names(kinds: Iterable[str]) -> tuple[Any, ...]:
    known = (kind_of(kind) for kind in dict.fromkeys(kinds))
    return tuple(kind.name for kind in known if kind)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text.strip()).casefold()
