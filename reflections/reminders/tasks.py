"""The doorbell of the reminders."""

from celery import shared_task

from intima.kit import clock
from reflections.reminders import posting


@shared_task(name="reflections.reminders.tasks.remind", ignore_result=True)  # type: ignore[untyped-decorator]
def remind() -> None:
    """Post the letters that are due. It carries nothing: a lost or doubled ring changes nothing."""
    posting.post_due(at=clock.now())
