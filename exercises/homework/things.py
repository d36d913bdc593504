"""What can be given: each lesson, exercise, question, ritual and the check-in, by what it is called and where it is."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from exercises.authoring.actions import reading as authoring
from exercises.guide.wording import RITUALS
from exercises.practices.own import is_own
from intima.accounts.models import Person
from intima.content import actions as content
from intima.content.actions import Shelves
from intima.content.exercises import Exercise

SHELVES = ("lesson", "exercise", "prompt")
CHECKIN = "checkin:checkin"

_ROOMS = {
    "thanks": ("rituals:jar", "kit/art/jar.html"),
    "touch": ("rituals:touch", "kit/art/hand.html"),
    "screens": ("rituals:screens", "kit/art/bowl.html"),
    "promise": ("rituals:promises", "kit/art/bow.html"),
}


@dataclass(frozen=True)
class Thing:
    """`key` is kind and slug; `minutes` 0 where nobody can say; `url` "" once it is there no more."""

    key: str
    title: str
    minutes: int
    url: str
    mark: str  # the template of its small drawing
    offered: bool = True  # among what is given on the page for it

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]

    @property
    def slug(self) -> str:
        return self.key.partition(":")[2]


def things(language: str) -> dict[str, Thing]:
    """Everything that can be given, by its key. One query."""
    return things_on(content.shelves(SHELVES, language))


def things_on(shelves: Shelves) -> dict[str, Thing]:
    """The same of shelves that were fetched already."""
    return {thing.key: thing for thing in _all(shelves)}


def own_things(author: Person) -> list[Thing]:
    """The exercises that a therapist wrote and can give."""
    return [_written(each.slug, each.exercise) for each in authoring.published(author)]


def with_own(known: Mapping[str, Thing], keys: Collection[str]) -> Mapping[str, Thing]:
    """What is known, and those exercises of a therapist's own that `keys` name. Two queries where they name any.

    Hand in what the reader was given, or gave: nobody is asked here.
    """
    wanted = [slug for key in keys if is_own(slug := key.partition(":")[2])]
    found = authoring.named(wanted) if wanted else {}
    return {**known, **{thing.key: thing for slug, item in found.items() if (thing := _written(slug, item))}}


def _written(slug: str, item: Exercise) -> Thing:
    url = reverse("practices:exercise", args=[slug])
    return Thing(f"exercise:{slug}", item.title, item.minutes, url, f"lessons/parts/{item.part}.html")


def thing_of(key: str, known: Mapping[str, Thing]) -> Thing:
    """What a half names; what is there no more keeps a place without a way to it."""
    return known.get(key) or Thing(key, _("Something that is no longer here"), 0, "", "kit/art/sheets.html", False)


def _all(shelves: Shelves) -> Iterator[Thing]:
    for kind, url in (("exercise", "practices:exercise"), ("lesson", "lessons:lesson")):
        for version in shelves[kind]:
            item = version.parsed
            mark = f"lessons/parts/{item.part}.html"
            yield Thing(f"{kind}:{item.slug}", item.title, item.minutes, reverse(url, args=[item.slug]), mark)
    for version in shelves["prompt"]:
        item = version.parsed
        url = f"{reverse('journal:write')}?prompt={item.slug}"
        # Sixty small questions would hide the twenty others; each evening has one of them anyway.
        yield Thing(f"prompt:{item.slug}", item.ask, 0, url, "kit/art/sheets.html", item.use != "small")
    for slug, (room, mark) in _ROOMS.items():
        yield Thing(f"ritual:{slug}", str(RITUALS[slug]), 0, reverse(room), mark)
    yield Thing(CHECKIN, _("A check-in"), 1, reverse("checkins:today"), "kit/art/cup.html")
