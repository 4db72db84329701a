"""A demo's folder carries a marker: everybody knows its password, so it is served on this machine alone."""

from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

from casework.settings import SettingError, Settings

MARKER = "THIS-IS-A-DEMO"
WORDS = """This folder holds the demo of Casework: made-up people, and a password that everybody knows.
It is served on this machine only. Delete the folder to start over.
"""


class FolderInUse(SettingError):
    """Something other than a demo is in the folder."""


def is_demo(folder: Path) -> bool:
    return (folder / MARKER).is_file()


def mark(folder: Path) -> None:
    (folder / MARKER).write_text(WORDS)


def only_here(settings: Settings) -> Settings:
    """The same settings, as a demo's when the folder is one; SettingError when it would be seen from outside."""
    if not is_demo(settings.folder):
        return settings
    if not _loopback(settings.host):
        raise SettingError(
            f"{settings.folder} holds a demo, whose password everybody knows: it is not served on {settings.host}, "
            "only on 127.0.0.1. Set CASEWORK_HOST, or use another folder."
        )
    return replace(settings, demo=True)


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
