from django.apps import AppConfig


class TodayConfig(AppConfig):
    name = "intima.today"
    label = "today"
