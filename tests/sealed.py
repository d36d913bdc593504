"""Every line that somebody wrote and that lies sealed in the database, to be looked for where it must not be."""

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps

from exercises.guide.wording import RITUALS
from intima.content.models import Version
from intima.kit import seal
from intima.kit.seal import SealedTextField


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


def words() -> set[str]:
    """Every line that lies sealed in the database, long enough to stand on a page for no other reason."""
    found: set[str] = set()
    with seal.keyring():
        for model in set(apps.get_models()) - {Version}:  # an exercise of a therapist's own is read by those it is for
            for field in model._meta.fields:
                if isinstance(field, SealedTextField):
                    for row in model._default_manager.all():
                        text = getattr(row, field.name) or ""
                        try:
                            found |= set(strings(json.loads(text)))
                        except ValueError:
                            found.add(text)
    # Which of a list was chosen is no word of theirs, nor is what the library itself says.
    library = {text for version in Version.objects.filter(author_id=None) for text in strings(version.body)}
    return {text for text in found if len(text) > 6} - RITUALS.keys() - library
