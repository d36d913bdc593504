"""The doorbells of the rituals."""

from celery import shared_task

from exercises.rituals.actions import slips, slots
from intima.kit import clock


@shared_task(name="exercises.rituals.tasks.send", ignore_result=True)  # type: ignore[untyped-decorator]
def send() -> None:
    """Send the thank-yous whose evening has come."""
    slips.send_due(at=clock.now())


@shared_task(name="exercises.rituals.tasks.forget", ignore_result=True)  # type: ignore[untyped-decorator]
def forget() -> None:
    """Delete cards that are over, and times without screens of more than a week ago."""
    slips.forget(at=clock.now())
    slots.forget(at=clock.now())
