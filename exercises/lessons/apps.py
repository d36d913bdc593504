from pathlib import Path

from django.apps import AppConfig


class LessonsConfig(AppConfig):
    name = "exercises.lessons"
    label = "lessons"

    def ready(self) -> None:
        from exercises.lessons.pictures import unknown_names
        from intima.content import kinds
        from intima.content.schema import Lesson

        kinds.register("lesson", schema=Lesson, folder=Path(__file__).parent / "content", check=unknown_names)
