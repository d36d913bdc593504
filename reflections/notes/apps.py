from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "reflections.notes"
    label = "notes"

    def ready(self) -> None:
        from intima.accounts.models import Person
        from intima.kit import news
        from reflections.notes import actions

        def stay(person: Person, **kwargs: object) -> None:
            actions.stay(author=person)

        news.account_going.connect(stay, weak=False, dispatch_uid="notes.stay")
