from contextlib import suppress
from datetime import datetime
from typing import Any

from django.apps import AppConfig


class SpacesConfig(AppConfig):
    name = "reflections.spaces"
    label = "spaces"

    def ready(self) -> None:
        from intima.kit import news

        news.account_going.connect(_account_going, dispatch_uid="spaces")


def _account_going(person: Any, at: datetime, **_: Any) -> None:
    from reflections.spaces import actions

    with suppress(actions.NotTogether):
        actions.leave(person=person, at=at)
