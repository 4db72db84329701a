"""Handing a mail in: SMTP with TLS, certificates verified, every wait bounded."""

import smtplib
import ssl
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from casework.db import utc_now
from casework.settings import MailServer

from .lifecycle import Refusal, is_for_good

PATIENCE = 20.0
"""Seconds for each answer of the server. There are about eight a mail: far less than a lease."""


class Away(Exception):
    """The server cannot be used now, for any mail: not there, not trusted, or it does not let us in."""


class Refused(Exception):
    """This mail was not taken."""

    def __init__(self, why: Refusal, *, for_good: bool) -> None:
        super().__init__(why.value)
        self.why, self.for_good = why, for_good


@dataclass(frozen=True, slots=True)
class Letter:
    """`id` is the same at every try: a receiver who got it twice can see that it is one."""

    id: int
    address: str = field(repr=False)
    subject: str = field(repr=False)
    body: str = field(repr=False)


@contextmanager
def connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    """A connection that is encrypted and let in. Away says in its cause why there is none."""
    try:
        line = _line(server)
    except (OSError, smtplib.SMTPException) as wrong:
        raise Away(type(wrong).__name__) from wrong
    try:
        yield line
    finally:
        with suppress(OSError, smtplib.SMTPException):
            line.quit()
        line.close()


def hand_in(line: smtplib.SMTP, server: MailServer, letter: Letter) -> None:
    """One mail. Refused says whether for good; Away when the connection broke or our own address is not taken."""
    try:
        line.send_message(_message(server, letter), parseaddr(server.sender)[1], [letter.address])
    except smtplib.SMTPRecipientsRefused as wrong:
        code = max(answer[0] for answer in wrong.recipients.values())
        why = Refusal.NO_ADDRESS if is_for_good(code) else Refusal.NOW
        raise Refused(why, for_good=is_for_good(code)) from wrong
    except smtplib.SMTPSenderRefused as wrong:
        raise Away("SMTPSenderRefused") from wrong
    except smtplib.SMTPDataError as wrong:
        for_good = is_for_good(wrong.smtp_code)
        raise Refused(Refusal.NEVER if for_good else Refusal.NOW, for_good=for_good) from wrong
    except (MessageError, ValueError, smtplib.SMTPNotSupportedError) as wrong:
        raise Refused(Refusal.NO_ADDRESS, for_good=True) from wrong
    except (OSError, smtplib.SMTPException) as wrong:
        raise Away(type(wrong).__name__) from wrong


def _line(server: MailServer) -> smtplib.SMTP:
    context, here = ssl.create_default_context(), _domain(server)
    if server.tls:
        line: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, here, timeout=PATIENCE, context=context)
    else:
        line = smtplib.SMTP(server.host, server.port, here, timeout=PATIENCE)
    try:
        line.ehlo()
        if not server.tls and (line.has_extn("starttls") or not server.is_here):
            line.starttls(context=context)  # SMTPNotSupportedError where the server, or somebody between, has none
            line.ehlo()
        if server.user:
            line.login(server.user, _password(server))
    except BaseException:
        line.close()
        raise
    return line


def _password(server: MailServer) -> str:
    if server.password is None:
        return ""
    if server.password.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Away("others may read the file that CASEWORK_MAIL_PASSWORD names")
    return server.password.read_text().strip()


def _domain(server: MailServer) -> str:
    """What we call ourselves: the sender's domain, never this host's name."""
    return parseaddr(server.sender)[1].rpartition("@")[2]


def _message(server: MailServer, letter: Letter) -> EmailMessage:
    """No name of a program, no host: what every mail must have, and that no person wrote it."""
    name, address = parseaddr(server.sender)
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(name, addr_spec=address)
    made["To"] = Address(addr_spec=letter.address)
    made["Subject"] = letter.subject
    made["Date"] = format_datetime(utc_now())
    made["Message-ID"] = f"<{letter.id:016x}@{_domain(server)}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(letter.body, cte="quoted-printable")
    return made
