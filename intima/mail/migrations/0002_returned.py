from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Returned",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.CharField(max_length=32, unique=True)),
                ("complained", models.BooleanField(default=False)),
                ("returned_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
