"""What an entry looks like to a therapist."""

import uuid
from collections.abc import Collection

from intima.accounts.models import Person
from reflections.journal.actions.questions import prompts
from reflections.journal.models import Entry
from reflections.releases.faces import Face, Part, Sign


def face(author: Person, pk: uuid.UUID) -> Face | None:
    """The author's own entry: its question and its words. The lens on it stays theirs alone."""
    entry = Entry.objects.of(author).filter(pk=pk).first()
    if entry is None:
        return None
    known = prompts(author.language)
    title = known[entry.prompt].ask if entry.prompt in known else ""
    return Face(title, entry.day, (Part("text", "", entry.text, own=True),), entry.revision)


def signs(author: Person, pks: Collection[uuid.UUID]) -> dict[uuid.UUID, Sign]:
    """Of the author's own entries: the day, and the question."""
    known = prompts(author.language)
    rows = Entry.objects.of(author).filter(pk__in=pks).values_list("pk", "day", "prompt")
    return {pk: Sign(day, known[prompt].ask if prompt in known else "") for pk, day, prompt in rows}
