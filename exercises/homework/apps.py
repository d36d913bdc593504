from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeworkConfig(AppConfig):
    name = "exercises.homework"
    label = "homework"

    def ready(self) -> None:
        from django.urls import reverse

        from exercises.authoring import readers
        from exercises.homework.actions import giving, items, telling, waiting
        from exercises.homework.models import Report
        from exercises.homework.packs import Packs
        from intima.content import kinds
        from intima.kit import news
        from reflections.releases import faces
        from reflections.reminders.models import Want
        from reflections.reminders.news import SOURCES

        readers.register(waiting.is_given)
        kinds.register("pack", schema=Packs, folder=Path(__file__).parent / "content")
        faces.register(
            faces.Kind(
                Report.share_kind,
                _("Homework"),
                face=items.shown,
                url=lambda pk: reverse("homework:told", args=[pk]),
                signs=items.signs,
            )
        )

        def forget_words(author: Any, kind: str, **kwargs: object) -> None:
            if kind != Report.share_kind:  # those are what is forgotten
                telling.forget_words(author=author)

        def forget(person: Any, **kwargs: object) -> None:
            giving.forget(client=person)

        news.account_going.connect(forget, weak=False, dispatch_uid="homework.forget")
        news.words_gone.connect(forget_words, weak=False, dispatch_uid="homework.forget_words")
        SOURCES[Want.HOMEWORK] = (waiting.waiting_among,)
