import uuid
from datetime import time
from typing import Any

from reflections.reminders import actions, tokens
from reflections.reminders.models import Reminder
from tests.cast import EVENING
from tests.world import SIGNED_IN, Door, World


def furnish(world: World) -> None:
    actions.set_schedule(person=world.author, local_time=time(21, 15), weekdays=range(7), at=EVENING)
    world.things["reminder"] = Reminder.objects.get(person=world.author)


def _token(act: str) -> Any:
    return lambda world: {"token": tokens.make(world.things["reminder"].pk, act)}


ROWS = [
    Door(
        "reminders:reminders",
        get=SIGNED_IN,
        post=302,
        data=lambda world: {"local_time": "20:45", "weekdays": ["0", "3"]},
    ),
    Door("reminders:turn", post=302, data=lambda world: {"want": "2", "on": "1"}),
    Door("reminders:now", post=302, data=lambda world: {"key": str(uuid.uuid4())}),
    Door("reminders:pause", post=302, data=lambda world: {"week": "1"}),
    Door("reminders:resume", post=302),
    Door("reminders:stop", get=200, post=200, args=_token(tokens.STOP)),
    Door("reminders:snooze", get=200, post=200, args=_token(tokens.SNOOZE)),
]
