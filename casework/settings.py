"""Settings: frozen, from the environment. README documents each of them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit


class SettingError(ValueError):
    """A setting that cannot be used. The message says which one and what to do."""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark a sentence for translation where the translating itself happens on the page."""
    return message


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence for people: its message id, and what goes into it. `str()` gives the English."""

    message: str
    values: Mapping[str, Any] | None = None

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


def shared(name: str) -> Path:
    """Where `templates` or `static` lie: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / "_shared" / name
    return inside if inside.is_dir() else package.parent / name


NO_SERVER = (
    "CASEWORK_MAIL is not an address of a mail server: write it as smtps://user@mail.example.org, "
    "and name a file that holds the password in CASEWORK_MAIL_PASSWORD."
)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in. `tls`: from the first byte; else STARTTLS is required, but on this machine itself."""

    host: str
    port: int
    tls: bool
    sender: str
    user: str = ""
    password: Path | None = None

    @property
    def is_here(self) -> bool:
        """A server on this machine: nothing goes over a network."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation. Paths are absolute; `origin` is what the browser sees, without a slash at the end."""

    folder: Path
    database_url: str
    keyring: Path
    journal: Path
    files: Path
    origin: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    trusted_proxies: tuple[str, ...] = ()
    mail: MailServer | None = None
    demo: bool = False

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read CASEWORK_… variables; SettingError names the one that cannot be used."""
        env = os.environ if environ is None else environ
        folder = Path(env.get("CASEWORK_DIR") or "casework-data").absolute()
        host, port = env.get("CASEWORK_HOST") or "127.0.0.1", _number(env, "CASEWORK_PORT", 8000)
        return cls(
            folder=folder,
            database_url=env.get("CASEWORK_DATABASE_URL") or f"sqlite:///{folder / 'casework.db'}",
            keyring=Path(env.get("CASEWORK_KEYRING") or folder / "keyring.json").absolute(),
            journal=Path(env.get("CASEWORK_JOURNAL") or folder / "journal").absolute(),
            files=Path(env.get("CASEWORK_FILES") or folder / "files").absolute(),
            origin=_origin(env.get("CASEWORK_ORIGIN") or f"http://{host}:{port}"),
            host=host,
            port=port,
            workers=_number(env, "CASEWORK_WORKERS", 2),
            trusted_proxies=tuple(part.strip() for part in env.get("CASEWORK_TRUSTED_PROXIES", "").split(",") if part),
            mail=_mail(env),
            demo=env.get("CASEWORK_DEMO", "") not in ("", "0"),
        )


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name) or str(default)
    if not text.isdecimal() or int(text) < 1:
        raise SettingError(f"{name} is “{text}”: write a whole number above zero.")
    return int(text)


def _mail(env: Mapping[str, str]) -> MailServer | None:
    """None without CASEWORK_MAIL, and in the demo, whose people do not exist."""
    text, sender = env.get("CASEWORK_MAIL", ""), env.get("CASEWORK_MAIL_FROM", "")
    if not text or env.get("CASEWORK_DEMO", "") not in ("", "0"):
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as wrong:
        raise SettingError(NO_SERVER) from wrong
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path or parts.password:
        raise SettingError(NO_SERVER)
    if "@" not in parseaddr(sender)[1]:
        raise SettingError(f"CASEWORK_MAIL_FROM is “{sender}”: write it as Casework <casework@example.org>.")
    password, tls = env.get("CASEWORK_MAIL_PASSWORD"), parts.scheme == "smtps"
    return MailServer(
        host=parts.hostname,
        port=port or (465 if tls else 587),
        tls=tls,
        sender=sender,
        user=unquote(parts.username or ""),
        password=Path(password).absolute() if password else None,
    )


def _origin(text: str) -> str:
    scheme, _, rest = text.partition("://")
    if scheme not in ("http", "https") or not rest or "/" in rest.rstrip("/"):
        raise SettingError(f"CASEWORK_ORIGIN is “{text}”: write it as https://cases.example.org, with no path.")
    return text.rstrip("/")
