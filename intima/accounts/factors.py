"""Second factors: what they are, how a code proves one, and how they come and go.

An authenticator app and every passkey are second factors; recovery codes stand in for them. They are rows of
django-allauth, whose secrets its adapter of ours seals.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from allauth.core.internal.cryptokit import compare_user_code, normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.db.models import QuerySet

from intima.accounts import letters
from intima.accounts.models import SECOND_FACTORS, Person, Removal

Type = Authenticator.Type
SHOWN_FOR = timedelta(minutes=10)  # how long fresh recovery codes can be looked at: long enough to print them
APP_CODE = 6  # digits; a recovery code has more
NO_WAY_IN = "mail_is_no_way_in"  # on a request: the address is somebody's whom no letter lets in
PERIOD = 30  # seconds for which an app shows a code


class NothingToStandInFor(Exception):
    """Recovery codes are asked for by somebody without a second factor."""


class NoOtherWay(Exception):
    """Codes by email cannot be switched off by somebody who has neither a password nor a passkey."""


@dataclass(frozen=True)
class Passkey:
    id: int
    name: str
    added_at: datetime
    used_at: datetime | None
    goes_at: datetime | None  # when it is removed, if that was asked


@dataclass(frozen=True)
class Ways:
    """How somebody signs in."""

    person: Person
    passkeys: list[Passkey] = field(default_factory=list)
    app: Authenticator | None = None
    app_goes_at: datetime | None = None
    codes_left: int | None = None  # recovery codes; None without any

    @property
    def second_factor(self) -> bool:
        return bool(self.app or self.passkeys)

    @property
    def goes_at(self) -> datetime | None:
        """When a second factor is removed that its owner asked to remove."""
        return next((at for at in [self.app_goes_at, *(each.goes_at for each in self.passkeys)] if at), None)

    @property
    def without_codes(self) -> bool:
        """Whether codes by email can be done without."""
        return bool(self.passkeys) or self.person.has_usable_password()


def ways_of(person: Person) -> Ways:
    """How the person signs in, in one query."""
    passkeys, app, app_goes_at, left = [], None, None, None
    for row in Authenticator.objects.filter(user=person).select_related("removal").order_by("created_at", "pk"):
        goes_at = row.removal.due_at if hasattr(row, "removal") else None
        if row.type == Type.WEBAUTHN:
            passkeys.append(Passkey(row.pk, name_of(row), row.created_at, row.last_used_at, goes_at))
        elif row.type == Type.TOTP:
            app, app_goes_at = row, goes_at
        else:
            left = len(RecoveryCodes(row).get_unused_codes())
    return Ways(person, passkeys, app, app_goes_at, left)


def name_of(passkey: Authenticator) -> str:
    """What its owner calls a passkey."""
    return str(get_adapter().decrypt(passkey.data["name"]))


def opens_by_mail(person: Person) -> bool:
    """Whether a letter may be the first step: where codes are switched off, only with a second factor behind it."""
    protected = person.has_second_factor  # looked up for everybody: the time of an answer tells nothing
    return person.takes_codes or protected


# --- A code proves one --------------------------------------------------------------------------


@transaction.atomic
def use_app_code(*, person: Person, code: str, at: datetime) -> Authenticator | None:
    """The person's app, when it shows this code at `at` or half a minute before or after. Each code fits once."""
    app = _locked(person, Type.TOTP)
    if app is None:
        return None
    step = step_of(get_adapter().decrypt(app.data["secret"]), code, at=at)
    if step is None or step <= app.data["last_step"]:
        return None
    app.data["last_step"] = step
    app.last_used_at = at
    app.save(update_fields=["data", "last_used_at"])
    return app


def step_of(secret: str, code: str, *, at: datetime) -> int | None:
    """The half minute, counted from 1970, in which an app with this secret shows the code; None but around `at`."""
    now = int(at.timestamp()) // PERIOD
    fitting = [step for step in (now - 1, now, now + 1) if compare_user_code(actual=code, expected=shown(secret, step))]
    return max(fitting, default=None)


def shown(secret: str, step: int) -> str:
    """What an app with this secret shows in a half minute."""
    return str(totp.format_hotp_value(totp.hotp_value(secret, step)))


def use_passkey(*, passkey: Authenticator, at: datetime) -> None:
    """Write down when a passkey was last used."""
    passkey.last_used_at = at
    passkey.save(update_fields=["last_used_at"])


@transaction.atomic
def use_recovery_code(*, person: Person, code: str, at: datetime) -> Authenticator | None:
    """The person's recovery codes, when this is one of them and unused; it is used then, and the person told."""
    codes = _locked(person, Type.RECOVERY_CODES)
    if codes is None or not RecoveryCodes(codes).validate_code(code):
        return None
    codes.refresh_from_db()
    codes.last_used_at = at
    codes.save(update_fields=["last_used_at"])
    letters.tell(person, letters.Change.RECOVERY_CODE_USED)
    return codes


def is_app_code(code: str) -> bool:
    """Whether somebody means their app: its codes are shorter than recovery codes."""
    return len(normalize_user_code(code)) <= APP_CODE


def _locked(person: Person, type: str) -> Authenticator | None:
    return Authenticator.objects.select_for_update().filter(user=person, type=type).first()


# --- They come ----------------------------------------------------------------------------------


@transaction.atomic
def add_app(*, person: Person, secret: str, step: int) -> Authenticator:
    """Make an authenticator app a second factor; the code of `step` has been typed. A second app replaces none."""
    _lock(person)
    if app := Authenticator.objects.filter(user=person, type=Type.TOTP).first():
        return app
    app = totp.TOTP.activate(person, secret).instance
    app.data["last_step"] = step
    app.save(update_fields=["data"])
    RecoveryCodes.activate(person)
    letters.tell(person, letters.Change.APP_ADDED)
    return app


@transaction.atomic
def add_passkey(*, person: Person, name: str, credential: dict[str, Any]) -> Authenticator:
    """Make a passkey a way in and a second factor."""
    _lock(person)
    passkey: Authenticator = WebAuthn.add(person, get_adapter().encrypt(name), credential).instance
    RecoveryCodes.activate(person)
    letters.tell(person, letters.Change.PASSKEY_ADDED)
    return passkey


@transaction.atomic
def rename(*, passkey: Authenticator, name: str) -> None:
    """Call a passkey something else."""
    passkey = Authenticator.objects.select_for_update().get(pk=passkey.pk)
    passkey.data["name"] = get_adapter().encrypt(name)
    passkey.save(update_fields=["data"])


@transaction.atomic
def new_recovery_codes(*, person: Person) -> None:
    """Ten fresh codes; the old ones fit no more. Raises NothingToStandInFor."""
    _lock(person)
    if not person.has_second_factor:
        raise NothingToStandInFor
    Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(person)
    letters.tell(person, letters.Change.NEW_RECOVERY_CODES)


def has_unseen_codes(person: Person) -> bool:
    """Whether the person has recovery codes that were never shown."""
    row = Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).first()
    return row is not None and "shown_at" not in row.data


@transaction.atomic
def show_recovery_codes(*, person: Person, at: datetime) -> list[str]:
    """The codes, the first time that they are asked for and for ten minutes more; nothing ever after."""
    row = _locked(person, Type.RECOVERY_CODES)
    if row is None:
        return []
    shown_at = row.data.setdefault("shown_at", at.timestamp())
    row.save(update_fields=["data"])
    fresh = at.timestamp() - shown_at < SHOWN_FOR.total_seconds()
    return [grouped(code) for code in RecoveryCodes(row).get_unused_codes()] if fresh else []


def grouped(code: str) -> str:
    """A recovery code as it is read out: 1234-5678-9012."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


# --- They go ------------------------------------------------------------------------------------


def is_only(factor: Authenticator) -> bool:
    """Whether its owner has no other second factor at all."""
    return not _others(factor).exists()


def waits(factor: Authenticator, *, at: datetime) -> bool:
    """Whether it stays for a day when it is removed: nothing stays that was there before somebody held the phone.

    Whoever adds a factor of their own could else remove the owner's a minute later.
    """
    return not _others(factor).filter(removal=None, created_at__lte=at - Removal.WAIT).exists()


def _others(factor: Authenticator) -> QuerySet[Authenticator]:
    all_of_them: QuerySet[Authenticator] = Authenticator.objects.filter(user=factor.user_id, type__in=SECOND_FACTORS)
    return all_of_them.exclude(pk=factor.pk)


@transaction.atomic
def remove(*, person: Person, factor: Authenticator, at: datetime) -> Removal | None:
    """Remove a second factor: at once where an older one stays, else a day later; then the Removal is returned."""
    _lock(person)
    if not waits(factor, at=at):
        _remove(person, factor)
        return None
    removal, asked = Removal.objects.get_or_create(factor=factor, defaults={"asked_at": at})
    if asked:
        letters.tell_of_removal(person, removal.due_at)
    return removal


@transaction.atomic
def keep(*, person: Person) -> None:
    """Keep every second factor that was about to be removed."""
    _lock(person)
    Removal.objects.filter(factor__user=person).delete()


def remove_due(*, at: datetime) -> None:
    """Carry out the removals that have waited for a day."""
    for removal in Removal.objects.filter(asked_at__lte=at - Removal.WAIT).select_related("factor__user"):
        with transaction.atomic():
            _lock(removal.factor.user)
            if due := Removal.objects.select_related("factor").filter(pk=removal.pk).first():  # not kept meanwhile
                _remove(removal.factor.user, due.factor)


def _remove(person: Person, factor: Authenticator) -> None:
    """With the last of them go the recovery codes; who is left without password and passkey takes codes again."""
    kind = factor.type
    factor.delete()
    rest = Authenticator.objects.filter(user=person)
    if not rest.exclude(type=Type.RECOVERY_CODES).exists():
        rest.delete()
    if not rest.filter(type=Type.WEBAUTHN).exists() and not person.has_usable_password():
        Person.objects.filter(pk=person.pk).update(takes_codes=True)
    letters.tell(person, letters.Change.APP_REMOVED if kind == Type.TOTP else letters.Change.PASSKEY_REMOVED)


def _lock(person: Person) -> None:
    """One change at a time to how somebody signs in."""
    Person.objects.select_for_update().get(pk=person.pk)


# --- Codes by email -----------------------------------------------------------------------------


@transaction.atomic
def take_codes(*, person: Person, on: bool) -> None:
    """Switch codes by email on or off as a first step. Raises NoOtherWay."""
    person_now = Person.objects.select_for_update().get(pk=person.pk)
    if not on and not ways_of(person_now).without_codes:
        raise NoOtherWay
    if person_now.takes_codes == on:
        return
    Person.objects.filter(pk=person.pk).update(takes_codes=on)
    letters.tell(person, letters.Change.CODES_ON if on else letters.Change.CODES_OFF)
