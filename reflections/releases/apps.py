from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "reflections.releases"
    label = "releases"

    def ready(self) -> None:
        from intima.kit import news
        from reflections.care.models import CareLink
        from reflections.releases import actions

        def forget(link: CareLink, **kwargs: object) -> None:
            actions.forget(link=link)

        news.care_ended.connect(forget, weak=False, dispatch_uid="releases.forget")
