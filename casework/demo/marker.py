"""A demo's folder carries a marker: everybody knows its password, so it is served on this machine alone."""

import shutil
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

from casework.settings import SettingError, Settings

MARKER = "THIS-IS-A-DEMO"
BEGUN = "A-DEMO-IS-BEING-MADE"
WORDS = """This folder holds the demo of Casework: made-up people, and a password that everybody knows.
It is served on this machine only. Delete the folder to start over.
"""


class FolderInUse(SettingError):
    """Something other than a demo is in the folder."""


def is_demo(folder: Path) -> bool:
    return (folder / MARKER).is_file()


def begin(folder: Path) -> None:
    """Claim an empty folder, or one in which a demo was cut short; FolderInUse when something else is there."""
    found = list(folder.iterdir()) if folder.exists() else []
    if found and not (folder / BEGUN).is_file():
        raise FolderInUse(f"{folder} has something else in it: name an empty folder for the demo.")
    for path in found:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / BEGUN).touch()


def mark(folder: Path) -> None:
    """It is whole."""
    (folder / MARKER).write_text(WORDS)
    (folder / BEGUN).unlink()


def settings_for(folder: Path, port: int) -> Settings:
    """Everything in the one folder, and nothing of the environment: its people get no mail, and sign in here."""
    folder = folder.absolute()
    return Settings(
        folder=folder,
        database_url=f"sqlite:///{folder / 'casework.db'}",
        keyring=folder / "keyring.json",
        journal=folder / "journal",
        files=folder / "files",
        origin=f"http://127.0.0.1:{port}",
        port=port,
        demo=True,
    )


def only_here(settings: Settings) -> Settings:
    """The same settings, as a demo's when the folder is one; SettingError when it would be seen from outside."""
    if not is_demo(settings.folder):
        return settings
    if not _loopback(settings.host):
        raise SettingError(
            f"{settings.folder} holds a demo, whose password everybody knows: it is not served on {settings.host}, "
            "only on 127.0.0.1. Set CASEWORK_HOST, or use another folder."
        )
    return replace(settings, demo=True, mail=None)


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
