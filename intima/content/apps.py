from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "intima.content"
    label = "content"
