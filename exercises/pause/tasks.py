"""The doorbell of the pause."""

from celery import shared_task

from exercises.pause import actions
from intima.kit import clock


@shared_task(name="exercises.pause.tasks.forget", ignore_result=True)  # type: ignore[untyped-decorator]
def forget() -> None:
    """Delete pauses older than a day."""
    actions.forget(at=clock.now())
