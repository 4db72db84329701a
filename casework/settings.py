"""Settings: frozen, from the environment. README documents each of them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit

CREDENTIAL = "credential:"
"""How CASEWORK_KEYRING names a systemd credential."""


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
class Provider:
    """Who signs people in elsewhere (OpenID Connect). `claim`: which claim of its tokens names roles or groups."""

    issuer: str
    client_id: str
    label: str
    secret: str = field(default="", repr=False)
    claim: str = "groups"
    scope: str = "openid"


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
    backup_days: int = 35
    pg_programs: Path | None = None
    trusted_proxies: tuple[str, ...] = ()
    mail: MailServer | None = None
    provider: Provider | None = None
    roles: Mapping[str, str] = field(default_factory=dict)
    demo: bool = False

    @property
    def exports(self) -> Path:
        """Where case files that were made lie closed, a few days; no backup takes them."""
        return self.folder / "exports"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read CASEWORK_… variables; SettingError names the one that cannot be used."""
        env = os.environ if environ is None else environ
        folder = Path(env.get("CASEWORK_DIR") or "casework-data").absolute()
        host, port = env.get("CASEWORK_HOST") or "127.0.0.1", _number(env, "CASEWORK_PORT", 8000)
        return cls(
            folder=folder,
            database_url=env.get("CASEWORK_DATABASE_URL") or f"sqlite:///{folder / 'casework.db'}",
            keyring=_keyring(env, folder),
            journal=Path(env.get("CASEWORK_JOURNAL") or folder / "journal").absolute(),
            files=Path(env.get("CASEWORK_FILES") or folder / "files").absolute(),
            origin=_origin(env.get("CASEWORK_ORIGIN") or f"http://{host}:{port}"),
            host=host,
            port=port,
            workers=_number(env, "CASEWORK_WORKERS", 2),
            backup_days=_number(env, "CASEWORK_BACKUP_DAYS", 35),
            pg_programs=Path(env["CASEWORK_PG_PROGRAMS"]).absolute() if env.get("CASEWORK_PG_PROGRAMS") else None,
            trusted_proxies=tuple(part.strip() for part in env.get("CASEWORK_TRUSTED_PROXIES", "").split(",") if part),
            mail=_mail(env),
            provider=_provider(env),
            roles=_roles(env.get("CASEWORK_ROLES", "")),
        )


def _keyring(env: Mapping[str, str], folder: Path) -> Path:
    """A file, or what `credential:NAME` stands for in the folder that systemd gives to its service."""
    text = env.get("CASEWORK_KEYRING") or str(folder / "keyring.json")
    if not text.startswith(CREDENTIAL):
        return Path(text).absolute()
    name, given = text.removeprefix(CREDENTIAL), env.get("CREDENTIALS_DIRECTORY")
    if not given or not name or "/" in name:
        raise SettingError(
            f"CASEWORK_KEYRING is “{text}”, and systemd has given this process no such credential: add "
            f"`LoadCredentialEncrypted={name}` to the unit, or run the command by `systemd-run` with it."
        )
    return Path(given) / name


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name) or str(default)
    if not text.isdecimal() or int(text) < 1:
        raise SettingError(f"{name} is “{text}”: write a whole number above zero.")
    return int(text)


def _mail(env: Mapping[str, str]) -> MailServer | None:
    """None without CASEWORK_MAIL."""
    text, sender = env.get("CASEWORK_MAIL", ""), env.get("CASEWORK_MAIL_FROM", "")
    if not text:
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


def _provider(env: Mapping[str, str]) -> Provider | None:
    """None without CASEWORK_OIDC_ISSUER."""
    issuer, client = env.get("CASEWORK_OIDC_ISSUER", ""), env.get("CASEWORK_OIDC_CLIENT_ID", "")
    if not issuer:
        return None
    if not is_private(issuer):
        raise SettingError("CASEWORK_OIDC_ISSUER starts with https://: what is sent in the clear, others read.")
    if not client:
        raise SettingError("CASEWORK_OIDC_CLIENT_ID is not set: the provider's page for this application names it.")
    file = env.get("CASEWORK_OIDC_CLIENT_SECRET_FILE")
    try:
        secret = Path(file).read_text().strip() if file else env.get("CASEWORK_OIDC_CLIENT_SECRET", "")
    except OSError as wrong:
        raise SettingError(f"CASEWORK_OIDC_CLIENT_SECRET_FILE cannot be read: {wrong.strerror}.") from wrong
    return Provider(
        issuer=issuer,
        client_id=client,
        label=env.get("CASEWORK_OIDC_LABEL") or (urlsplit(issuer).hostname or issuer),
        secret=secret,
        claim=env.get("CASEWORK_OIDC_CLAIM") or "groups",
        scope=env.get("CASEWORK_OIDC_SCOPE") or "openid",
    )


def is_private(address: str) -> bool:
    """https, or nothing that leaves this machine."""
    parts = urlsplit(address)
    if parts.scheme == "https":
        return bool(parts.hostname)
    try:
        return parts.scheme == "http" and ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


def _roles(text: str) -> dict[str, str]:
    """`group=role, group=role`: what the provider or the directory calls what we call a role."""
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    if any(not name.strip() or not role.strip() for name, _, role in pairs):
        raise SettingError("CASEWORK_ROLES is a list such as “hr-auditors=auditor, it-admins=administrator”.")
    return {name.strip(): role.strip() for name, _, role in pairs}


def _origin(text: str) -> str:
    scheme, _, rest = text.partition("://")
    if scheme not in ("http", "https") or not rest or "/" in rest.rstrip("/"):
        raise SettingError(f"CASEWORK_ORIGIN is “{text}”: write it as https://cases.example.org, with no path.")
    return text.rstrip("/")
