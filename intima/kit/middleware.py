"""What holds for every request, whichever room answers it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse

from intima.kit import errors, health, seal

Answer = Callable[[HttpRequest], HttpResponse]


class SecurityHeaders:
    """Adds the headers that the libraries do not: nothing signed in is kept by a browser, nothing uses a sensor."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Every page of ours, signed in or not: a page kept from before the sign-out must not come back.
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), browsing-topics=()"
        return response


class Probes:
    """Answers /healthz and /readyz before the Host header is looked at: whoever watches the site asks by address."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.views: dict[str, Callable[..., Any]] = {
            reverse("healthz"): health.healthz,
            reverse("readyz"): health.readyz,
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer: HttpResponse = self.views.get(request.path_info, self.get_response)(request)
        return answer


class SoundRequests:
    """Turns away what no form of ours can send: 413 for a body over the limit, 400 for NUL and broken UTF-8.

    What a person can type is never refused here; that is the form's to answer, beside the field.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return errors.bad_request(request)
        if length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return errors.too_large(request)
        if not _is_sound(request):
            return errors.bad_request(request)
        return self.get_response(request)


def _is_sound(request: HttpRequest) -> bool:
    raw = [
        unquote_to_bytes(request.META.get("QUERY_STRING", "")),
        unquote_to_bytes(request.path),  # Django writes what it could not decode as %-escapes
    ]
    # A quoted cookie can hold a NUL that its header does not.
    read = list(request.COOKIES.values())
    if request.method == "POST":
        if (request.content_params or {}).get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
            return False
        try:
            body = request.body
            for _name, files in request.FILES.lists():  # what lies in a chosen file is the form's to answer
                for file in files:
                    body = body.replace(file.read(), b"")
                    file.seek(0)
            raw.append(unquote_to_bytes(body) if "urlencoded" in (request.content_type or "") else body)
            # Once more as it will be read: a part of a multipart body may be in base64.
            read += [text for name, values in request.POST.lists() for text in (name, *values)]
        except (UnreadablePostError, MultiPartParserError):
            return False
    return all(b"\x00" not in part and _is_utf8(part) for part in raw) and not any("\x00" in text for text in read)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


class NoPage:
    """Gives a page of ours to whoever asks for one at an address that only takes what a form sends."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            return errors.not_allowed(request, response.headers["Allow"])
        return response


class Keyring:
    """Fetches each author's data key once a request and forgets it with the answer."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with seal.keyring():
            return self.get_response(request)
