import hashlib
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from intima.kit import rotation


class Command(BaseCommand):
    help = "Everything that must be true before the first page: tables, static files, content, and the demo's people."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        if said := rotation.missing_masters():
            raise CommandError(said)
        self.gather_static_files()
        call_command("load_content")
        if settings.DEMO:
            call_command("load_demo")

    def gather_static_files(self) -> None:
        """Collect and compress the static files, but only when one has changed: it is most of a start's seconds."""
        seen = hashlib.sha256()
        for finder in get_finders():
            for path, storage in finder.list([]):
                seen.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
        stamp = settings.STATIC_ROOT / ".gathered"
        if not stamp.exists() or stamp.read_text() != seen.hexdigest():
            call_command("collectstatic", verbosity=0, interactive=False, clear=True)
            stamp.write_text(seen.hexdigest())
