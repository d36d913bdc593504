from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "intima.mail"
    label = "mail"

    def ready(self) -> None:
        from django.conf import settings

        from intima.mail import account, kinds, provider, transports

        transports.check(settings.EMAIL_URL)
        provider.check(settings.ANYMAIL_ESP, settings.ANYMAIL["WEBHOOK_SECRET"])
        if settings.ANYMAIL_ESP != provider.NONE:
            provider.listen()
        kinds.register(
            account.KIND,
            still_wanted=account.still_wanted,
            fill=account.fill,
            priority=kinds.ACCOUNT_FIRST,
            awaited=True,
        )
