"""Who gets to see which exercise of somebody's own, and what the lists say of them."""

import uuid
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from django.urls import reverse

from exercises.authoring import drafts
from exercises.authoring.drafts import Draft
from exercises.authoring.models import OwnExercise
from exercises.authoring.readers import may_read
from exercises.practices import own
from intima.accounts.models import Person
from intima.content.exercises import Exercise
from intima.content.models import Version
from intima.kit import seal


@dataclass(frozen=True)
class Published:
    """An exercise that can be given to clients, as they would begin it now."""

    slug: str
    exercise: Exercise


def find(person: Person, slug: str) -> Version | None:
    """What the person may begin now: what they wrote themselves, or what was given to them."""
    pk = _pk(slug)
    found = OwnExercise.objects.filter(pk=pk, version__isnull=False).select_related("version").first() if pk else None
    if found is None or not (found.author_id == person.pk or may_read(person, slug)):
        return None
    return found.version


def draft(person: Person, slug: str) -> own.Draft | None:
    """What its author looks at before publishing; None for everybody else, and while something keeps it from that."""
    pk = _pk(slug)
    found = OwnExercise.objects.of(person).filter(pk=pk).first() if pk else None
    try:
        return own.Draft(draft_of(found).exercise(), reverse("authoring:exercise", args=[found.pk])) if found else None
    except drafts.NotReady:
        return None


def draft_of(exercise: OwnExercise) -> Draft:
    return Draft(exercise.slug, exercise.language, drafts.load(exercise.words))


def published(author: Person) -> list[Published]:
    """What the author can give to clients, by title. One query, and one for their key."""
    rows = OwnExercise.objects.of(author).published().select_related("version")
    found = [Published(row.slug, row.version.parsed) for row in rows if row.version]
    return sorted(found, key=lambda each: each.exercise.title.casefold())


def named(slugs: Collection[str]) -> dict[str, Exercise]:
    """These exercises as they stand now, for pages of those whom they were given to. Two queries.

    The caller has asked who may see them. What is no exercise of anybody's own is absent, and what was altered.
    """
    rows = OwnExercise.objects.filter(pk__in=[pk for slug in slugs if (pk := _pk(slug))]).select_related("version")
    found = {row.slug: row.version for row in rows if row.version}
    seal.fetch({version.author_id for version in found.values() if version.author_id})
    exercises = {}
    for slug, version in found.items():
        with suppress(seal.Broken):
            exercises[slug] = version.parsed
    return exercises


def _pk(slug: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(hex=slug.removeprefix(own.PREFIX)) if own.is_own(slug) else None
    except ValueError:
        return None
