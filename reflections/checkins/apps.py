from django.apps import AppConfig


class CheckinsConfig(AppConfig):
    name = "reflections.checkins"
    label = "checkins"

    def ready(self) -> None:
        from django.urls import reverse
        from django.utils.translation import gettext_lazy as _

        from reflections.checkins import releasing
        from reflections.releases import faces

        faces.register(
            faces.Kind(
                "checkins.day",
                _("Check-in"),
                face=releasing.day_face,
                url=lambda pk: reverse("checkins:day", args=[pk]),
                signs=releasing.day_signs,
            )
        )
        faces.register(
            faces.Kind(
                "checkins.trends",
                _("Trends"),
                face=releasing.trends_face,
                url=lambda pk: reverse("checkins:trends"),
            )
        )
