from django.apps import AppConfig


class AuthoringConfig(AppConfig):
    name = "exercises.authoring"
    label = "authoring"

    def ready(self) -> None:
        from exercises.authoring.actions import reading, writing
        from exercises.practices import own
        from intima.accounts.models import Person
        from intima.kit import news

        def leave(person: Person, **kwargs: object) -> None:
            writing.leave(author=person)

        news.account_going.connect(leave, weak=False, dispatch_uid="authoring.leave")

        own.register(own.Keeper(find=reading.find, draft=reading.draft))
