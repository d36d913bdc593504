"""Ways out: an SMTP server, or a folder of files. One transport a worker thread, kept from batch to batch."""

import threading

from django.conf import settings

from intima.mail.transports.base import Envelope, Lost, PutOff, Refused, Transport, Undecided
from intima.mail.transports.folder import Folder
from intima.mail.transports.smtp import Smtp, parse

__all__ = ["Envelope", "Folder", "Lost", "PutOff", "Refused", "Smtp", "Transport", "Undecided", "check", "mine"]

_threads = threading.local()


def check(url: str) -> None:
    """Raise ImproperlyConfigured unless `url` is empty or an address of an SMTP server."""
    if url:
        parse(url)


def mine() -> Transport:
    """This thread's transport, by EMAIL_URL: that SMTP server, or when it is empty the folder MAILBOX."""
    transport: Transport | None = getattr(_threads, "transport", None)
    if transport is None:
        transport = Smtp(parse(settings.EMAIL_URL)) if settings.EMAIL_URL else Folder(settings.MAILBOX)
        _threads.transport = transport
    return transport
