"""The therapist's diary: when the next session is."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from exercises.caseload.models import Meeting
from reflections.care.models import CareLink


@transaction.atomic
def set_next(*, links: Collection[CareLink], meets_at: datetime | None, at: datetime) -> None:
    """The next session with these clients is then, in place of whatever was to come; None leaves none to come."""
    Meeting.objects.filter(link__in=links).after(at).delete()
    if meets_at is not None:
        Meeting.objects.bulk_create([Meeting(link=link, at=meets_at) for link in links], ignore_conflicts=True)
