from django.apps import AppConfig


class LoopConfig(AppConfig):
    name = "exercises.loop"
    label = "loop"

    def ready(self) -> None:
        from django.urls import reverse
        from django.utils.translation import gettext_lazy as _

        from exercises.loop import releasing
        from reflections.releases import faces

        faces.register(
            faces.Kind("loop.card", _("Card of the loop"), face=releasing.face, url=lambda pk: reverse("loop:loop"))
        )
