"""Keys are changed beside the live site: what was written stays readable at every step, and old keys go in the end."""

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client

from intima.accounts import factors
from intima.accounts.actions import delete_account
from intima.accounts.models import Person
from intima.content.models import Version
from intima.kit import clock, rotation, seal
from intima.kit.box import boxed
from intima.kit.models import DataKey, Visit
from intima.mail.models import Letter
from reflections.checkins.models import CheckIn
from tests import cast
from tests.kit.test_seal import LINE, at_rest, line_of

OLD, NEW = b"o" * 32, b"n" * 32
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def masters(settings: Any) -> Iterator[Any]:
    """The settings, with one master key."""
    settings.MASTER_KEYS = [OLD]
    return settings


def rotate(*options: str) -> str:
    out = StringIO()
    call_command("rotate_keys", *options, stdout=out)
    return out.getvalue()


def an_hour_goes_by() -> None:
    for key in DataKey.objects.exclude(emptied_at=None):
        DataKey.objects.filter(pk=key.pk).update(emptied_at=key.emptied_at - timedelta(hours=1))


def piece_of(person: Person) -> Version:
    """A piece of somebody's own, which nothing may change."""
    return Version.objects.create(
        kind="practice", slug="own", language="en", version="1", author_id=person.pk, words=LINE, loaded_at=cast.EVENING
    )


def letter() -> Letter:
    at = cast.EVENING
    return Letter.objects.create(
        key="one", kind="account", payload=LINE, priority=1, posted_at=at, due_at=at, next_try_at=at
    )


# --- Master keys --------------------------------------------------------------------------------


def test_everything_moves_under_the_newest_master_key(ada: Person, ben: Person, masters: Any) -> None:
    client = Client(headers={"host": "localhost"})
    client.force_login(ada)
    codes = RecoveryCodes.activate(ben).get_unused_codes()
    passkey = factors.add_passkey(person=ada, name="Grandmother’s tablet", credential={})
    line_of(ada)
    masters.MASTER_KEYS = [NEW, OLD]
    line_of(ben, days_ago=1)
    assert "1 wrapped" in rotate()
    masters.MASTER_KEYS = [NEW]
    assert [one.line for one in CheckIn.objects.all()] == [LINE, LINE]
    assert client.get("/today/").status_code == 200
    assert RecoveryCodes(Authenticator.objects.get(user=ben)).get_unused_codes() == codes
    passkey.refresh_from_db()
    assert factors.name_of(passkey) == "Grandmother’s tablet"


def test_a_second_time_there_is_nothing_to_do(ada: Person, masters: Any) -> None:
    line_of(ada)
    RecoveryCodes.activate(ada)
    masters.MASTER_KEYS = [NEW, OLD]
    rotate()
    before = list(DataKey.objects.values()), list(Authenticator.objects.values())
    said = rotate()
    assert "0 wrapped" in said
    assert "0 encrypted" in said
    assert (list(DataKey.objects.values()), list(Authenticator.objects.values())) == before


def test_every_use_of_a_box_is_known_to_the_rotation() -> None:
    files = [file for rooms in ("intima", "reflections", "exercises") for file in (ROOT / rooms).rglob("*.py")]
    users = {str(file.relative_to(ROOT)) for file in files if re.search(r"\bbox\((?!purpose)", file.read_text())}
    assert users == {"intima/kit/sessions.py", "intima/accounts/adapter.py"}
    assert [each.model for each in boxed] == [Visit, Authenticator]


def test_a_master_key_that_is_missing_is_told_with_what_to_do(ada: Person, masters: Any) -> None:
    line_of(ada)
    assert not run_checks(tags=["database"], databases=["default"])
    masters.MASTER_KEYS = [NEW]
    said = f"needs a master key that is not given: {seal.master_id(OLD).hex()} (1 data keys). Put it back"
    assert [said in found.msg for found in run_checks(tags=["database"], databases=["default"])] == [True]
    for command in ("rotate_keys", "prepare"):
        with pytest.raises(CommandError, match="Put it back"):
            call_command(command)


def test_readyz_which_anybody_may_ask_says_neither_which_nor_how_many(
    ada: Person, client: Client, masters: Any
) -> None:
    line_of(ada)
    masters.MASTER_KEYS = [NEW]
    missing = client.get("/readyz", headers={"host": "localhost"}).json()["missing"]
    assert missing["keys"] == "a master key that is needed is not given; manage.py check --database default names it"


@pytest.mark.parametrize("given", [[NEW, OLD], [OLD]], ids=["under an older master key", "under the newest"])
def test_a_data_key_that_was_altered_stops_it_and_is_named_in_the_log(
    ada: Person, ben: Person, masters: Any, given: list[bytes], caplog: pytest.LogCaptureFixture
) -> None:
    line_of(ada)
    line_of(ben, days_ago=1)
    DataKey.objects.filter(owner=ben.pk).update(wrapped=DataKey.objects.get(owner=ada.pk).wrapped)
    masters.MASTER_KEYS = given
    with pytest.raises(CommandError, match=r"kit\.DataKey\.wrapped \(1\).* docs/keys\.md says what to do"):
        rotate("--words")
    assert str(DataKey.objects.get(owner=ben.pk).pk) in caplog.text
    assert CheckIn.objects.get(person=ada).line == LINE
    DataKey.objects.filter(owner=ben.pk).delete()  # as docs/keys.md has it where no backup is left
    with pytest.raises(CommandError, match=r"left as they were: checkins\.CheckIn\.line \(1\)"):
        rotate("--words")


def test_every_data_key_is_gone_through_and_those_that_moved_are_counted(
    ada: Person, ben: Person, masters: Any
) -> None:
    line_of(ada)
    masters.MASTER_KEYS = [NEW, OLD]
    line_of(ben, days_ago=1)
    seen: list[int] = []
    assert [rotation.rewrap(seen.append).moved for _twice in range(2)] == [1, 0]
    assert sum(seen) == 2 * DataKey.objects.count()


# --- Data keys ----------------------------------------------------------------------------------


def test_all_words_move_under_new_data_keys_and_an_hour_later_the_old_ones_are_destroyed(ada: Person) -> None:
    own, mail = piece_of(ada), letter()
    line_of(ada)
    old = set(DataKey.objects.values_list("pk", flat=True))
    assert "Words: 3 sealed anew" in rotate("--words")
    assert old < set(DataKey.objects.values_list("pk", flat=True))
    assert "destroys them" in rotate("--words")  # too early
    an_hour_goes_by()
    assert f"Old data keys: {len(old)} destroyed" in rotate("--words")
    assert not DataKey.objects.filter(pk__in=old).exists()
    assert CheckIn.objects.get().line == Version.objects.get(pk=own.pk).words == LINE
    assert Letter.objects.get(pk=mail.pk).payload == LINE


def test_the_key_of_the_marks_stays_through_every_rotation(ada: Person, masters: Any) -> None:
    line_of(ada)
    key = seal.marking_key()
    rotate("--words")
    masters.MASTER_KEYS = [NEW, OLD]
    rotate("--words")
    masters.MASTER_KEYS = [NEW]
    assert seal.marking_key() == key


def test_no_column_of_sealed_words_is_forgotten() -> None:
    """Whatever holds bytes is a data key, or goes through the rotation."""
    binary = {
        (model, column.name)
        for model in apps.get_models()
        for column in model._meta.get_fields()
        if isinstance(column, models.BinaryField)
    }
    known = {(model, column.name) for model, columns in rotation.sealed_columns().items() for column in columns}
    assert len(known) > 25
    assert binary == known | {(DataKey, "wrapped")}


@contextmanager
def request_that_began_before(rotated: Callable[[], Any], *, owner: Person) -> Iterator[None]:
    """A keyring that fetched its keys before `rotated` was called."""
    with seal.keyring():
        seal.fetch([owner.pk])
        rotated()
        yield


def test_a_request_that_began_before_reads_what_was_sealed_anew(ada: Person) -> None:
    line_of(ada)
    with request_that_began_before(lambda: rotate("--words"), owner=ada):
        assert CheckIn.objects.get().line == LINE


def test_what_such_a_request_writes_is_found_and_an_hour_counts_from_then(ada: Person) -> None:
    line_of(ada)
    with request_that_began_before(lambda: rotate("--words"), owner=ada):
        late = line_of(ada, days_ago=1)
    assert DataKey.objects.old().get(owner=ada.pk).pk == seal.key_id_of(bytes(at_rest(late)))
    an_hour_goes_by()
    assert "Words: 1 sealed anew" in rotate("--words")
    assert "destroys them" in rotate("--words")
    an_hour_goes_by()
    assert "2 destroyed" in rotate("--words")
    assert {one.line for one in CheckIn.objects.all()} == {LINE}


def test_words_that_changed_meanwhile_are_never_overwritten(ada: Person) -> None:
    checkin = line_of(ada)
    rotation.begin()
    rotation.give_new_keys(lambda rows: None)
    read = CheckIn.objects.values_list("pk", "line").get()
    new = seal.reseal(read[1], name="checkins.checkin.line", pk=checkin.pk, author=ada.pk)
    checkin.line = "Changed."
    checkin.save()
    assert rotation._swap(CheckIn, "line", [(*read, new)]) == 0
    assert CheckIn.objects.get().line == "Changed."


def test_begun_again_it_goes_on_with_the_same_keys(ada: Person, ben: Person) -> None:
    line_of(ada)
    rotation.begin()  # and is killed before anybody has a new key
    line_of(ben, days_ago=1)  # whoever is new meanwhile has a key of this round
    rotation.begin()
    assert DataKey.objects.round() == 2
    rotate("--words")
    rotate("--words")
    assert sorted(DataKey.objects.filter(owner=ada.pk).values_list("round", flat=True)) == [1, 2]
    assert DataKey.objects.get(owner=ben.pk).round == 2
    an_hour_goes_by()
    rotate("--words")
    rotate("--words")  # the next one
    assert sorted(DataKey.objects.filter(owner=ada.pk).values_list("round", flat=True)) == [2, 3]


def test_what_no_key_opens_is_told_and_left_and_keeps_its_key(ada: Person) -> None:
    first, moved = line_of(ada), line_of(ada, days_ago=1)
    swapped = CheckIn.objects.values_list("line", flat=True).get(pk=first.pk)
    CheckIn.objects.filter(pk=moved.pk).update(line=swapped)
    cut = line_of(ada, days_ago=2)
    CheckIn.objects.filter(pk=cut.pk).update(line=seal.Ciphertext(b"\x01cut"))
    old = DataKey.objects.get(owner=ada.pk)
    for _ in range(2):
        with pytest.raises(CommandError, match=r"checkins\.CheckIn\.line \(2\)"):
            rotate("--words")
        an_hour_goes_by()
    assert DataKey.objects.filter(pk=old.pk).exists()
    assert DataKey.objects.filter(owner=seal.SITE).count() == 1  # the next round can begin
    assert CheckIn.objects.get(pk=first.pk).line == LINE
    assert CheckIn.objects.values_list("line", flat=True).get(pk=moved.pk) == swapped


def test_deleting_an_account_destroys_every_data_key_of_it(ada: Person, ben: Person) -> None:
    line_of(ada)
    line_of(ben, days_ago=1)
    rotation.begin()
    rotation.give_new_keys(lambda rows: None)
    assert DataKey.objects.filter(owner=ada.pk).count() == 2
    delete_account(person=ada, at=clock.now())
    assert not DataKey.objects.filter(owner=ada.pk).exists()
    assert DataKey.objects.filter(owner=ben.pk).count() == 2


def test_two_data_keys_cost_no_query_more(ada: Person, ben: Person, django_assert_num_queries: Any) -> None:
    line_of(ada)
    rotate("--words")
    line_of(ben, days_ago=1)
    with seal.keyring(), django_assert_num_queries(2):
        rows = list(CheckIn.objects.all())
        seal.fetch({row.person_id for row in rows} | {uuid.uuid4()})
        assert [row.line for row in rows] == [LINE, LINE]
