from django.apps import AppConfig


class SharesConfig(AppConfig):
    name = "reflections.shares"
    label = "shares"
