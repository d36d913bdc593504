"""The doorbell of the outbox."""

from celery import shared_task

from intima.kit import clock
from intima.mail import delivery, transports


@shared_task(name="intima.mail.tasks.deliver", ignore_result=True)  # type: ignore[untyped-decorator]
def deliver() -> None:
    """Send what is due. It carries nothing: a lost or doubled ring changes nothing."""
    delivery.ring(transports.mine(), now=clock.now)
