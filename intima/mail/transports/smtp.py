"""An SMTP server, over one connection that is kept from letter to letter and made anew when it is gone.

Where the server takes commands in groups (PIPELINING, RFC 2920), MAIL, RCPT and DATA go out together, and those of the
next letter together with the message before it: one wait a letter instead of four. No message is ever sent before the
server said yes to its own DATA.
"""

import smtplib
import ssl
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from intima.mail.transports.base import Envelope, Lost, PutOff, Refused, Undecided

PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
STEP_SECONDS = 10.0  # for connecting, and for the reply to each command
TAKE_SECONDS = 60.0  # for the reply to the whole message; servers look through it first
LONGEST_LINE = 8192  # bytes of a reply
_BROKEN = (smtplib.SMTPServerDisconnected, OSError)
_STEPS = (("MAIL", (250,)), ("RCPT", (250, 251)), ("DATA", (354,)))  # each with the replies that are a yes


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
        self.together = False  # whether the server takes commands in groups
        self.asked_for: Envelope | None = None  # the letter whose commands are on their way, their replies unread

    def open(self) -> None:
        """Connect, or see that the connection is still alive. Raises Lost."""
        if self.asked_for is not None:  # the server waits for a message that does not come
            self.close()
        if self.connection is not None:
            try:
                if self.connection.noop()[0] == 250:
                    return
            except _BROKEN:
                pass
            self.close()
        try:
            self.connection = self._connect()
            self.together = self.connection.has_extn("pipelining")
        except (smtplib.SMTPException, OSError) as error:
            raise Lost(f"no connection ({type(error).__name__})") from error

    def close(self) -> None:
        """Drop the connection without a word; whoever hears nothing from us knows what to do."""
        self.asked_for = None
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def send(self, message: bytes, envelope: Envelope, *, then: Envelope | None = None) -> None:
        """MAIL, RCPT, DATA and the message. Raises Lost, PutOff, Refused or Undecided.

        `then` is whose turn is next, so that its commands can go along with this message.
        """
        if self.connection is None or self.asked_for not in {None, envelope}:
            self.open()
        try:
            self._ask(envelope)
        except _BROKEN as error:
            self.close()
            raise Lost("the connection broke before DATA") from error
        whole = message.replace(b"\r\n.", b"\r\n..") + b".\r\n"
        if then and self.together:
            self.asked_for, whole = then, whole + b"".join(_commands(then))
        connection = self._connected()
        try:
            assert connection.sock is not None  # noqa: S101  (DATA was just answered over it)
            connection.sock.settimeout(TAKE_SECONDS)
            connection.sock.sendall(whole)
            code = self._reply()
            connection.sock.settimeout(STEP_SECONDS)
        except _BROKEN as error:
            self.close()
            raise Undecided("the connection broke after DATA") from error
        if code // 100 not in {2, 4, 5}:  # half a reply, or to something else: it may have taken it
            self.close()
            raise Undecided("the connection broke after DATA")
        if code >= 400:
            self._complain(code, "message", address=False)  # it dislikes what it read

    def _ask(self, envelope: Envelope) -> None:
        """MAIL, RCPT and DATA, until the server waits for the message. Raises PutOff or Refused."""
        connection = self._connected()
        commands = _commands(envelope)
        if self.together and self.asked_for is None:
            connection.send(b"".join(commands))
        self.asked_for = None
        no: tuple[int, str] | None = None
        for command, (step, yes) in zip(commands, _STEPS, strict=True):
            if not self.together:
                connection.send(command)
            code = self._reply()
            if code not in yes:
                no = no or (code, step)
                if code == 421 or not self.together:
                    break
            elif no and step == "DATA":  # it waits for a message, though it said no to its envelope
                connection.send(b".\r\n")
                self._reply()
        if no:
            code, step = no
            self._complain(code, step, address=step == "RCPT")

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

    def _reply(self) -> int:
        """The code of the next reply, without its words: they may name the address."""
        file = self._connected().file
        assert file is not None  # noqa: S101  (made when the connection was)
        while (line := file.readline(LONGEST_LINE))[3:4] == b"-":
            pass
        if not line[:3].isdigit():
            raise smtplib.SMTPServerDisconnected
        return int(line[:3])

    def _complain(self, code: int, step: str, *, address: bool) -> None:
        """Turn a reply that is no yes into what it means."""
        said = f"{code} at {step}"
        if code == 421 or not 400 <= code < 600:  # it hangs up, or speaks no SMTP
            self.close()
        elif step != "message":  # after the message the server is ready for the next anyhow
            try:
                self._connected().rset()
            except _BROKEN:
                self.close()
        if code >= 500:
            raise Refused(said, address=address)
        raise PutOff(said)


def _commands(envelope: Envelope) -> tuple[bytes, bytes, bytes]:
    mail, rcpt = f"MAIL FROM:<{envelope.sender}>\r\n", f"RCPT TO:<{envelope.to}>\r\n"
    return mail.encode("ascii"), rcpt.encode("ascii"), b"DATA\r\n"
