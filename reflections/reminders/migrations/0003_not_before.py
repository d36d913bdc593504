from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reminders", "0002_wants"),
    ]

    operations = [
        migrations.AddField(model_name="reminder", name="not_before", field=models.DateTimeField(null=True)),
    ]
