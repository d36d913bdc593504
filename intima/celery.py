"""The Celery app and the whole timetable of beat."""

import os

from celery import Celery

from intima.kit.probes import probes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intima.settings")

app = Celery("intima")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# By interval, never by crontab, and each doorbell goes stale soon: what it would have said is still true in
# the database at the next ring, so a lost or doubled message changes nothing.
app.conf.beat_schedule = {
    "remind": {
        "task": "reflections.reminders.tasks.remind",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "deliver": {
        "task": "intima.mail.tasks.deliver",
        "schedule": 1.0,
        "options": {"expires": 2},
    },
    "tidy": {
        "task": "intima.mail.tasks.tidy",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "forget_visits": {
        "task": "intima.accounts.tasks.forget_visits",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
}
app.conf.beat_max_loop_interval = 1


def _broker() -> str:
    with app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=1, timeout=2)
    return ""


probes["broker"] = _broker
