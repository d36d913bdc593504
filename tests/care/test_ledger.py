"""What a therapist opened is written down so that nobody who has the tables alone can write it otherwise."""

import hashlib
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intima.accounts.models import Person
from intima.kit import seal
from intima.kit.models import DataKey
from reflections.care import ledger
from reflections.care.models import CareLink, Opening
from tests import cast
from tests.care.acts import opened
from tests.cast import EVENING


@pytest.fixture
def link(ada: Person) -> CareLink:
    return cast.care(ada, cast.therapist())


@pytest.fixture
def three_lines(link: CareLink) -> CareLink:
    for minutes in (0, 0, 2, 5):
        opened(link, link.pk, at=EVENING + timedelta(minutes=minutes))
    return link


def holds(link: CareLink) -> bool:
    """What its client is told."""
    return ledger.is_whole(link.client)


def test_the_same_words_within_a_minute_are_one_line_and_changed_ones_another(link: CareLink) -> None:
    for words in ("At first.", "At first.", "By now.", "At first."):
        opened(link, link.pk, words=words)
    opened(link, link.pk, words="At first.", at=EVENING + timedelta(minutes=1))
    assert ledger.verify(link) == 3
    assert "first" not in "".join(Opening.objects.values_list("words", flat=True))


def test_a_line_altered_or_taken_out_is_noticed(three_lines: CareLink) -> None:
    assert ledger.verify(three_lines) == 3
    last = Opening.objects.get(number=3)
    last.delete()
    assert not holds(three_lines)
    last.save(force_insert=True)
    assert holds(three_lines)
    Opening.objects.filter(number=2).update(opened_at=EVENING)
    assert not holds(three_lines)
    with pytest.raises(ledger.Tampered):
        ledger.verify(three_lines)
    with pytest.raises(CommandError, match=str(three_lines.pk)):
        call_command("verify_ledger")


def without_key(link: CareLink) -> None:
    """Every hash anew and the end with it, as whoever has the tables and no key could."""
    before = ""
    for row in Opening.objects.filter(link=link).order_by("number"):
        row.previous_hash = before
        row.hash = before = hashlib.sha256(f"{before}{row.number}".encode()).hexdigest()
        row.save()
    CareLink.objects.filter(pk=link.pk).update(ledger_head=before)


def without_the_last(link: CareLink) -> None:
    Opening.objects.get(link=link, number=3).delete()
    CareLink.objects.filter(pk=link.pk).update(ledger_head=Opening.objects.get(link=link, number=2).hash)


def emptied(link: CareLink) -> None:
    Opening.objects.all().delete()
    CareLink.objects.filter(pk=link.pk).update(ledger_head="")


def under_another_key(link: CareLink) -> None:
    """The key taken away: the site makes itself another, under which what is new would hold."""
    DataKey.objects.filter(owner=seal.MARKS).delete()


@pytest.mark.parametrize("rewritten", [without_key, without_the_last, emptied, under_another_key])
def test_a_ledger_rewritten_whole_is_noticed(rewritten: object, three_lines: CareLink) -> None:
    assert holds(three_lines)
    rewritten(three_lines)  # type: ignore[operator]
    assert not holds(three_lines)


def test_an_end_from_another_ledger_is_noticed(three_lines: CareLink, ben: Person) -> None:
    other = cast.care(ben, three_lines.therapist)
    Opening.objects.all().delete()
    CareLink.objects.filter(pk=three_lines.pk).update(ledger_head=other.ledger_head)
    assert not holds(three_lines)


def test_another_master_key_changes_nothing(three_lines: CareLink, settings: object) -> None:
    new, old = b"n" * 32, settings.MASTER_KEYS[0]  # type: ignore[attr-defined]
    settings.MASTER_KEYS = [new, old]  # type: ignore[attr-defined]
    for row in DataKey.objects.all():
        row.wrapped = seal.wrap(row.opened(), row.owner)
        row.save()
    settings.MASTER_KEYS = [new]  # type: ignore[attr-defined]
    assert holds(three_lines)


@pytest.mark.parametrize("many", [1, 30])
def test_many_things_over_two_links_are_written_down_as_cheaply_as_one(many: int, link: CareLink, ben: Person) -> None:
    links = [link, cast.care(ben, link.therapist)]
    found = [ledger.Opened(each.pk, "journal.entry", each.pk, f"{n}") for n in range(many) for each in links]
    with seal.keyring():
        seal.fetch([seal.MARKS])
        with CaptureQueriesContext(connection) as asked:
            ledger.record(found, at=EVENING)
    assert len([each for each in asked if "SAVEPOINT" not in each["sql"]]) == 4
    assert [ledger.verify(each) for each in links] == [many, many]


def test_an_older_ledger_is_chained_anew_where_it_held(three_lines: CareLink, ben: Person) -> None:
    """Ledgers of before there was a key: what held then holds now, and what did not still does not."""
    migration = import_module("reflections.care.migrations.0002_marked_ledger")
    other = cast.care(ben, three_lines.therapist)
    opened(other, other.pk)
    Opening.objects.update(words="")
    for each in (three_lines, other):
        before = ""
        for row in Opening.objects.filter(link=each).order_by("number"):
            row.previous_hash = before
            row.hash = before = migration._old_hash(row)
            row.save()
        CareLink.objects.filter(pk=each.pk).update(ledger_head=before)
    Opening.objects.filter(link=other).update(opened_at=EVENING + timedelta(days=1))
    assert not holds(three_lines)
    migration.chain_anew(apps, None)
    assert holds(three_lines)
    assert not holds(other)
