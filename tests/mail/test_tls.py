"""The way to an SMTP server through TLS: begun with STARTTLS or from the first byte, and never without a valid one."""

import datetime as dt
import ipaddress
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from intima.kit import clock
from intima.mail import delivery
from intima.mail.models import Letter, State
from intima.mail.transports import Smtp
from intima.mail.transports.smtp import parse
from tests.cast import EVENING
from tests.mail.office import PostOffice

Posting = Callable[..., Letter]
SCHEMES = ("smtp+tls", "smtp+ssl")


def certificate(folder: Path, name: x509.GeneralName) -> Path:
    """A certificate of its own for a server of that name, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    itself = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "post office")])
    made = (
        x509.CertificateBuilder()
        .subject_name(itself)
        .issuer_name(itself)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(clock.now() - dt.timedelta(days=1))
        .not_valid_after(clock.now() + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([name]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "office.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return file


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certificate for this machine that this process trusts."""
    file = certificate(tmp_path, x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return file


@contextmanager
def secured(scheme: str, file: Path, **options: Any) -> Iterator[PostOffice]:
    """An open post office that speaks TLS as `scheme` has it, with the certificate in `file`."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    if scheme == "smtp+ssl":
        options["ssl_context"] = context
    else:
        options |= {"tls_context": context, "require_starttls": True}
    office = PostOffice(**options)
    office.open()
    try:
        yield office
    finally:
        office.close()


def ring(scheme: str, office: PostOffice, *, user: str = "") -> None:
    worker = Smtp(parse(f"{scheme}://{user}127.0.0.1:{office.port}"))
    delivery.ring(worker, now=lambda: EVENING)
    worker.close()


def state(letter: Letter) -> tuple[str, str]:
    letter.refresh_from_db()
    return letter.state, letter.reason


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_letter_goes_through_tls(scheme: str, post: Posting, trusted: Path) -> None:
    letter = post()
    with secured(scheme, trusted) as office:
        ring(scheme, office)
    assert state(letter) == (State.SENT, "")
    assert [message["Message-ID"] for message in office.letters()] == [letter.message_id]
    assert office.secured == [True]


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")  # from the first byte on it is inside TLS anyway
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_password_is_said_inside_it(scheme: str, post: Posting, trusted: Path) -> None:
    said: list[tuple[bytes, bytes, bool]] = []

    def check(server: Any, session: Any, envelope: Any, mechanism: str, login: LoginPassword) -> AuthResult:
        inside = server.transport.get_extra_info("ssl_object") is not None
        said.append((login.login, login.password, inside))
        return AuthResult(success=True)

    letter = post()
    with secured(
        scheme, trusted, authenticator=check, auth_required=True, auth_require_tls=scheme == "smtp+tls"
    ) as office:
        ring(scheme, office, user="us%40er:p%3Aw@")
    assert state(letter) == (State.SENT, "")
    assert said == [(b"us@er", b"p:w", True)]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_certificate_nobody_vouches_for_makes_letters_wait(scheme: str, post: Posting, tmp_path: Path) -> None:
    letter = post()
    with secured(scheme, certificate(tmp_path, x509.IPAddress(ipaddress.ip_address("127.0.0.1")))) as office:
        ring(scheme, office)
    assert state(letter) == (State.WAITING, "")
    assert office.taken == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_certificate_of_another_name_makes_letters_wait(
    scheme: str, post: Posting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = certificate(tmp_path, x509.DNSName("mail.example.net"))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    letter = post()
    with secured(scheme, file) as office:
        ring(scheme, office)
    assert state(letter) == (State.WAITING, "")
    assert office.taken == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_server_without_tls_gets_nothing(scheme: str, post: Posting, office: PostOffice) -> None:
    letter = post()
    ring(scheme, office)
    assert state(letter) == (State.WAITING, "")
    assert office.taken == []
