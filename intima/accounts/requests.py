"""The request as a view sees it behind @signed_in."""

from django.http import HttpRequest

from intima.accounts.models import Person


class PersonRequest(HttpRequest):
    """A request whose door has made sure of a person."""

    user: Person
