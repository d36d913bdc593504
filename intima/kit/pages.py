"""Answers: a whole page, or only the part of it that htmx asked for."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a fragment, as against a whole page, a boosted one or one from its history."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render `room/page.html`, or with `room/page.html#part` that named part when htmx asks for a fragment.

    Without htmx the part's whole page is rendered, so that the same view serves plain HTML.
    """
    whole, _, _part = template.partition("#")
    return render(request, template if wants_part(request) else whole, context, status=status)


# The first two parts of a path, or the first -> the tab that it lies under.
_TABS = {
    "journal/together": "us",
    "today": "today",
    "checkin": "today",
    "learn": "learn",
    "us": "us",
    "journal": "journal",
    "you": "you",
    "accounts": "you",
    "reminders": "you",
}


def site(request: HttpRequest) -> dict[str, Any]:
    """What every template may need of the site itself (a context processor)."""
    parts = request.path.split("/")[1:3]
    tab = _TABS.get("/".join(parts)) or _TABS.get(parts[0], "")
    return {"SITE_NAME": settings.SITE_NAME, "DEMO": settings.DEMO, "tab": tab}
