import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from reflections.care import ledger
from reflections.care.models import CareLink


class Command(BaseCommand):
    help = "Go through the ledger of every care link; name those in which a line was altered, put in or taken out."

    def handle(self, *args: Any, **options: Any) -> None:
        links = CareLink.objects.order_by("pk")
        bar = tqdm(links.iterator(), total=links.count(), unit="link", disable=not sys.stderr.isatty())
        lines, broken = 0, []
        for link in bar:
            try:
                lines += ledger.verify(link)
            except ledger.Tampered:
                broken.append(str(link.pk))
        if broken:
            raise CommandError(f"Not as they were written: {', '.join(broken)}")
        self.stdout.write(f"{lines} lines, each as it was written.")
