"""The cast of the demo. They live at example.org, and each shows the site from another side."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intima.accounts import factors
from intima.accounts.models import Person
from intima.demo import script
from reflections.spaces.actions import NotTogether, Tie, tie_of

PASSWORD = "lamplight-by-the-window"  # noqa: S105 (printed; the demo runs on this machine alone)  # nosec B105

# In the order in which they are worth a visit -> what can be seen as them.
CAST: dict[str, Promise] = {
    "ada": _("Two months with Ben: a lesson begun, words shared and words kept, questions for two."),
    "ben": _("The same two months from the other side, and what is left of an earlier space."),
    "cleo": _("Here alone, in the mornings: no partner, a lesson half read, reminders that rest."),
    "dana": _("New this week. Somebody said yes to her invitation: is it the right person?"),
    "eve": _("She left her space with Ben ten months ago, and her words stayed hers. Now she waits for Dana."),
    "ines": _("In Spanish. Her space was closed three days ago, and one quiet sentence says so."),
    "tomas": _("In Spanish. He closed that space, and has an invitation open that nobody has answered."),
    script.THERAPIST: _("Ada’s and Ben’s therapist: homework given and told of, what each shows her, the brief."),
}
# A therapist has a second factor; the mailbox shows what this one's app would.
APP_KEY = "LAMPLIGHTBYTHEWINDOWLAMPLIGHTBYT"


def address(key: str) -> str:
    return f"{key}@example.org"


def here() -> dict[str, Person]:
    """Those of the cast who have an account, in its order. A visitor may have deleted one."""
    found = {person.email: person for person in Person.objects.filter(email__in=map(address, CAST))}
    return {key: found[address(key)] for key in CAST if address(key) in found}


def tie(person: Person) -> Tie:
    """The person's open one. Raises NotTogether."""
    found = tie_of(person)
    if found is None:
        raise NotTogether
    return found


def make(key: str, life: script.Life | script.Practice, *, password: str, at: datetime) -> Person:
    """Somebody who signed up so many days before `at`, with their address confirmed. `password` comes hashed."""
    person = Person.objects.create_user(
        address(key),
        name=life.name,
        time_zone=life.zone,
        language=life.language,
        begun_at=at - timedelta(days=life.here),
    )
    person.password = password
    person.save(update_fields=["password"])
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    if key == script.THERAPIST:
        app = TOTP.activate(person, APP_KEY).instance
        app.data["last_step"] = 0
        app.save(update_fields=["data"])
    return person


def app_code(at: datetime) -> str:
    """What the therapist's app shows at this moment."""
    return factors.shown(APP_KEY, int(at.timestamp()) // factors.PERIOD)
