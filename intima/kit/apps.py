import logging

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "intima.kit"
    label = "kit"

    def ready(self) -> None:
        from intima.kit import among, checks  # noqa: F401  (importing registers the lookup and the start-up checks)
        from intima.kit.box import Boxed, boxed
        from intima.kit.models import Visit
        from intima.kit.sessions import renew_visit

        boxed.append(Boxed(Visit, "session_data", renew_visit))
        logging.captureWarnings(True)  # what Python warns of goes the way of every line of the log
