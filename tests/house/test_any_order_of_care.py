"""Clients consent, release, take back and end it, therapists change their terms, in any order, beside a plain model.

After every step each therapist's view is compared, each partner's, and which clients are a couple for whom.
"""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from intima.accounts.models import Person
from intima.kit import seal
from reflections.care import actions as care
from reflections.care import ledger
from reflections.care.actions import links as consents
from reflections.care.actions import practice
from reflections.care.models import WORDING, CareLink, Side, Therapist
from reflections.journal.actions import entries
from reflections.journal.actions import sharing as entry_sharing
from reflections.journal.models import Entry
from reflections.releases import actions as releases
from reflections.releases.models import Released
from reflections.shares.actions import NoSecrets, NotTheirTherapist
from reflections.shares.models import Share
from reflections.spaces import actions as spaces
from reflections.spaces.actions import tie_of
from tests import cast
from tests.cast import EVENING
from tests.spaces.walk import pair_up

WORDS = ("one", "two", "three")
ACTS = [
    *["write", "consent", "release", "release", "release_alone"] * 2,
    "share",
    "pair",
    "leave",
    "know",
    "take_back",
    "take_all_back",
    "throw_away",
    "end",
    "other_terms",
    "let_out",
    "let_in",
]


class Plain:
    """What care promises, with names: each client has one entry, and each pair of client and therapist one consent."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.terms = {"Dr Dee": (1, "none"), "Dr Finn": (1, "none")}
        self.out: set[str] = set()  # whom the practice lets in no more
        self.consents: dict[tuple[str, str], int] = {}  # (client, therapist) -> which terms
        self.knows: set[tuple[str, str]] = set()
        self.released: dict[tuple[str, str], tuple[str, bool]] = {}  # (client, therapist) -> words, for them alone
        self.shared: dict[str, str] = {}
        self.pairs: set[frozenset[str]] = set()

    def current(self, pair: tuple[str, str]) -> bool:
        return self.consents.get(pair) == self.terms[pair[1]][0] and pair[1] not in self.out

    def end(self, pair: tuple[str, str]) -> None:
        self.consents.pop(pair, None)
        self.released.pop(pair, None)
        self.knows.discard(pair)

    def seen_by(self, therapist: str) -> dict[str, str]:
        limited = self.terms[therapist][1] == "limited"
        found = {}
        for pair, (words, alone) in self.released.items():
            if pair[1] == therapist and self.current(pair) and (limited or not alone):
                found[pair[0]] = words
        return found

    def partner_of(self, client: str) -> str | None:
        return next((other for pair in self.pairs if client in pair for other in pair - {client}), None)

    def couples(self, therapist: str) -> set[frozenset[str]]:
        knows = {client for client, who in self.knows if who == therapist and (client, who) in self.consents}
        return set() if therapist in self.out else {pair for pair in self.pairs if pair <= knows}


@pytest.mark.tables
@pytest.mark.django_db
@pytest.mark.parametrize("orders", [10, pytest.param(150, marks=pytest.mark.long)])
def test_in_any_order_a_therapist_sees_what_is_released_now_and_nothing_else(
    orders: int, ada: Person, ben: Person, cleo: Person
) -> None:
    people = {"Ada": ada, "Ben": ben, "Cleo": cleo}
    names = {person.pk: name for name, person in people.items()}
    therapists = {name: cast.therapist(name) for name in ("Dr Dee", "Dr Finn")}

    class Walk(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.block = transaction.atomic()
            self.block.__enter__()
            self.plain, self.at = Plain(), EVENING

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

        def link(self, client: str, therapist: str) -> CareLink | None:
            mine = CareLink.objects.open().filter(client=people[client], therapist=therapists[therapist])
            return mine.select_related("client", "therapist__person").first()

        @initialize()
        def begin(self) -> None:
            for client in people:
                self.write(client, "Dr Dee", "one")
                self.consent(client, "Dr Dee", "one")
                self.release(client, "Dr Dee", "one")

        # One rule, so that every walk may take every step: of several, Hypothesis leaves some out of each.
        @rule(
            act=st.sampled_from(ACTS),
            client=st.sampled_from(list(people)),
            therapist=st.sampled_from(list(therapists)),
            words=st.sampled_from(WORDS),
        )
        def step(self, act: str, client: str, therapist: str, words: str) -> None:
            self.at += timedelta(seconds=1)
            getattr(self, act)(client, therapist, words)

        def write(self, client: str, _therapist: str, words: str) -> None:
            entry = Entry.objects.of(people[client]).first()
            if entry is None:
                key = uuid.uuid4()
                entries.keep(author=people[client], key=key, prompt="", text=words, lens=None, at=self.at)
            else:
                entries.edit(author=people[client], pk=entry.pk, base=entry.revision, text=words, lens=None)
            self.plain.kept[client] = words

        def consent(self, client: str, therapist: str, _words: str) -> None:
            """For the first time, again after an end, or anew to other terms."""
            link = self.link(client, therapist) or CareLink.objects.create(
                client=people[client], therapist=therapists[therapist], invited_by=Side.CLIENT, asked_at=self.at
            )
            terms, knows = Therapist.objects.get(pk=therapists[therapist].pk).terms, link.knows_partner
            consents.consent(
                link=link, by=people[client], terms=terms, wording=WORDING, knows_partner=knows, at=self.at
            )
            self.plain.consents[client, therapist] = terms

        def know(self, client: str, therapist: str, _words: str) -> None:
            if link := self.link(client, therapist):
                consents.let_know(link=link, knows_partner=True)
                self.plain.knows.add((client, therapist))

        def release(self, client: str, therapist: str, _words: str, *, alone: bool = False) -> None:
            entry, link = Entry.objects.of(people[client]).first(), self.link(client, therapist)
            if entry is None or link is None:
                return
            limited = self.plain.terms[therapist][1] == "limited"
            allowed = self.plain.current((client, therapist)) and (limited or not alone)
            try:
                releases.release(
                    author=people[client],
                    link=link,
                    kind=Entry.share_kind,
                    origin=entry.pk,
                    revision=entry.revision,
                    audience=Share.Audience.ALONE if alone else Share.Audience.JOINT,
                    at=self.at,
                )
            except (NotTheirTherapist, NoSecrets):
                assert not allowed
            else:
                assert allowed
                self.plain.released[client, therapist] = self.plain.kept[client], alone

        def release_alone(self, client: str, therapist: str, words: str) -> None:
            self.release(client, therapist, words, alone=True)

        def take_back(self, client: str, therapist: str, _words: str) -> None:
            for row in Released.objects.filter(author=people[client], share__care_link=self.link(client, therapist)):
                releases.take_back(author=people[client], pk=row.pk)
            self.plain.released.pop((client, therapist), None)

        def take_all_back(self, client: str, therapist: str, _words: str) -> None:
            if link := self.link(client, therapist):
                releases.take_everything_back(link=link)
                self.plain.released.pop((client, therapist), None)

        def throw_away(self, client: str, _therapist: str, _words: str) -> None:
            if entry := Entry.objects.of(people[client]).first():
                entries.delete(author=people[client], pk=entry.pk)
                del self.plain.kept[client]
                self.plain.shared.pop(client, None)
                for pair in [pair for pair in self.plain.released if pair[0] == client]:
                    del self.plain.released[pair]

        def end(self, client: str, therapist: str, words: str) -> None:
            if link := self.link(client, therapist):
                by = people[client] if words == "one" else therapists[therapist].person
                care.end(link=link, by=by, at=self.at)
                self.plain.end((client, therapist))

        def other_terms(self, _client: str, therapist: str, words: str) -> None:
            number, secrets = self.plain.terms[therapist]
            now = "none" if secrets == "limited" else "limited"
            said = {"credentials": "Therapist", "practice": words, "about": ""}
            practice.describe(person=therapists[therapist].person, secrets=now, **said)
            self.plain.terms[therapist] = number + 1, now

        def let_out(self, _client: str, therapist: str, _words: str) -> None:
            practice.withdraw_approval(therapist=therapists[therapist])
            self.plain.out.add(therapist)

        def let_in(self, _client: str, therapist: str, _words: str) -> None:
            mine = Therapist.objects.get(pk=therapists[therapist].pk)
            practice.approve(therapist=mine, seen=mine.mark, at=self.at)
            self.plain.out.discard(therapist)

        def pair(self, client: str, _therapist: str, words: str) -> None:
            other = next(name for name in people if name != client and (words != "one" or name != "Ada"))
            if not (self.plain.partner_of(client) or self.plain.partner_of(other)):
                pair_up(people[client], people[other], self.at)
                self.plain.pairs.add(frozenset({client, other}))

        def leave(self, client: str, _therapist: str, _words: str) -> None:
            if other := self.plain.partner_of(client):
                spaces.leave(person=people[client], at=self.at)
                self.plain.pairs.discard(frozenset({client, other}))
                self.plain.shared.pop(client, None)
                self.plain.shared.pop(other, None)

        def share(self, client: str, _therapist: str, _words: str) -> None:
            """With the partner: that is another matter altogether."""
            tie, entry = tie_of(people[client]), Entry.objects.of(people[client]).first()
            if tie and entry:
                entry_sharing.share(
                    author=people[client], pk=entry.pk, space_id=tie.space.pk, revision=entry.revision, at=self.at
                )
                self.plain.shared[client] = self.plain.kept[client]

        @invariant()
        def everybody_sees_what_the_model_says(self) -> None:
            with seal.keyring():
                for name, therapist in therapists.items():
                    person = therapist.person
                    assert not Entry.objects.visible_to(person).exists()
                    copies = Released.objects.visible_to(person)
                    seen = {names[row.author_id]: _words(row) for row in copies}
                    assert seen == self.plain.seen_by(name), name
                    found = Therapist.objects.select_related("person").get(pk=therapist.pk)
                    couples = {frozenset(names[each.client_id] for each in one.links) for one in care.couples_of(found)}
                    assert couples == self.plain.couples(name), name
                    for link in care.links_of(found):
                        opened = releases.open_all(Released.objects.over(link), at=self.at)
                        theirs = self.plain.seen_by(name).get(names[link.client_id])
                        assert [item.face.parts[0].text for item in opened] == ([theirs] if theirs else [])
                for name, person in people.items():
                    partner = self.plain.partner_of(name)
                    shown = [entry_sharing.shown(entry).text for entry in Entry.objects.shared_with(person)]
                    theirs = self.plain.shared.get(partner or "")
                    assert shown == ([theirs] if theirs else []), name
                    assert not Released.objects.shared_with(person).exists()
                    assert ledger.is_whole(person)

    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=orders, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def _words(row: Released) -> str:
    return releases.Face.from_json(row.face).parts[0].text
