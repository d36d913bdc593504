from django.db import migrations, models


def leave_room(apps, schema_editor):
    """Leave room on each page of PostgreSQL's: an update that touches no index stays on its page."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE mail_letter SET (fillfactor = 60)")


def leave_none(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE mail_letter RESET (fillfactor)")


class Migration(migrations.Migration):
    dependencies = [("mail", "0003_held_letters_by_their_lease")]

    operations = [
        migrations.RemoveIndex(model_name="letter", name="waiting_letters"),
        migrations.RemoveIndex(model_name="letter", name="held_letters"),
        migrations.AlterField(model_name="letter", name="key", field=models.CharField(max_length=200)),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                models.F("priority"),
                models.F("next_try_at"),
                condition=models.Q(("lease", None)),
                name="waiting_letters",
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                models.F("lease"),
                condition=models.Q(("finished_at", None), ("lease__isnull", False)),
                name="held_letters",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                fields=("key",), name="one_letter_a_key", opclasses=["varchar_pattern_ops"]
            ),
        ),
        migrations.RunPython(leave_room, leave_none),
    ]
