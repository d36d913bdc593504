import uuid
from datetime import datetime

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "reflections.care"
    label = "care"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in
        from django.http import HttpRequest

        from intima.accounts.models import Person
        from intima.kit import news
        from intima.kit.sessions import SHORT
        from reflections.care.actions import links, practice

        def keep_short(request: HttpRequest, user: Person, **kwargs: object) -> None:
            """A therapist's visit is a short one from its beginning."""
            if practice.ready(user):
                request.session[SHORT] = True

        def leave(person: Person, at: datetime, **kwargs: object) -> None:
            links.leave(client=person, at=at)

        def kept_apart(one: uuid.UUID, other: uuid.UUID, **kwargs: object) -> bool:
            return links.are_therapist_and_client(one, other)

        news.account_going.connect(leave, weak=False, dispatch_uid="care.leave")
        news.kept_apart.connect(kept_apart, weak=False, dispatch_uid="care.kept_apart")
        user_logged_in.connect(keep_short, weak=False, dispatch_uid="care.keep_short")
