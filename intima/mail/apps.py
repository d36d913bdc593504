from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "intima.mail"
    label = "mail"
