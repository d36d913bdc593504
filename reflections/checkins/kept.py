"""What is kept of check-ins, and how their author reads them when they take them along."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy

from intima.accounts.models import Person
from intima.kit import clock
from intima.kit.keeping import TEXTS, WITH_ACCOUNT, WITH_SPACE, YES_OR_NO, Kept, More, Said, register
from reflections.checkins.actions.days import words_of
from reflections.checkins.actions.trends import Period, Window, own
from reflections.checkins.models import CheckIn, SharedDay, SharedTrends
from reflections.checkins.picture import curve, picture
from reflections.checkins.wording import read_back
from reflections.releases.actions import versions_and_readers


def _sharing(person: Person, rows: Sequence[CheckIn]) -> list[dict[str, Any]]:
    versions, readers = versions_and_readers(person.pk, SharedDay.share_kind, [row.pk for row in rows])
    return [
        {"shared_with_partner": row.pk in versions, "shared_with_therapists": readers.get(row.pk, [])} for row in rows
    ]


def _day(person: Person, row: CheckIn, told: dict[str, Any]) -> Said:
    read = read_back(words_of(row))
    about = [f"{mark.title}: {mark.word}" for mark in read.marks]
    about += [", ".join(str(each) for each in said) for said in (read.feelings, read.rituals) if said]
    about += [str(read.place)] if read.place else []
    return Said("", [("", read.line)] if read.line else [], about)


def _pictures(person: Person) -> Iterator[tuple[str, str]]:
    """A year of each scale, week by week, as its author sees it."""
    window = Window(Period.YEAR, person.today(clock.now()))
    for name, line in own(person, window).lines.items():
        drawn = picture(name, window, [curve(name, line, window, name=person.name, colour="clay", by_week=True)])
        if drawn.curves:
            yield f"{name}.svg", render_to_string("checkins/trend.svg", {"picture": drawn})


register(
    Kept(
        CheckIn,
        gettext_lazy("Check-ins"),
        WITH_ACCOUNT,
        of=lambda person: CheckIn.objects.of(person.pk).order_by("day"),
        more=More(_sharing, {"shared_with_partner": YES_OR_NO, "shared_with_therapists": TEXTS}),
        said=_day,
        pictures=_pictures,
    ),
    Kept(
        SharedDay,
        gettext_lazy("What your partner sees of a day"),
        WITH_SPACE,
        of=lambda person: SharedDay.objects.filter(author=person).order_by("day"),
    ),
    Kept(
        SharedTrends,
        gettext_lazy("Of which lines your partner sees weekly averages"),
        WITH_SPACE,
        of=lambda person: SharedTrends.objects.filter(author=person),
    ),
)
