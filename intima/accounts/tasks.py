"""The doorbells of accounts."""

from celery import shared_task

from intima.accounts import actions, factors
from intima.kit import clock
from intima.kit.models import Visit


@shared_task(name="intima.accounts.tasks.forget_visits", ignore_result=True)  # type: ignore[untyped-decorator]
def forget_visits() -> None:
    """Delete the sessions that have run out."""
    Visit.objects.filter(expire_date__lt=clock.now()).delete()


@shared_task(name="intima.accounts.tasks.remove_factors", ignore_result=True)  # type: ignore[untyped-decorator]
def remove_factors() -> None:
    """Carry out what was asked a day ago and not kept."""
    factors.remove_due(at=clock.now())


@shared_task(name="intima.accounts.tasks.delete_due", ignore_result=True)  # type: ignore[untyped-decorator]
def delete_due() -> None:
    """Delete the accounts whose owners had a week to think."""
    actions.delete_due(at=clock.now())
