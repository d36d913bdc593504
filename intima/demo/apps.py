from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "intima.demo"
    label = "demo"
