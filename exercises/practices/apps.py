from collections.abc import Iterator
from pathlib import Path

from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "exercises.practices"
    label = "practices"

    def ready(self) -> None:
        from django.urls import reverse
        from django.utils.translation import gettext_lazy as _

        from exercises.practices import releasing
        from exercises.practices.actions import runs
        from exercises.practices.panels import unknown_panels
        from exercises.practices.rooms import unknown_rooms
        from intima.content import kinds
        from intima.content.exercises import Exercise
        from reflections.releases import faces

        def check(exercise: Exercise) -> Iterator[kinds.Problem]:
            yield from unknown_rooms(exercise)
            yield from unknown_panels(exercise)
            if not exercise.teaches:
                yield ("teaches",), "this is missing; allowed are ids of ideas, such as M1"

        folder = Path(__file__).parent / "content"
        kinds.register("exercise", schema=Exercise, folder=folder, check=check)
        faces.register(
            faces.Kind(
                runs.KIND,
                _("Exercise"),
                face=releasing.face,
                url=lambda pk: reverse("practices:done", args=[pk]),
                signs=releasing.signs,
            )
        )
