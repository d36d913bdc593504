from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "intima.safety"
    label = "safety"
