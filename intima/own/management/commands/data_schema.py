import json
from typing import Any

from django.core.management import BaseCommand

from intima.own.rows import schema


class Command(BaseCommand):
    help = "Print the JSON Schema of what people take along, for docs/data.schema.json."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(schema(), indent=2))
