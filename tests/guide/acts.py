"""What people do with their guide, in one line each."""

from exercises.guide.actions import parts
from exercises.guide.actions.offers import offer_of
from exercises.guide.models import Part
from exercises.guide.words import Said, Words
from exercises.practices.actions import cards, runs
from intima.accounts.models import Person
from reflections.spaces.actions import tie_of
from tests.cast import EVENING
from tests.loop import acts as loop
from tests.practices import acts as practices

KIND = Part.Kind
HELPS = {
    "helps": {"order": ["walk", "=my blue mug"]},
    "please-not": {"chosen": ["follow"], "own": ["slam the cupboard"]},
    "card": {"slots": {"helps": "a while by myself", "sign": "I put the kettle on"}},
}
STAY = {"sentence": {"slots": {"staying": "this talk", "need": "some air", "back": "21:40"}}}
COME = {"sentence": {"slots": {"want": "to be near you", "scared": "that we drift", "ask": "sit down later"}}}
RITUALS = Words((Said("", ("soup on Sundays",)),), ("thanks", "evening"))


def do(person: Person, slug: str, answers: dict[str, object]) -> None:
    """Do an exercise to its end, with its cards kept."""
    cards.keep(runs.playing(person, practices.done(person, slug, answers)), at=EVENING)


def make(person: Person) -> None:
    """Make by oneself all that a guide can be made of."""
    do(person, "what-helps-me-back", HELPS)
    do(person, "stay-while-stepping-back", STAY)
    do(person, "from-protest-to-longing", COME)
    loop.keep(person, loop.ADAS)


def make_together(ada: Person, ben: Person) -> None:
    """Make all of it, the signals and the loop for both to read."""
    practices.opened(ada, ben)
    for person in (ada, ben):
        make(person)
        loop.share(person)


def choose_rituals(person: Person) -> None:
    parts.choose_rituals(author=person, words=RITUALS, at=EVENING)


def mark_of(person: Person, kind: str) -> str:
    """The mark on the preview that the person looks at."""
    return offer_of(person, tie_of(person), kind, parts.kept(person, kind)).mark


def put_in(person: Person, *kinds: str, both: bool = True) -> None:
    """Let these parts stand in the guide, or all of them, as they are now."""
    tie = tie_of(person)
    for kind in kinds or KIND.values:
        if kind == KIND.RITUALS and not parts.kept(person, kind):
            choose_rituals(person)
        space_id = tie.space.pk if tie and both else None
        parts.put_in(author=person, kind=kind, mark=mark_of(person, kind), space_id=space_id, at=EVENING)
