from django.apps import AppConfig


class AuthoringConfig(AppConfig):
    name = "exercises.authoring"
    label = "authoring"

    def ready(self) -> None:
        from exercises.authoring.actions import reading
        from exercises.practices import own

        own.register(own.Keeper(find=reading.find, draft=reading.draft))
