from django.apps import AppConfig


class LessonsConfig(AppConfig):
    name = "exercises.lessons"
    label = "lessons"
