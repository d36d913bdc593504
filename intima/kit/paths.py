"""Where `next=` may lead: to paths of our own."""

from django.utils.http import url_has_allowed_host_and_scheme


def own_path(url: str | None) -> str:
    """`url` when it is a path of this site, else an empty string."""
    if url and url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None):
        return url
    return ""
