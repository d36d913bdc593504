import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from intima.content import actions
from intima.content.reading import Refused
from intima.kit import clock


class Command(BaseCommand):
    help = "Check every content file, and load what is new. Nothing is loaded while one file is wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = actions.load(
                at=clock.now(),
                each=lambda files: tqdm(files, unit="file", leave=False, disable=not sys.stderr.isatty()),
            )
        except Refused as refused:
            raise CommandError(f"{refused}\nNothing was loaded.") from refused
        self.stdout.write(f"Content: {loaded.new} new, {loaded.same} as they were, {loaded.gone} put away.")
