from django.apps import AppConfig


class PauseConfig(AppConfig):
    name = "exercises.pause"
    label = "pause"

    def ready(self) -> None:
        from exercises.pause import letters
        from intima.mail import kinds

        kinds.register(
            letters.KIND,
            still_wanted=letters.still_wanted,
            fill=letters.fill,
            gather=letters.gather,
            priority=kinds.ACCOUNT_FIRST,  # a clock that is running does not wait behind the day's letters
        )
