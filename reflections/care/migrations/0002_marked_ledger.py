"""The ledger's hashes become marks under a key of the site's own, and the practice looks at what therapists say anew."""

import hashlib
import uuid
from collections import defaultdict
from typing import Any

from django.db import migrations, models

from intima.kit import seal


def _moment(row: Any) -> int:
    return int(row.opened_at.timestamp() * 1_000_000)


def _old_hash(row: Any) -> str:
    parts = (row.previous_hash, row.link_id, row.number, row.subject_kind, row.subject_id, row.author_id, _moment(row))
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()


def _held(rows: list[Any], head: str) -> bool:
    before = ""
    for number, row in enumerate(rows, start=1):
        if row.number != number or row.previous_hash != before or row.hash != _old_hash(row):
            return False
        before = row.hash
    return before == head


def chain_anew(apps: Any, schema_editor: Any) -> None:
    """Each ledger that holds; one that was tampered with is left as it is, and goes on not holding."""
    link_rows, openings = apps.get_model("care", "CareLink").objects, apps.get_model("care", "Opening").objects
    links = link_rows.exclude(consented_at=None)
    if not links.exists():
        return
    key = seal.marking_key()
    rows: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in openings.order_by("number"):
        rows[row.link_id].append(row)
    for link in links:
        if not _held(rows[link.pk], link.ledger_head):
            continue
        before = ""
        for row in rows[link.pk]:
            row.previous_hash = before
            what = (row.subject_kind, row.subject_id, row.words, row.author_id, _moment(row))
            row.hash = before = seal.mark(key, "care.opening", before, row.link_id, row.number, *what)
        openings.bulk_update(rows[link.pk], ["previous_hash", "hash"], batch_size=500)
        link_rows.filter(pk=link.pk).update(ledger_head=seal.mark(key, "care.end", link.pk, before))


def known_as_now(apps: Any, schema_editor: Any) -> None:
    """Whom the practice let in, it let in under the name of their account."""
    for therapist in apps.get_model("care", "Therapist").objects.exclude(approved_at=None).select_related("person"):
        therapist.known_as = therapist.person.name
        therapist.save(update_fields=["known_as"])


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0001_initial"),
        ("kit", "0003_several_data_keys"),  # the key of the marks is made with today's models
    ]

    operations = [
        migrations.AddField(
            model_name="opening",
            name="words",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="therapist",
            name="known_as",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="therapist",
            name="next_credentials",
            field=models.CharField(blank=True, max_length=160),
        ),
        migrations.AddField(
            model_name="therapist",
            name="next_practice",
            field=models.CharField(blank=True, max_length=160),
        ),
        migrations.RunPython(chain_anew, migrations.RunPython.noop),
        migrations.RunPython(known_as_now, migrations.RunPython.noop),
    ]
