"""The doorbells of the outbox. They carry nothing: a lost or doubled ring changes nothing."""

from datetime import timedelta

from celery import shared_task

from intima.kit import clock
from intima.mail import delivery, outbox, transports, walk

TIDY_BATCH = 500  # letters deleted in one statement
TIDY_TIME = timedelta(seconds=10)  # then the worker is free for other doorbells


@shared_task(name="intima.mail.tasks.deliver", ignore_result=True)  # type: ignore[untyped-decorator]
def deliver() -> None:
    """Send what is due."""
    delivery.ring(transports.mine(), now=clock.now)


@shared_task(name="intima.mail.tasks.tidy", ignore_result=True)  # type: ignore[untyped-decorator]
def tidy() -> None:
    """Forget letters that were finished long ago, a few at a time; what is left is for the next ring."""
    outbox.forget_returned(before=clock.now() - walk.KEPT)
    ends = clock.now() + TIDY_TIME
    while walk.forget(at=clock.now(), limit=TIDY_BATCH) == TIDY_BATCH and clock.now() < ends:
        pass
