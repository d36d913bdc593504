from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "intima.accounts"
    label = "accounts"
