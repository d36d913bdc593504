"""A month of Ada and Ben's life, and a little of Cleo's, lived through the rooms' own actions."""

import uuid
from datetime import datetime, time, timedelta

from exercises.lessons import actions as lessons
from intima.accounts.models import Person
from intima.content import actions as content
from reflections.checkins import actions as checkins
from reflections.journal.actions import entries, exchanges, sharing
from reflections.spaces import actions as spaces
from reflections.spaces.actions import Tie

# Days ago, then closeness, tension and energy (None: rather not say), feelings, rituals, and the line of the day.
Day = tuple[int, int | None, int | None, int | None, list[str], list[str], str]

ADAS_DAYS: list[Day] = [
    (29, 4, 7, 3, ["tense", "tired"], [], "We did the dishes without a word."),
    (28, 5, 6, 4, ["worried"], ["thank_you"], ""),
    (26, 4, 7, 2, ["cross", "tired"], [], "I asked three times. I heard myself asking."),
    (24, 6, 5, 5, ["hopeful"], ["end_of_day"], "He told me about the bridge at work."),
    (23, 6, 4, 5, ["at_ease"], ["thank_you", "end_of_day"], ""),
    (20, 3, 8, 2, ["lonely", "tense"], [], "The car."),
    (19, None, 6, 3, ["flat"], [], ""),
    (17, 6, 5, 6, ["tender"], ["touch"], "He put his hand on my back while I was on the phone."),
    (16, 7, 3, 6, ["warm", "glad"], ["screens_away"], ""),
    (13, 6, 4, 4, ["tired", "at_ease"], ["thank_you"], "Long day, and soup."),
    (12, 7, 3, 5, ["hopeful"], ["end_of_day"], ""),
    (10, 7, 4, 6, ["playful"], ["thank_you", "screens_away"], "We laughed at the map."),
    (9, 5, 6, 4, ["worried"], [], "Mother called."),
    (6, 7, 3, 5, ["tender", "tired"], ["touch", "end_of_day"], "He made tea before I asked."),
    (5, 8, 2, 6, ["warm"], ["thank_you"], ""),
    (3, 6, 5, 3, ["tired"], ["promise"], "He was back at nine, as he said."),
    (1, 7, 4, 4, ["at_ease", "tired"], ["end_of_day"], ""),
]
BENS_DAYS: list[Day] = [
    (27, 5, 6, 4, ["tense"], [], ""),
    (24, 6, 4, 5, ["at_ease"], ["end_of_day"], "Talked about the bridge."),
    (20, 3, 8, 3, ["flat"], [], ""),
    (16, 7, 3, 6, ["glad"], ["screens_away"], "Cards, and she let me win."),
    (12, 6, 4, 5, ["hopeful"], [], ""),
    (10, 8, 2, 7, ["playful", "warm"], ["screens_away"], "The map."),
    (6, 7, 3, 5, ["warm"], ["touch"], ""),
    (3, 7, 4, 4, ["at_ease"], ["promise"], "Nine o'clock. I made it."),
]
CLEOS_DAYS: list[Day] = [
    (9, 4, 5, 5, ["lonely"], [], ""),
    (6, 5, 4, 6, ["hopeful"], ["thank_you"], "Rang my sister back."),
    (2, 5, 5, 4, ["tired"], [], ""),
]

# Days ago, which prompt, the words, and whether they were shared later.
Words = tuple[int, str, str, bool]

ADAS_WORDS: list[Words] = [
    (26, "", "I asked three times whether he was cross. By the third I was the one who was cross.", False),
    (
        20,
        "",
        "In the car I could feel it start. I went on asking because quiet felt like being left on a platform.",
        True,
    ),
    (15, "first-alarm", "My jaw. Then I start explaining, faster and faster.", False),
    (
        11,
        "how-i-protect",
        "I go after it. If we can only finish the sentence, I can sleep. It depends on whose family it is about.",
        False,
    ),
    (
        5,
        "",
        "I said sorry for the tone and not for the thing. He laughed, the good laugh. We ate the toast cold.",
        True,
    ),
    (1, "", "Ask him about Sunday. Not tonight.", False),
]
BENS_WORDS: list[Words] = [
    (20, "", "I drove and said nothing. It was not nothing in there. I could not find the first word of it.", False),
    (14, "how-i-protect", "I go quiet and look for a job to do. The tap has never been so well looked after.", False),
    (6, "", "When she sits down near me without a question, I come back by myself.", True),
]
CLEOS_WORDS: list[Words] = [
    (8, "how-i-protect", "I used to walk out to the shop. Nobody was ever out of milk as often as I was.", False),
    (2, "", "Write to M. Or do not, and notice that.", False),
]

OPENED = (
    "When you come and sit near me without fixing it. You don’t have to say anything. If I hear the kettle I know "
    "you’re still in it with me.",
    "Ten minutes with nobody waiting for me to speak. Then it helps if you say one thing I did all right. I know that "
    "sounds small.",
)
ASKED = "When you’re in the other room for those ten minutes, what’s the nicest thing to come back to?"


def evening(person: Person, at: datetime, days_ago: int, clock: time = time(21, 10)) -> datetime:
    """The instant of `clock` on the person's day that was `days_ago` days before the one of `at`."""
    day = person.today(at) - timedelta(days=days_ago)
    return datetime.combine(day, clock, tzinfo=person.zone)


def pair(first: Person, second: Person, *, at: datetime) -> Tie:
    """Invite, accept and confirm."""
    fresh = spaces.invite(by=first, at=at)
    spaces.accept(invitation_id=fresh.invitation.pk, by=second, at=at + timedelta(minutes=4))
    spaces.confirm(invitation_id=fresh.invitation.pk, by=first, at=at + timedelta(minutes=5))
    tie = spaces.tie_of(first)
    assert tie is not None  # noqa: S101 (confirmed on the line above)
    return tie


def live_through(person: Person, days: list[Day], words: list[Words], *, at: datetime) -> None:
    """Check in on these days, and keep these words, sharing some an hour later."""
    for ago, closeness, tension, energy, feelings, rituals, line in days:
        checkins.keep(
            person=person,
            at=evening(person, at, ago, time(21, 40)),
            closeness=closeness,
            tension=tension,
            energy=energy,
            feelings=feelings,
            rituals=rituals,
            line=line,
        )
    tie = spaces.tie_of(person)
    for ago, prompt, text, shared in words:
        then = evening(person, at, ago)
        entry = entries.keep(author=person, key=uuid.uuid4(), prompt=prompt, text=text, lens=None, at=then)
        if shared and tie is not None:
            sharing.share(author=person, pk=entry.pk, space_id=tie.space.pk, revision=1, at=then + timedelta(hours=1))


def answer_together(tie: Tie, *, at: datetime) -> None:
    """One question that both answered and opened five days ago, and one that waits for Ada."""
    ada, ben = tie.mine.person, tie.partner
    then = evening(ada, at, 6)
    opened = exchanges.propose(tie=tie, prompt="what-brings-me-back", at=then)
    for author, text in zip((ada, ben), OPENED, strict=True):
        exchanges.write(author=author, pk=opened.pk, text=text, at=then)
        exchanges.confirm(author=author, pk=opened.pk, revision=1, at=then + timedelta(days=1))
    exchanges.ask(author=ada, pk=opened.pk, text=ASKED, at=then + timedelta(days=1, minutes=3))
    bens = spaces.tie_of(ben)
    if bens is not None:
        exchanges.propose(tie=bens, prompt="signs-of-alarm", at=evening(ben, at, 2))


def read(person: Person, slug: str, *, steps: int | None, at: datetime) -> None:
    """Read a lesson up to step number `steps`; None: to its end."""
    version = content.latest("lesson", slug, person.language)
    if version is None:
        return
    if steps is None:
        lessons.finish(person=person, version=version, at=at)
    else:
        lessons.keep_place(person=person, version=version, step_key=version.parsed.keys()[steps - 1], at=at)
