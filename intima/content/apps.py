from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "intima.content"
    label = "content"

    def ready(self) -> None:
        from intima.content import actions
        from intima.kit.probes import probes

        probes["content"] = actions.missing
