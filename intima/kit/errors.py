"""The error pages: each says what happened and what to do, in the look of the site, and never what was sent.

They are rendered without the request: an answer of refusal is the same, byte for byte, whoever asks and wherever,
and whatever broke in a request cannot break its own error page.
"""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from intima.kit.pages import names


def _error(template: str, status: int, **context: str) -> HttpResponse:
    return HttpResponse(render_to_string(template, {**names(), **context}), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error("400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error("403.html", 403)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For a form without its token: mostly a page that was open for long, or a browser that keeps no cookies."""
    return _error("403_csrf.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error("404.html", 404)


def not_allowed(request: HttpRequest, methods: str) -> HttpResponse:
    """For whoever comes by a link, or by going back, to where a button of a page leads."""
    answer = _error("405.html", 405)
    answer.headers["Allow"] = methods
    return answer


def too_large(request: HttpRequest) -> HttpResponse:
    return _error("413.html", 413)


def too_many(request: HttpRequest, exception: Exception | None = None, *, said: str = "") -> HttpResponse:
    """`said` is for a limit other than so many a minute: how long to wait."""
    return _error("429.html", 429, said=said)


def server_error(request: HttpRequest) -> HttpResponse:
    return _error("500.html", 500)
