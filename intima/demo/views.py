from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from intima.demo import mailbox as post
from intima.kit.doors import anyone
from intima.kit.pages import page


@require_safe
@anyone
def mailbox(request: HttpRequest) -> HttpResponse:
    return page(request, "demo/mailbox.html#letters", letters=post.letters())


@require_safe
@anyone
def letter(request: HttpRequest, name: str) -> HttpResponse:
    found = post.letter(name)
    if found is None:
        raise Http404
    return page(request, "demo/letter.html", letter=found)
