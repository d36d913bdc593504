from django.apps import AppConfig


class AuthoringConfig(AppConfig):
    name = "exercises.authoring"
    label = "authoring"

    def ready(self) -> None:
        from exercises.authoring.actions import reading, writing
        from exercises.practices import own
        from intima.accounts.models import Person
        from intima.kit import news

        own.register(own.Keeper(find=reading.find, draft=reading.draft))

        def leave_behind(person: Person, **kwargs: object) -> None:
            writing.leave_behind(author=person)

        news.account_going.connect(leave_behind, weak=False, dispatch_uid="authoring.leave_behind")
