from django.apps import AppConfig


class CaseloadConfig(AppConfig):
    name = "exercises.caseload"
    label = "caseload"
