"""Which page a kept text was written on, in words: that page's title, and whose account or which case it was."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.people.models import Person
from casework.settings import N_
from casework.web.text import gettext

PAGES = {
    "/access": N_("Cases you are giving"),
    "/cases/new": N_("Record a concern"),
    "/cases/walls": N_("Unattended cases and walls"),
    "/cases/*": N_("Case"),
    "/exits": N_("Leaving"),
    "/exits/coming": N_("Plan somebody’s leaving"),
    "/give-back": N_("Give cases back"),
    "/handovers": N_("Hand-overs"),
    "/me": N_("Your account"),
    "/me/codes": N_("Printed codes"),
    "/me/email": N_("Change the e-mail address"),
    "/me/key": N_("Your key"),
    "/me/passkeys": N_("Passkeys"),
    "/me/password": N_("Change the password"),
    "/me/phone": N_("The phone that makes your codes"),
    "/me/renewal": N_("Another key for yourself"),
    "/me/told": N_("What you are told by mail"),
    "/people": N_("People"),
    "/people/directory": N_("Employee directory"),
    "/people/*/access": N_("Give cases"),
    "/people/*/email": N_("Change the e-mail address"),
    "/people/*/roles": N_("Their roles"),
    "/referrals": N_("Referrals"),
    "/requests": N_("Data-subject requests"),
    "/settings": N_("Settings"),
    "/settings/directory": N_("The directory’s tokens"),
    "/settings/keys": N_("Keys that the server keeps"),
    "/settings/mail": N_("Mail"),
    "/settings/routing": N_("Who reads what comes in"),
    "/settings/sites": N_("Sites"),
}
"""By the beginning of its address: the longest that fits counts."""
NUMBERED = re.compile(r"[A-Z]+-\d{2,4}-\d{6}")
OF_PEOPLE = ("people", "give-back")
LARGEST = 2**63 - 1
"""Of an id: whoever sent something to a longer one is shown no name."""


def title(db: Session, path: str, said: str = "") -> str:
    """`said`: what the form itself is called, where it says so."""
    parts = path.strip("/").split("/")
    words = said or max((key for key in PAGES if _begins(key, parts)), key=len, default="")
    name = _of_what(db, parts)
    known = gettext(PAGES.get(words, words)) or path
    return f"{known} – {name}" if name else known


def _begins(key: str, parts: list[str]) -> bool:
    wanted = key.strip("/").split("/")
    return len(wanted) <= len(parts) and all(one in ("*", part) for one, part in zip(wanted, parts, strict=False))


def _of_what(db: Session, parts: list[str]) -> str:
    """The number of a case, a referral or an exit, or the name of whom it is about."""
    if len(parts) < 2:
        return ""
    if NUMBERED.fullmatch(parts[1]):
        return parts[1]
    if parts[0] in OF_PEOPLE and parts[1].isascii() and parts[1].isdecimal() and int(parts[1]) <= LARGEST:
        return db.scalar(select(Person.name).where(Person.id == int(parts[1]))) or ""
    return ""
