from pathlib import Path

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "reflections.journal"
    label = "journal"

    def ready(self) -> None:
        from intima.content import kinds, schema

        kinds.register("prompt", schema=schema.Prompts, folder=Path(__file__).parent / "content")
