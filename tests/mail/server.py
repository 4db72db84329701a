"""A mail server on this machine, with a certificate of its own, that can be told how to answer."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from casework.settings import MailServer
from tests.installation import free_port

HOST, SENDER = "127.0.0.1", "Casework <casework@example.org>"


class PostOffice:
    """What came in, and how to answer: `greets` to MAIL, `takes` to RCPT, `keeps` to the text itself."""

    def __init__(self, port: int = 0) -> None:
        self.port = port or free_port()
        self.mails: list[EmailMessage] = []
        self.to: list[str] = []
        self.asked = 0
        self.logins: list[tuple[bytes, bytes]] = []
        self.greets = self.takes = self.keeps = "250 OK"

    async def handle_MAIL(  # noqa: N802 - the name aiosmtpd calls
        self, _server: SMTP, _session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.greets

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Any, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.asked += 1
        if self.takes.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.takes

    async def handle_DATA(self, _server: SMTP, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        if self.keeps.startswith("2"):
            made = message_from_bytes(envelope.content or b"", policy=default)  # type: ignore[arg-type]
            assert isinstance(made, EmailMessage)
            self.mails.append(made)
            self.to.extend(envelope.rcpt_tos)
        return self.keeps

    def authenticator(self, _server: SMTP, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.logins.append((given.login, given.password))
        return AuthResult(success=given.password == b"for the post")


def server_at(office: PostOffice, *, tls: bool = True, **more: Any) -> MailServer:
    return MailServer(HOST, office.port, tls, SENDER, **more)


@contextmanager
def opened(office: PostOffice, certificate: Path | None, *, tls: bool = True, login: bool = False) -> Iterator[None]:
    """Serving until the end of the block. `tls`: from the first byte, else STARTTLS where there is a certificate."""
    context = None
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
    options: dict[str, Any] = {"ssl_context": context} if tls else {"tls_context": context}
    if login:
        options |= {"authenticator": office.authenticator, "auth_required": True, "auth_require_tls": not tls}
    controller = Controller(office, hostname=HOST, port=office.port, **options)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


def certificate(folder: Path, name: str = HOST) -> Path:
    """Key and certificate for one address or name, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    whose = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    address = x509.IPAddress(ip_address(name)) if name[0].isdigit() else x509.DNSName(name)
    made = (
        x509.CertificateBuilder(whose, whose, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2100, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    path = folder / f"{name}.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(made.public_bytes(Encoding.PEM) + private)
    return path
