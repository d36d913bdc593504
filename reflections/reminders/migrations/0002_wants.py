from typing import Any

from django.db import migrations, models
from django.db.models import Case, Q, Value, When


def wants_what_it_was_for(apps: Any, schema_editor: Any) -> None:
    """A reminder that is on was for days without a check-in.

    Each row is changed once: after a second change PostgreSQL would not let the table be altered in this transaction.
    """
    reminders = apps.get_model("reminders", "Reminder").objects
    reminders.update(kind="daily", wants=Case(When(state="on", then=Value(1)), default=Value(0)))


def was_for_check_ins(apps: Any, schema_editor: Any) -> None:
    apps.get_model("reminders", "Reminder").objects.update(kind="checkin")


class Migration(migrations.Migration):
    dependencies = [
        ("reminders", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="reminder", name="an_active_reminder_has_its_next_time"),
        migrations.AddField(
            model_name="reminder",
            name="wants",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(model_name="reminder", name="news_from", field=models.DateTimeField(null=True)),
        migrations.AlterField(
            model_name="reminder",
            name="kind",
            field=models.CharField(choices=[("daily", "The letter of the day")], default="daily", max_length=20),
        ),
        migrations.RunPython(wants_what_it_was_for, was_for_check_ins),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=Q(state="on", wants__gt=0, next_day__isnull=False, next_due_at__isnull=False)
                | Q(state="off", wants=0, next_day=None, next_due_at=None),
                name="an_active_reminder_has_its_reason_and_its_next_time",
            ),
        ),
    ]
