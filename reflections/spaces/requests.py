"""The request as a view sees it behind @members_only."""

from intima.accounts.requests import PersonRequest
from reflections.spaces.actions import Tie


class MemberRequest(PersonRequest):
    """A request whose door has made sure of a person who shares an open space."""

    tie: Tie
