from datetime import datetime
from typing import Any

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "reflections.reminders"
    label = "reminders"

    def ready(self) -> None:
        from intima.kit import news
        from intima.mail import kinds
        from reflections.reminders import keys, letters

        kinds.register(keys.DAILY, still_wanted=letters.still_wanted, fill=letters.fill, gather=letters.gather)
        kinds.register(
            keys.NOW,
            still_wanted=letters.still_wanted,
            fill=letters.fill,
            gather=letters.gather_asked_for,
            priority=kinds.ACCOUNT_FIRST,
            awaited=True,
        )
        news.zone_moved.connect(_zone_moved, dispatch_uid="reminders")


def _zone_moved(person: Any, at: datetime, **_: Any) -> None:
    from reflections.reminders import actions

    actions.move_zone(person=person, at=at)
