"""The doorbell of accounts."""

from celery import shared_task
from django.contrib.sessions.models import Session

from intima.kit import clock


@shared_task(name="intima.accounts.tasks.forget_visits", ignore_result=True)  # type: ignore[untyped-decorator]
def forget_visits() -> None:
    """Delete the sessions that have run out."""
    Session.objects.filter(expire_date__lt=clock.now()).delete()
