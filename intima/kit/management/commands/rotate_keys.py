import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from intima.kit import clock, rotation
from intima.kit.box import boxed
from intima.kit.models import DataKey
from intima.kit.rotation import Step, Walked


class Command(BaseCommand):
    help = "Put everything under the newest master key, beside the live site. Begin it anew whenever it was stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--words", action="store_true", help="give everybody a new data key, too, and seal all words anew"
        )

    def handle(self, *args: Any, words: bool, **options: Any) -> None:
        if said := rotation.missing_masters():
            raise CommandError(said)
        broken: Counter[str] = Counter()
        keys, _ = self.walk("data keys", DataKey.objects.count, rotation.rewrap, broken)
        self.stdout.write(f"Data keys: {keys} wrapped under the newest master key, the others were.")
        # A data key that is left makes every page of its owner's fail, and all that follows here.
        self.stop_if(broken)
        boxes, _ = self.walk(
            "boxes", lambda: sum(each.model._base_manager.count() for each in boxed), rotation.renew_boxes, broken
        )
        self.stdout.write(f"Visits and second factors: {boxes} encrypted under it, the others were.")
        if words:
            self.seal_words_anew(broken)
        self.stop_if(broken)
        if DataKey.objects.outdated().exists():
            raise CommandError("Some were in use, or made under an older master key meanwhile: run this once more.")
        self.stdout.write("Nothing needs the older master keys any more.")

    def seal_words_anew(self, broken: Counter[str]) -> None:
        rotation.begin()
        with _bar("new keys", rotation.lacking().count()) as step:
            rotation.give_new_keys(step)
        moved, held = self.walk("words", self.count_rows, rotation.seal_words_anew, broken)
        self.stdout.write(f"Words: {moved} sealed anew, the others were.")
        retired = rotation.retire(moved=bool(moved), held=held, at=clock.now())
        if retired.until:
            self.stdout.write(
                "The old data keys still open what a request that began earlier writes or reads. Run this once more "
                f"after {retired.until:%Y-%m-%d %H:%M} UTC: it destroys them."
            )
        else:
            self.stdout.write(f"Old data keys: {retired.destroyed} destroyed.")

    def walk(
        self, unit: str, count: Callable[[], int], once: Callable[[Step], Walked], broken: Counter[str]
    ) -> tuple[int, set[Any]]:
        """Walk until a walk moves nothing; how much was moved, and what the last one found in use."""
        moved = 0
        while True:
            with _bar(unit, count()) as step:
                walked = once(step)
            moved += walked.moved
            if not walked.moved:
                broken += walked.broken
                return moved, walked.held

    @staticmethod
    def count_rows() -> int:
        return sum(model._base_manager.count() for model in rotation.sealed_columns())

    @staticmethod
    def stop_if(broken: Counter[str]) -> None:
        if broken:
            named = ", ".join(f"{column} ({values})" for column, values in sorted(broken.items()))
            raise CommandError(f"Opened by no key, and left as they were: {named}. docs/keys.md says what to do.")


@contextmanager
def _bar(unit: str, total: int) -> Iterator[Step]:
    with tqdm(total=total, unit=f" {unit}", leave=False, disable=not sys.stderr.isatty()) as bar:
        yield bar.update
