from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from intima.demo import mailbox as post
from intima.demo import people, script
from intima.kit import clock
from intima.kit.doors import anyone
from intima.kit.pages import page


@require_safe
@anyone
def mailbox(request: HttpRequest) -> HttpResponse:
    here = people.here()
    return page(
        request,
        "demo/mailbox.html#letters",
        letters=post.letters(),
        cast=[(person, people.CAST[key]) for key, person in here.items()],
        password=people.PASSWORD,
        therapist=here.get(script.THERAPIST),
        app_code=people.app_code(clock.now()),
    )


@require_safe
@anyone
def letter(request: HttpRequest, name: str) -> HttpResponse:
    found = post.letter(name)
    if found is None:
        raise Http404
    return page(request, "demo/letter.html", letter=found)
