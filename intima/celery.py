"""The Celery app and the whole timetable of beat."""

import os

from celery import Celery
from celery.signals import setup_logging

from intima.kit.probes import probes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intima.settings")

app = Celery("intima")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def _logs_stay_ours(**kwargs: object) -> None:
    """Celery would give its loggers ways out of their own; with this they keep the one of the settings."""


setup_logging.connect(_logs_stay_ours)


def _every(seconds: int, task: str, *, stale_after: int | None = None) -> dict[str, object]:
    """By interval, never by crontab. A doorbell that was not heard by its next ring is not rung any more.

    What it would have said is still true in the database then, so a lost or doubled message changes nothing.
    """
    return {"task": task, "schedule": float(seconds), "options": {"expires": stale_after or seconds}}


app.conf.beat_schedule = {
    "remind": _every(30, "reflections.reminders.tasks.remind"),
    "deliver": _every(1, "intima.mail.tasks.deliver", stale_after=2),
    "tidy": _every(3600, "intima.mail.tasks.tidy"),
    "remove_factors": _every(60, "intima.accounts.tasks.remove_factors"),
    "delete_accounts": _every(3600, "intima.accounts.tasks.delete_due"),
    "forget_pauses": _every(3600, "exercises.pause.tasks.forget"),
    "send_thanks": _every(30, "exercises.rituals.tasks.send"),
    "forget_rituals": _every(3600, "exercises.rituals.tasks.forget"),
    "forget_visits": _every(3600, "intima.accounts.tasks.forget_visits"),
}
app.conf.beat_max_loop_interval = 1


def _broker() -> str:
    with app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=1, timeout=2)
    return ""


probes["broker"] = _broker
