from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "exercises.guide"
    label = "guide"

    def ready(self) -> None:
        from exercises.guide.panels import first_loop
        from exercises.practices import panels

        panels.register("first-loop", template="guide/first_loop.html", draw=first_loop)
