from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OwnConfig(AppConfig):
    name = "intima.own"
    label = "own"

    def ready(self) -> None:
        autodiscover_modules("kept")  # each room registers there what it keeps of people
