from pathlib import Path

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "reflections.journal"
    label = "journal"

    def ready(self) -> None:
        from django.urls import reverse
        from django.utils.translation import gettext_lazy as _

        from intima.accounts.models import Person
        from intima.content import kinds, schema
        from intima.kit import news
        from reflections.journal.actions import exchanges, releasing
        from reflections.releases import faces

        def stay(person: Person, **kwargs: object) -> None:
            exchanges.stay(author=person)

        news.account_going.connect(stay, weak=False, dispatch_uid="journal.stay")
        kinds.register("prompt", schema=schema.Prompts, folder=Path(__file__).parent / "content")
        faces.register(
            faces.Kind(
                "journal.entry",
                _("Journal entry"),
                face=releasing.face,
                url=lambda pk: reverse("journal:entry", args=[pk]),
                signs=releasing.signs,
            )
        )
