from django.apps import AppConfig


class BreathConfig(AppConfig):
    name = "exercises.breath"
    label = "breath"
