from django.apps import AppConfig


class SpacesConfig(AppConfig):
    name = "reflections.spaces"
    label = "spaces"
