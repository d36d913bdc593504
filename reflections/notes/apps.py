from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "reflections.notes"
    label = "notes"
