from datetime import datetime
from typing import Any

from django.apps import AppConfig


class RitualsConfig(AppConfig):
    name = "exercises.rituals"
    label = "rituals"

    def ready(self) -> None:
        from intima.kit import news

        news.everything_taken_back.connect(_everything_taken_back, dispatch_uid="rituals")
        news.anything_waits.connect(_anything_waits, dispatch_uid="rituals")


def _everything_taken_back(space: Any, person: Any, at: datetime, **_: Any) -> None:
    from exercises.rituals.actions import everything

    everything.call_off(author=person, space=space, at=at)


def _anything_waits(space: Any, person: Any, **_: Any) -> bool:
    from exercises.rituals.actions import everything

    return everything.waits(person, space)
