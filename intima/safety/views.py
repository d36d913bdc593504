from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from intima.kit.doors import anyone
from intima.kit.pages import page
from intima.safety.help_lines import countries


@require_safe
@anyone
def welcome(request: HttpRequest) -> HttpResponse:
    """The front page, for somebody who is not signed in."""
    if request.user.is_authenticated:
        return redirect("today:today")
    return page(request, "safety/welcome.html")


@require_safe
@anyone
def leave(request: HttpRequest) -> HttpResponse:
    """Exit: end the session, clear what the browser kept of us, and lead to somewhere that looks like nothing of ours.

    A plain link, so a GET that changes state; the one of its kind. Another site's link to it only leads away, and a
    browser that fetches it ahead of a press is refused, so that the press itself comes here.
    """
    if "prefetch" in request.headers.get("Sec-Purpose", ""):
        return HttpResponse(status=503)
    answer = HttpResponse(status=303, headers={"Location": settings.EXIT_URL or reverse("safety:elsewhere")})
    if request.headers.get("Sec-Fetch-Site") != "cross-site":
        logout(request)
        # Our own cookies by name: clearing "cookies" would reach a practice's other sites on the same domain.
        for name in (
            settings.SESSION_COOKIE_NAME,
            settings.CSRF_COOKIE_NAME,
            settings.LANGUAGE_COOKIE_NAME,
            settings.KNOWN_COOKIE_NAME,
        ):
            answer.delete_cookie(name)
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@require_safe
@anyone
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Where Exit leads: the same plain page for everybody."""
    return render(request, "safety/elsewhere.html")


@require_safe
@anyone
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone shows of the site once it is installed: a name and an icon that the settings choose, no more."""
    icons = [
        {
            "src": static(f"icons/{settings.APP_ICON}-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    told = {
        "id": "/",
        "name": settings.APP_NAME,
        "short_name": settings.APP_NAME,
        "start_url": reverse("today:today"),
        "scope": "/",
        "display": "standalone",
        "theme_color": "#fbf7f2",
        "background_color": "#fbf7f2",
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json")


@require_safe
@anyone
def help_now(request: HttpRequest) -> HttpResponse:
    return page(request, "safety/help.html", countries=countries())


@require_safe
@anyone
def is_it_safe(request: HttpRequest) -> HttpResponse:
    """Questions to read. There is no form, so there is no answer to keep."""
    return page(request, "safety/is_it_safe.html")


@require_safe
@anyone
def privacy(request: HttpRequest) -> HttpResponse:
    return page(request, "safety/privacy.html")
