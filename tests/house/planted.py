"""What is planted for `test_planted_words`: each thing by its author, through the pages, and who may find it.

Words are refused for their length before. Each plant leads to the page on which its author finds it.
"""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from django.test import Client
from django.urls import reverse

from exercises.guide.actions import parts
from exercises.guide.words import Said, Words
from exercises.homework.actions import giving
from exercises.loop.actions import own
from exercises.pause import actions as pauses
from intima.kit import clock
from reflections.checkins import actions as checkins
from reflections.checkins.actions.sharing import Part
from tests.authoring import acts as authoring
from tests.checkins import acts as days
from tests.checkins.doors import page_of_today
from tests.guide import acts as guide
from tests.journal import acts as journal
from tests.journal.doors import written
from tests.loop import acts as loop
from tests.practices import acts as practices
from tests.releases.acts import release
from tests.rituals import acts as rituals
from tests.world import World

MARK = "quincemarmalade"
TOO_LONG = 2_000  # times the marker, which no field has room for
Browser = Client


def posted(browser: Browser, url: str, data: dict[str, Any]) -> str:
    """Where a form that was taken leads."""
    answer = browser.post(url, data)
    assert answer.status_code == 302, (url, answer.status_code)
    return str(answer.headers["Location"]).partition("#")[0]


def wordy(browser: Browser, url: str, data: dict[str, Any], **words: str) -> str:
    """The same after the page refused far too many of these words."""
    refused = browser.post(url, data | {name: text * TOO_LONG for name, text in words.items()})
    assert refused.status_code == 422, (url, refused.status_code)
    return posted(browser, url, data | words)


# --- Ada's alone ---------------------------------------------------------------------------------


def an_entry(ada: Browser, here: World, word: str) -> str:
    return wordy(ada, "/journal/write/", written(here), text=word)


def words_being_written(ada: Browser, here: World, word: str) -> str:
    key = uuid.uuid4()
    ada.post("/journal/draft/", {"text": word, "key": str(key)})
    return f"/journal/write/?draft={key}"


def an_entry_changed_after_sharing(ada: Browser, here: World, word: str) -> str:
    entry = journal.shared(here.author, "Fit for Ben.")
    page = f"/journal/{entry.pk}/edit/"
    return wordy(ada, page, {"lens": "", "base": "1"}, text=word)


def an_entry_changed_after_releasing(ada: Browser, here: World, word: str) -> str:
    entry = journal.keep(here.author, "Fit for Dr Dee.")
    release(here.things["care"], entry)
    page = f"/journal/{entry.pk}/edit/"
    return wordy(ada, page, {"lens": "", "base": "1"}, text=word)


def an_entry_that_a_therapist_could_once_open(ada: Browser, here: World, word: str) -> str:
    entry = journal.keep(here.author, word)
    released = release(here.things["care"], entry)
    posted(ada, f"/care/released/{released.pk}/take-back/", {})
    return f"/journal/{entry.pk}/"


def an_answer_begun(ada: Browser, here: World, word: str) -> str:
    page = f"/journal/together/{here.things['asked'].pk}/"
    ada.post(f"{page}answer/", {"text": word, "next": "later"})
    return page


def the_line_of_a_day(ada: Browser, here: World, word: str) -> str:
    wordy(ada, "/checkin/", page_of_today(here) | {"closeness": "9"}, line=word)
    days.share(here.things["day"], Part.CLOSENESS, at=clock.now())
    return f"/checkin/days/{here.things['day'].pk}/"


def a_line_changed_after_sharing(ada: Browser, here: World, word: str) -> str:
    shared = here.things["shared_day"]
    shared.refresh_from_db()
    checkins.keep(person=here.author, at=shared.checked_at, closeness=7, line=word)
    return f"/checkin/days/{shared.pk}/"


def an_answer_of_a_run(ada: Browser, here: World, word: str) -> str:
    page = f"/practice/run/{here.things['run']}/moment/"
    wordy(ada, page, {}, text=word)
    return page


def a_card_kept_of_a_run(ada: Browser, here: World, word: str) -> str:
    page = posted(ada, "/practice/what-helps-me-back/begin/", {})
    answers = {"helps": {"place_tea": "1"}, "please-not": {"own_0": word}, "card": {"helps": word, "sign": word}}
    for answer in answers.values():
        page = posted(ada, page, answer)
    assert page.endswith("/done/")
    return "/practice/cards/what-helps/"


def what_was_handed_in_and_not_confirmed(ada: Browser, here: World, word: str) -> str:
    practices.put(here.partner, "two-alarms")
    run = practices.done(here.author, "two-alarms", {"moment": {"text": word}})
    posted(ada, f"/practice/run/{run}/hand-in/", {"part": "moment"})
    return f"/practice/run/{run}/done/"


def a_part_of_the_loop(ada: Browser, here: World, word: str) -> str:
    return _card(ada, here, under=word)


def an_exit_of_the_loop(ada: Browser, here: World, word: str) -> str:
    return _card(ada, here, so="asks", exit=word)


def _card(ada: Browser, here: World, **parts: str) -> str:
    """A card that Ben sees, changed since."""
    kept = own(here.author)
    assert kept is not None
    before = {name: getattr(kept.words, name) for name in ("does", "under", "so", "exit")}
    page = {"base": str(kept.revision), "page": str(uuid.uuid4()), **before}
    return wordy(ada, "/loop/card/", page, **parts)


def a_thank_you_kept(ada: Browser, here: World, word: str) -> str:
    return _slip(ada, "thanks", text=word, more=word)


def a_thank_you_for_tonight(ada: Browser, here: World, word: str) -> str:
    page = _slip(ada, "thanks", text=word, more=word)
    return posted(ada, f"{page}give/", {**rituals.looked_at(ada, page), "when": "tonight"})


def a_touch_not_sent(ada: Browser, here: World, word: str) -> str:
    return _slip(ada, "touch", touch_0=word, touch_2=word)


def a_promise_to_oneself(ada: Browser, here: World, word: str) -> str:
    due = clock.now() + timedelta(days=2)
    return _slip(ada, "promise", {"due_at": f"{due:%Y-%m-%dT%H:%M}", "small": "on"}, text=word, more=word)


def _slip(ada: Browser, kind: str, rest: dict[str, str] | None = None, **words: str) -> str:
    return wordy(ada, f"/rituals/{kind}/write/", {"key": str(uuid.uuid4())} | (rest or {}), **words)


def a_word_afterwards(ada: Browser, here: World, word: str) -> str:
    return wordy(ada, f"/rituals/screens/{here.things['over']}/word/", {"key": str(uuid.uuid4())}, text=word)


def what_was_told_of_homework(ada: Browser, here: World, word: str) -> str:
    """Told and not shown, of homework of which something else was."""
    page = wordy(ada, f"/homework/{here.things['half']}/", {"said": "part"}, in_the_way=word, to_bring=word)
    ada.get(f"{page}show/?item=in-the-way")
    return page


def a_pause_of_ones_own(ada: Browser, here: World, word: str) -> str:
    """From a page that named nobody, so that its words go to nobody, though there is a partner."""
    pauses.end(asker=here.author, pk=here.things["pause"], at=clock.now())
    return wordy(ada, "/pause/", {"minutes": "20", "space": ""}, words=word)


# --- Ada's, and somebody was let see it -----------------------------------------------------------


def an_entry_shared(ada: Browser, here: World, word: str) -> str:
    return f"/journal/{journal.shared(here.author, word).pk}/"


def an_entry_released(ada: Browser, here: World, word: str) -> str:
    entry = journal.keep(here.author, word)
    release(here.things["care"], entry)
    return f"/journal/{entry.pk}/"


def a_line_shared(ada: Browser, here: World, word: str) -> str:
    day = days.keep(here.author, ago=40, line=word)
    days.share(day, Part.LINE)
    return f"/checkin/days/{day.pk}/"


def a_note(ada: Browser, here: World, word: str) -> str:
    data = {"key": str(uuid.uuid4()), "kind": "words", "space": str(here.space.pk), "then": "send"}
    return wordy(ada, "/notes/write/", data, text=word)


def a_question_about_an_opened_answer(ada: Browser, here: World, word: str) -> str:
    return wordy(ada, f"/journal/together/{here.things['opened'].pk}/ask/", {}, text=word)


def a_card_of_the_loop(ada: Browser, here: World, word: str) -> str:
    """Begun today, so that what is kept of its first day holds the word too."""
    ada.post("/loop/card/throw-away/")
    page = wordy(ada, "/loop/card/", {"base": "0", "page": str(uuid.uuid4()), "so": "asks"}, does=word)
    loop.share(here.author)
    return page


def a_name_for_the_loop(ada: Browser, here: World, word: str) -> str:
    loop.propose(here.author, word, seen=here.things["loop_name_proposed"])
    return "/loop/"


def rituals_of_the_guide(ada: Browser, here: World, word: str) -> str:
    parts.choose_rituals(author=here.author, words=Words((Said("", (word,)),), ("thanks",)), at=clock.now())
    guide.put_in(here.author, guide.KIND.RITUALS)
    return "/guide/mine/rituals/"


# --- Dr Dee's -------------------------------------------------------------------------------------


def a_note_about_a_client(dee: Browser, here: World, word: str) -> str:
    page = reverse("care:notes", args=[here.things["care"].pk])
    wordy(dee, page, {"key": str(uuid.uuid4())}, text=word)
    return page


def an_exercise_being_written(dee: Browser, here: World, word: str) -> str:
    return wordy(dee, reverse("authoring:new"), authoring.ABOUT, title=word)


def an_exercise_given_to_nobody(dee: Browser, here: World, word: str) -> str:
    return reverse("authoring:exercise", args=[authoring.published(here.therapist, title=word).pk])


def homework(dee: Browser, here: World, word: str) -> str:
    link = here.things["care"]
    given = giving.give(
        therapist=link.therapist,
        key=uuid.uuid4(),
        parts=[giving.Part(link.pk, "exercise:settle")],
        why=word,
        plan=word,
        obstacles=word,
        every="",
        due_on=None,
        at=clock.now(),
    )
    return reverse("homework:given", args=[link.pk, given.halves.get().pk])


class Planted(NamedTuple):
    plant: Callable[[Browser, World, str], str]
    by: str = "author"
    readers: tuple[str, ...] = ()  # who else may find it

    @property
    def name(self) -> str:
        return self.plant.__name__


PLANTED = [
    Planted(an_entry_shared, readers=("partner",)),
    Planted(an_entry_released, readers=("therapist",)),
    Planted(a_line_shared, readers=("partner",)),
    Planted(a_note, readers=("partner",)),
    Planted(a_question_about_an_opened_answer, readers=("partner",)),
    Planted(a_card_of_the_loop, readers=("partner",)),
    Planted(a_name_for_the_loop, readers=("partner",)),
    Planted(rituals_of_the_guide, readers=("partner",)),
    Planted(a_note_about_a_client, by="therapist"),
    Planted(an_exercise_being_written, by="therapist"),
    Planted(an_exercise_given_to_nobody, by="therapist"),
    Planted(homework, by="therapist", readers=("author",)),
    Planted(an_entry),
    Planted(words_being_written),
    Planted(an_entry_changed_after_sharing),
    Planted(an_entry_changed_after_releasing),
    Planted(an_entry_that_a_therapist_could_once_open),
    Planted(an_answer_begun),
    Planted(the_line_of_a_day),
    Planted(a_line_changed_after_sharing),
    Planted(an_answer_of_a_run),
    Planted(a_card_kept_of_a_run),
    Planted(what_was_handed_in_and_not_confirmed),
    Planted(a_part_of_the_loop),
    Planted(an_exit_of_the_loop),
    Planted(a_thank_you_kept),
    Planted(a_thank_you_for_tonight),
    Planted(a_touch_not_sent),
    Planted(a_promise_to_oneself),
    Planted(a_word_afterwards),
    Planted(what_was_told_of_homework),
    Planted(a_pause_of_ones_own),
]
WORDS = {thing.name: f"{MARK}{number:02}" for number, thing in enumerate(PLANTED)}
