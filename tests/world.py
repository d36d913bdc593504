"""A small world for the doors table: everybody of the cast, and one of every thing that a URL can name."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from intima.accounts.models import Person
from reflections.spaces.models import Space
from tests import cast


@dataclass
class World:
    """`author` writes every thing; `partner` shares a space with the author; `former` shared one with the partner.

    The author consents to `therapist`, and no longer to `former_therapist`.
    """

    author: Person
    partner: Person
    former: Person
    stranger: Person
    staff: Person
    therapist: Person
    former_therapist: Person
    space: Space
    things: dict[str, Any] = field(default_factory=dict)

    def who(self, role: str) -> Person | None:
        return None if role == "nobody" else getattr(self, role)


ROLES = ("nobody", "stranger", "author", "partner", "former", "staff", "therapist", "former_therapist")
Statuses = tuple[int, int, int, int, int, int, int, int]


def build() -> World:
    ada, ben, cleo, eve = (cast.person(name) for name in ("Ada", "Ben", "Cleo", "Eve"))
    staff = cast.person("Sam", is_staff=True)
    once = cast.pair(eve, ben, at=cast.EVENING - timedelta(days=400))
    cast.part(once, who_left=eve, at=cast.EVENING - timedelta(days=300))
    dee, finn = cast.therapist("Dr Dee"), cast.therapist("Dr Finn")
    return World(
        author=ada,
        partner=ben,
        former=eve,
        stranger=cleo,
        staff=staff,
        therapist=dee.person,
        former_therapist=finn.person,
        space=cast.pair(ada, ben),
    )


@dataclass(frozen=True)
class Door:
    """One line of the doors table: what each role gets at one URL, plain and through htmx.

    `url` is the URL's name; `args` makes its arguments from the world (and the things that it needs); `get` and `post`
    give the status for each role in the order of ROLES, or one status for all; None: that method is not offered (405).
    Redirects that send somebody to sign in or to begin count as 302, also when htmx carries them as HX-Redirect.
    """

    url: str
    get: int | Statuses | None = None
    post: int | Statuses | None = None
    args: Callable[[World], dict[str, Any]] = lambda world: {}
    data: Callable[[World], dict[str, Any]] = lambda world: {}  # what a valid form would post


# What a page gives that asks for no more than to be signed in.
SIGNED_IN = (302, 200, 200, 200, 200, 200, 200, 200)
