from django.apps import AppConfig


class CheckinsConfig(AppConfig):
    name = "reflections.checkins"
    label = "checkins"
