"""What the journal keeps, and how its author reads it when they take it along."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intima.accounts.models import Person
from intima.content import actions as content
from intima.kit.keeping import TEXT, TEXTS, TILL_DELETED, TORN, YES_OR_NO, Kept, More, Said, register
from reflections.journal.actions.parts import as_text, blocks, unpacked
from reflections.journal.models import Answer, Ask, Draft, Entry, Exchange
from reflections.releases.actions import versions_and_readers


def _questions(person: Person) -> Callable[[str, str], str]:
    """What a prompt or an exercise is called; "" for none."""
    shelves = content.shelves(["prompt", "exercise"], person.language)
    asks = {version.parsed.slug: version.parsed.ask for version in shelves["prompt"]}
    titles = {version.parsed.slug: version.parsed.title for version in shelves["exercise"]}
    return lambda prompt, exercise: str(asks.get(prompt) or titles.get(exercise) or prompt or exercise)


def _entries(person: Person, rows: Sequence[Entry]) -> list[dict[str, Any]]:
    called = _questions(person)
    versions, readers = versions_and_readers(person.pk, Entry.share_kind, [row.pk for row in rows])
    return [
        {
            "question": called(row.prompt, ""),
            "shared_with_partner": row.pk in versions,
            "shared_with_therapists": readers.get(row.pk, []),
        }
        for row in rows
    ]


def _drafts(person: Person, rows: Sequence[Draft]) -> list[dict[str, Any]]:
    called = _questions(person)
    return [{"question": called(row.prompt, "")} for row in rows]


def _asked(person: Person, rows: Sequence[Exchange]) -> list[dict[str, Any]]:
    called = _questions(person)
    return [{"question": called(row.prompt, row.exercise)} for row in rows]


def _answers(person: Person, rows: Sequence[Answer | Ask]) -> list[dict[str, Any]]:
    called = _questions(person)
    return [{"question": called(row.exchange.prompt, row.exchange.exercise)} for row in rows]


def _said_entry(person: Person, row: Entry, told: dict[str, Any]) -> Said:
    readers = [_("your partner")] if told["shared_with_partner"] else []
    readers += told["shared_with_therapists"]
    about = [_("Shared with: %(names)s") % {"names": ", ".join(readers)}] if readers else []
    return Said(told["question"], blocks(row.text), about)


def _said_draft(person: Person, row: Draft, told: dict[str, Any]) -> Said:
    return Said(told["question"], [("", row.text)])


def _said_answer(person: Person, row: Answer, told: dict[str, Any]) -> Said:
    text = as_text(unpacked(row.text)) if row.exchange.exercise and row.text != TORN else row.text
    opened = row.exchange.opened_at and not row.taken_back_at
    about = [_("Opened together, with the other’s.")] if opened else []
    return Said(told["question"], blocks(text), about)


def _said_ask(person: Person, row: Ask, told: dict[str, Any]) -> Said:
    whose = _("You asked") if row.author_id == person.pk else _("You were asked")
    return Said(whose, [("", row.text)], [told["question"]])


QUESTION = {"question": TEXT}
register(
    Kept(
        Entry,
        gettext_lazy("Journal entries"),
        TILL_DELETED,
        of=lambda person: Entry.objects.filter(author=person).order_by("written_at", "pk"),
        more=More(_entries, {**QUESTION, "shared_with_partner": YES_OR_NO, "shared_with_therapists": TEXTS}),
        said=_said_entry,
    ),
    Kept(
        Draft,
        gettext_lazy("What you are writing and have not kept yet"),
        gettext_lazy("Until you keep it or let it go, or your account goes."),
        of=lambda person: Draft.objects.filter(author=person).order_by("saved_at", "pk"),
        leave=frozenset({"key", "base"}),
        more=More(_drafts, QUESTION),
        said=_said_draft,
    ),
    Kept(
        Exchange,
        gettext_lazy("Which question or exercise two people do apart"),
        gettext_lazy("For good. Without its two people it says nothing of anybody."),
        of=lambda person: Exchange.objects.filter(proposed_by=person).order_by("proposed_at", "pk"),
        more=More(_asked, QUESTION),
    ),
    Kept(
        Answer,
        gettext_lazy("Answers written apart"),
        gettext_lazy("As long as your account. Taken back, the other cannot open it any more."),
        of=lambda person: Answer.objects.filter(author=person).select_related("exchange").order_by("saved_at", "pk"),
        more=More(_answers, QUESTION),
        said=_said_answer,
    ),
    Kept(
        Ask,
        gettext_lazy("What one asks about an opened answer"),
        gettext_lazy("For good: it stays with whoever got it, also when its author’s account goes."),
        of=lambda person: Ask.objects.visible_to(person).select_related("exchange").order_by("sent_at", "pk"),
        more=More(_answers, QUESTION),
        said=_said_ask,
    ),
)
