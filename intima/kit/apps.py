import logging

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "intima.kit"
    label = "kit"

    def ready(self) -> None:
        from intima.kit import checks  # noqa: F401  (importing registers the start-up check)

        logging.captureWarnings(True)  # what Python warns of goes the way of every line of the log
