"""Words at rest: what the seal promises, tried on check-ins, whose one line is sealed."""

import os
import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from intima.accounts.models import Person
from intima.kit import seal
from intima.kit.models import DataKey
from reflections.checkins.models import CheckIn
from tests import cast

DAY = cast.EVENING.date()
LINE = "He made tea before I asked. \u202eשלום\u202c 🫖"
OLD, NEW = os.urandom(32), os.urandom(32)


def line_of(person: Person, *, text: str = LINE, days_ago: int = 0) -> CheckIn:
    return CheckIn.objects.create(person=person, day=DAY - timedelta(days=days_ago), line=text, checked_at=cast.EVENING)


def at_rest(checkin: CheckIn) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT line FROM {CheckIn._meta.db_table} WHERE day = %s", [checkin.day])
        (value,) = cursor.fetchone()
    return bytes(value)


def test_words_come_back_as_they_were_written(ada: Person) -> None:
    assert CheckIn.objects.get(pk=line_of(ada).pk).line == LINE
    assert CheckIn.objects.get(pk=line_of(ada, text="", days_ago=1).pk).line == ""


def test_the_database_holds_no_word(ada: Person) -> None:
    raw = at_rest(line_of(ada))
    assert raw[:1] == seal.VERSION
    assert b"tea" not in raw


def test_the_same_words_never_look_the_same_twice(ada: Person) -> None:
    assert at_rest(line_of(ada)) != at_rest(line_of(ada, days_ago=1))


def test_words_moved_to_another_row_of_the_same_author_do_not_open(ada: Person) -> None:
    first, second = line_of(ada), line_of(ada, text="Another evening.", days_ago=1)
    CheckIn.objects.filter(pk=second.pk).update(line=seal.Ciphertext(at_rest(first)))
    with pytest.raises(seal.Broken):
        _ = CheckIn.objects.get(pk=second.pk).line


def test_words_moved_to_another_authors_row_do_not_open(ada: Person, ben: Person) -> None:
    adas, bens = line_of(ada), line_of(ben, text="Long day.", days_ago=1)
    CheckIn.objects.filter(pk=bens.pk).update(line=seal.Ciphertext(at_rest(adas)))
    with pytest.raises(seal.Broken):
        _ = CheckIn.objects.get(pk=bens.pk).line


def test_a_row_given_to_another_author_does_not_open(ada: Person, ben: Person) -> None:
    checkin = line_of(ada)
    line_of(ben, days_ago=1)
    CheckIn.objects.filter(pk=checkin.pk).update(person=ben)
    with pytest.raises(seal.Broken):
        _ = CheckIn.objects.get(pk=checkin.pk).line


def test_words_do_not_open_under_another_seal_name(ada: Person) -> None:
    pk = uuid.uuid4()
    sealed = seal.seal("quiet", name="one.place.text", pk=pk, author=ada.pk)
    assert seal.unseal(sealed, name="one.place.text", pk=pk, author=ada.pk) == "quiet"
    with pytest.raises(seal.Broken):
        seal.unseal(sealed, name="another.place.text", pk=pk, author=ada.pk)


@pytest.mark.parametrize("place", [0, 1, 20, 30, -1])
def test_one_altered_bit_is_noticed(ada: Person, place: int) -> None:
    checkin = line_of(ada)
    altered = bytearray(at_rest(checkin))
    altered[place] ^= 1
    CheckIn.objects.filter(pk=checkin.pk).update(line=seal.Ciphertext(altered))
    with pytest.raises(seal.Broken):
        _ = CheckIn.objects.get(pk=checkin.pk).line


def test_what_was_cut_short_opens_no_more_wherever_it_was_cut(ada: Person) -> None:
    checkin = line_of(ada)
    sealed, binding = at_rest(checkin), CheckIn._meta.get_field("line").binding(checkin)  # type: ignore[union-attr]
    key = DataKey.objects.get(owner=ada.pk)
    for length in range(len(sealed)):
        with pytest.raises(seal.Broken):
            seal.unseal(sealed[:length], **binding)
    for length in range(len(key.wrapped)):
        with pytest.raises(seal.Broken):
            seal.unwrap(key.wrapped[:length], ada.pk)


def test_update_with_plain_words_raises_and_stores_nothing(ada: Person) -> None:
    checkin = line_of(ada)
    before = at_rest(checkin)
    with pytest.raises(TypeError), transaction.atomic():
        CheckIn.objects.update(line="plain")
    checkin.line = "plain"
    with pytest.raises(TypeError), transaction.atomic():
        CheckIn.objects.bulk_update([checkin], ["line"])
    assert at_rest(checkin) == before


def test_bulk_create_seals(ada: Person) -> None:
    CheckIn.objects.bulk_create(
        CheckIn(person=ada, day=DAY - timedelta(days=n), line=f"evening {n}", checked_at=cast.EVENING) for n in range(3)
    )
    assert {one.line for one in CheckIn.objects.all()} == {"evening 0", "evening 1", "evening 2"}
    assert b"evening" not in at_rest(CheckIn.objects.get(day=DAY))


def test_the_database_cannot_be_asked_about_words(ada: Person) -> None:
    line_of(ada)
    for question in ({"line": "tea"}, {"line__contains": "tea"}, {"line__in": ["tea"]}, {"line__gt": "a"}):
        with pytest.raises(TypeError):
            CheckIn.objects.filter(**question).exists()
    assert CheckIn.objects.filter(line__isnull=False).exists()


def test_a_deferred_line_opens_when_it_is_read(ada: Person) -> None:
    line_of(ada)
    assert CheckIn.objects.defer("line").get().line == LINE


def test_reading_a_row_without_reading_its_words_opens_nothing(ada: Person) -> None:
    line_of(ada)
    DataKey.objects.all().delete()
    checkin = CheckIn.objects.get()
    checkin.save()  # what was not opened is stored again as it was
    with pytest.raises(seal.Broken):
        _ = checkin.line


def test_words_are_sealed_anew_after_a_change(ada: Person) -> None:
    checkin = CheckIn.objects.get(pk=line_of(ada).pk)
    checkin.line += " Twice."
    checkin.save()
    assert CheckIn.objects.get().line == LINE + " Twice."


def test_the_newest_master_key_wraps_and_every_one_opens(
    ada: Person, ben: Person, settings: pytest.FixtureRequest
) -> None:
    settings.MASTER_KEYS = [OLD]  # type: ignore[attr-defined]
    line_of(ada)
    settings.MASTER_KEYS = [NEW, OLD]  # type: ignore[attr-defined]
    line_of(ben, text="New key.", days_ago=1)
    assert {one.line for one in CheckIn.objects.all()} == {LINE, "New key."}
    settings.MASTER_KEYS = [NEW]  # type: ignore[attr-defined]
    assert CheckIn.objects.get(person=ben).line == "New key."
    with pytest.raises(seal.Broken, match="MASTER_KEYS"):
        _ = CheckIn.objects.get(person=ada).line


def test_a_data_key_copied_to_another_owner_does_not_unwrap(ada: Person, ben: Person) -> None:
    line_of(ada)
    stolen = DataKey.objects.create(owner=ben.pk, wrapped=DataKey.objects.get(owner=ada.pk).wrapped)
    with pytest.raises(seal.Broken):
        stolen.opened()


def test_a_key_whose_making_was_rolled_back_seals_nothing_afterwards(ada: Person) -> None:
    with seal.keyring():
        with transaction.atomic():
            line_of(ada)
            transaction.set_rollback(True)
        kept = line_of(ada, text="Still here.")
    assert CheckIn.objects.get(pk=kept.pk).line == "Still here."
    with seal.keyring():
        assert CheckIn.objects.get(pk=kept.pk).line == "Still here."


def test_without_its_key_nothing_opens_again(ada: Person) -> None:
    checkin = line_of(ada)
    DataKey.objects.all().delete()
    with pytest.raises(seal.Broken, match="gone"):
        _ = CheckIn.objects.get(pk=checkin.pk).line


def test_many_authors_cost_one_query_for_their_keys(ada: Person, ben: Person, cleo: Person) -> None:
    for number, person in enumerate((ada, ben, cleo)):
        line_of(person, days_ago=number)
    with seal.keyring(), CaptureQueriesContext(connection) as asked:
        rows = list(CheckIn.objects.all())
        seal.fetch({row.person_id for row in rows})
        assert [row.line for row in rows] == [LINE] * 3
    assert len(asked) == 2


def test_keys_are_forgotten_with_the_ring(ada: Person) -> None:
    line_of(ada)
    with seal.keyring():
        assert CheckIn.objects.get().line == LINE
    DataKey.objects.all().delete()
    with seal.keyring(), pytest.raises(seal.Broken):
        _ = CheckIn.objects.get().line


def test_the_field_is_in_no_form_and_keeps_its_seal_name_in_migrations() -> None:
    field = CheckIn._meta.get_field("line")
    _name, _path, _args, kwargs = field.deconstruct()  # type: ignore[union-attr]
    assert not field.editable
    assert kwargs["sealed_as"] == "checkins.checkin.line"
