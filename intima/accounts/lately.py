"""Whether the person at this browser showed lately who they are: allauth notes in the session each step that they took.

Their own means (a password, a passkey, an app) are what nobody has who only holds the phone; its mailbox opens with it.
So a code by email is proof for whoever has set up nothing that tells them from others, and for nobody else.

The lock on the journal is opened by own means alone, and has a clock of its own.
"""

import time

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from intima.accounts.models import Person

OWN_STEPS = {"password", "mfa"}  # what allauth calls the steps by own means
USED_AT = "journal_used_at"  # in the session, while the journal is open: seconds since 1970
WRITTEN = "written_while_closed"  # in the session: what was written new meanwhile
REMEMBERED = 30  # of those
STAYS = _(
    "Your journal is locked now, and what you kept here before stays as it is. Copy this, show that it is you, "
    "and put it back."
)
NOTED_EVERY = 20  # seconds; that the journal is in use is written down at most this often


class Way(TextChoices):
    """How somebody can show who they are, the best first."""

    PASSKEY = "passkey"
    PASSWORD = "password"  # noqa: S105  (the word, not one)  # nosec B105
    APP = "app"  # a code of an authenticator app, or a recovery code
    MAIL = "mail"


_OF_FACTOR = {
    Authenticator.Type.WEBAUTHN: Way.PASSKEY,
    Authenticator.Type.TOTP: Way.APP,
    Authenticator.Type.RECOVERY_CODES: Way.APP,
}


def own_means(person: Person) -> list[Way]:
    """The ways of this person that need no mailbox, in one query."""
    factors = Authenticator.objects.filter(user=person).values_list("type", flat=True)
    found = {_OF_FACTOR[Authenticator.Type(factor)] for factor in factors}
    if person.has_usable_password():
        found.add(Way.PASSWORD)
    return [way for way in Way if way in found]


def ways(person: Person) -> list[Way]:
    """The ways of this person, a code by email among them where it suffices."""
    own = own_means(person)
    return [*own, Way.MAIL] if _mail_suffices(person, own) else own


def _mail_suffices(person: Person, own: list[Way]) -> bool:
    """With a second factor, the lock on the journal, or codes switched off, it does not."""
    return not own or (own == [Way.PASSWORD] and person.takes_codes and not person.locks_journal)


def note_sign_in(request: HttpRequest) -> None:
    """Signing in is a step, whatever it took: the code of a sign-up is none to allauth."""
    record_authentication(request, request.user, "sign in")


def proven(request: HttpRequest) -> bool:
    """Whether that was in the last half hour, and in a way that suffices."""
    person = request.user
    if not isinstance(person, Person):
        return False
    steps = get_authentication_records(request, person)
    recent = {step["method"] for step in steps if time.time() - step["at"] <= settings.PROOF_LASTS}
    return bool(recent & OWN_STEPS) or (bool(recent) and _mail_suffices(person, own_means(person)))


def journal_closed(request: HttpRequest) -> bool:
    """Whether this person's words ask who is there before any are shown. No query."""
    person = request.user
    locked = isinstance(person, Person) and person.locks_journal
    return locked and time.time() - request.session.get(USED_AT, 0) > settings.JOURNAL_STAYS_OPEN


def open_journal(request: HttpRequest) -> None:
    """The person just showed by own means who they are."""
    request.session[USED_AT] = int(time.time())
    request.session.pop(WRITTEN, None)


def close_journal(request: HttpRequest) -> None:
    """Asked for again at once: the person just locked it, or has no lock any more."""
    request.session.pop(USED_AT, None)
    request.session.pop(WRITTEN, None)


def may_write_over(request: HttpRequest, what: str) -> bool:
    """Whether words that are kept may be changed from here: while the journal is closed, those written since alone."""
    return not journal_closed(request) or what in request.session.get(WRITTEN, [])


def note_written(request: HttpRequest, what: str) -> None:
    """These words were written new just now; whoever types goes on with them, though the journal is closed."""
    written = request.session.get(WRITTEN, [])
    if journal_closed(request) and what not in written:
        request.session[WRITTEN] = [*written, what][-REMEMBERED:]


def use_journal(request: HttpRequest) -> None:
    """It stays open while it is used."""
    person = request.user
    locked = isinstance(person, Person) and person.locks_journal
    if locked and time.time() - request.session.get(USED_AT, 0) > NOTED_EVERY:
        open_journal(request)
