from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "intima.kit"
    label = "kit"

    def ready(self) -> None:
        from intima.kit import among, checks  # noqa: F401  (importing registers the lookup and the start-up check)
