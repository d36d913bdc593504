"""What a finished exercise looks like to a therapist."""

import uuid
from collections.abc import Collection

from exercises.practices import telling
from exercises.practices.actions import runs
from exercises.practices.models import Run
from intima.accounts.models import Person
from intima.kit import seal
from reflections.releases.faces import Face, Part, Sign


def face(author: Person, pk: uuid.UUID) -> Face | None:
    """What the author did in a run of their own that they finished; nothing of one that is not for sharing."""
    try:
        playing = runs.playing(author, pk)
    except Run.DoesNotExist:
        return None
    finished_at = playing.run.finished_at
    if finished_at is None or playing.exercise.shares != "ask":
        return None
    told = telling.parts(playing.exercise, playing.answers)
    parts = tuple(Part(part.key, part.heading, "\n".join(part.lines), own=True) for part in told)
    # What is finished does not change.
    return Face(playing.exercise.title, author.today(finished_at), parts, 1)


def signs(author: Person, pks: Collection[uuid.UUID]) -> dict[uuid.UUID, Sign]:
    """Of the author's own runs: the day they finished, and the exercise."""
    found = Run.objects.of(author).filter(pk__in=pks, finished_at__isnull=False).select_related("version")
    seal.fetch({run.version.author_id for run in found if run.version.author_id})
    return {run.pk: Sign(author.today(run.finished_at), telling.title_of(run)) for run in found if run.finished_at}
