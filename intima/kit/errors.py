"""The error pages: each says what happened and what to do, in the look of the site, and never what was sent."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def _error(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, f"{status}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 403)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _error(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 404)


def too_large(request: HttpRequest) -> HttpResponse:
    return _error(request, 413)


def unprocessable(request: HttpRequest, **context: Any) -> HttpResponse:
    """For an act that can no longer be done, where there is no form to say it beside."""
    return render(request, "422.html", context, status=422)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: whatever broke must not break its own error page."""
    return HttpResponse(render_to_string("500.html"), status=500)
