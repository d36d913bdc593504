"""The request as a view sees it behind @therapists_only."""

from intima.accounts.requests import PersonRequest
from reflections.care.models import Therapist


class TherapistRequest(PersonRequest):
    """A request whose door has made sure of a therapist whom the practice let in, and of their second factor."""

    therapist: Therapist
