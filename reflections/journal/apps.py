from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "reflections.journal"
    label = "journal"
