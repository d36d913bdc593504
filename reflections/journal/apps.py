from pathlib import Path

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "reflections.journal"
    label = "journal"

    def ready(self) -> None:
        from django.urls import reverse
        from django.utils.translation import gettext_lazy as _

        from intima.content import kinds, schema
        from reflections.journal.actions import releasing
        from reflections.releases import faces

        kinds.register("prompt", schema=schema.Prompts, folder=Path(__file__).parent / "content")
        faces.register(
            faces.Kind(
                "journal.entry",
                _("Journal entry"),
                face=releasing.face,
                url=lambda pk: reverse("journal:entry", args=[pk]),
            )
        )
