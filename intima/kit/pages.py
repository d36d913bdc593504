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
    "homework": "today",
    "checkin/from-partner": "us",
    "checkin": "today",
    "learn": "learn",
    "practice/together": "us",
    "practice": "learn",
    "breathe": "learn",
    "us": "us",
    "notes": "us",
    "rituals": "us",
    "loop": "us",
    "guide": "us",
    "journal": "journal",
    "you": "you",
    "accounts/open": "journal",
    "accounts": "you",
    "data": "you",
    "reminders": "you",
    "care": "you",
    "clients": "clients",
    "therapist/profile": "you",
    "therapist/apply": "you",
    "therapist/exercises": "exercises",
    "therapist": "clients",
}


def tab_of(path: str) -> str:
    """The tab that an address lies under; "" for none."""
    parts = path.split("/")[1:3]
    return _TABS.get("/".join(parts)) or _TABS.get(parts[0], "")


def site(request: HttpRequest) -> dict[str, Any]:
    """What every template may need of the site itself (a context processor)."""
    return {**names(), "DEMO": settings.DEMO, "tab": tab_of(request.path)}


def names() -> dict[str, str]:
    """What the site is called, and shown as, in every template; an error page has these alone."""
    return {"SITE_NAME": settings.SITE_NAME, "APP_NAME": settings.APP_NAME, "APP_ICON": settings.APP_ICON}
