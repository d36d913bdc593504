"""An SMTP server, over one connection that is kept from letter to letter and made anew when it is gone."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from intima.mail.transports.base import Lost, PutOff, Refused, Undecided

PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
STEP_SECONDS = 10.0  # for connecting, and for the reply to each command
TAKE_SECONDS = 60.0  # for the reply to the whole message; servers look through it first
_BROKEN = (smtplib.SMTPServerDisconnected, OSError)


@dataclass(frozen=True)
class Server:
    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = ""


def parse(url: str) -> Server:
    """The server of an address such as smtp+tls://user:password@host:port. Raises ImproperlyConfigured."""
    parts = urlsplit(url)
    try:
        port = parts.port or PORTS[parts.scheme]
    except (KeyError, ValueError):
        port = 0
    if not port or not parts.hostname or parts.path not in {"", "/"}:
        raise ImproperlyConfigured(
            "EMAIL_URL must look like smtp://host:port, smtp+tls://user:password@host (STARTTLS) or smtp+ssl://host."
        )
    return Server(parts.scheme, parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""))


class Smtp:
    def __init__(self, server: Server) -> None:
        self.server = server
        self.connection: smtplib.SMTP | None = None

    def open(self) -> None:
        """Connect, or see that the connection is still alive. Raises Lost."""
        if self.connection is not None:
            try:
                if self.connection.noop()[0] == 250:
                    return
            except _BROKEN:
                pass
            self.close()
        try:
            self.connection = self._connect()
        except (smtplib.SMTPException, OSError) as error:
            raise Lost(f"no connection ({type(error).__name__})") from error

    def close(self) -> None:
        """Drop the connection without a word; whoever hears nothing from us knows what to do."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def send(self, message: bytes, *, sender: str, to: str) -> None:
        """MAIL, RCPT, DATA and the message. Raises Lost, PutOff, Refused or Undecided."""
        if self.connection is None:
            self.open()
        with self._before_data():
            self._command(f"MAIL FROM:<{sender}>", "MAIL", expected=(250,))
            self._command(f"RCPT TO:<{to}>", "RCPT", expected=(250, 251), address=True)
            self._command("DATA", "DATA", expected=(354,))
        connection = self._connected()
        try:
            assert connection.sock is not None  # noqa: S101  (DATA was just answered over it)
            connection.sock.settimeout(TAKE_SECONDS)
            connection.send(message.replace(b"\r\n.", b"\r\n..") + b".\r\n")
            code, _words = connection.getreply()
            connection.sock.settimeout(STEP_SECONDS)
        except _BROKEN as error:
            self.close()
            raise Undecided("the connection broke after DATA") from error
        if code // 100 not in {2, 4, 5}:  # half a reply, or to something else: it may have taken it
            self.close()
            raise Undecided("the connection broke after DATA")
        if code >= 400:
            self._complain(code, "message", address=False)  # it dislikes what it read

    def _connect(self) -> smtplib.SMTP:
        host, port = self.server.host, self.server.port
        if self.server.scheme == "smtp+ssl":
            context = ssl.create_default_context()
            connection: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=STEP_SECONDS, context=context)
        else:
            connection = smtplib.SMTP(host, port, timeout=STEP_SECONDS)
        try:
            connection.ehlo_or_helo_if_needed()
            if self.server.scheme == "smtp+tls":
                connection.starttls(context=ssl.create_default_context())
                connection.ehlo_or_helo_if_needed()  # both begin anew; some servers insist on it
            if self.server.user:
                connection.login(self.server.user, self.server.password)
        except BaseException:
            connection.close()
            raise
        return connection

    def _connected(self) -> smtplib.SMTP:
        if self.connection is None:
            raise Lost("no connection")
        return self.connection

    @contextmanager
    def _before_data(self) -> Iterator[None]:
        try:
            yield
        except _BROKEN as error:
            self.close()
            raise Lost("the connection broke before DATA") from error

    def _command(self, line: str, step: str, *, expected: tuple[int, ...], address: bool = False) -> None:
        code, _words = self._connected().docmd(line)
        if code not in expected:
            self._complain(code, step, address=address)

    def _complain(self, code: int, step: str, *, address: bool) -> None:
        """Turn a reply that is no yes into what it means, without the server's words: they may name the address."""
        said = f"{code} at {step}"
        if code == 421 or not 400 <= code < 600:  # it hangs up, or speaks no SMTP
            self.close()
        else:
            try:
                self._connected().rset()
            except _BROKEN:
                self.close()
        if code >= 500:
            raise Refused(said, address=address)
        raise PutOff(said)
