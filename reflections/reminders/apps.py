from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "reflections.reminders"
    label = "reminders"
