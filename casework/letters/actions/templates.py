"""The organisation writes its own words and its letterhead. Every version stays, for letters name theirs."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.audit import Tag, trail
from casework.db import new_id, utc_now
from casework.letters.models import Letterhead, LetterTemplate
from casework.letters.queries import templates
from casework.letters.queries.templates import Head
from casework.letters.writing import shipped
from casework.letters.writing.kinds import KINDS
from casework.letters.writing.shipped import Words
from casework.people import Actor


def change(db: Session, kind: str, words: Words, *, by: Actor, passed: str = "") -> bool:
    """From now on letters of this kind begin with these; False where they do already. Those that are shipped can be
    taken again by writing them."""
    policy.require(by, Action.KEEP_TEMPLATES)
    if kind not in KINDS or not words.text.strip():
        raise ValueError("no such letter, or no words")
    if templates.current(db, kind).words == words:
        return False
    last = db.scalar(select(func.max(LetterTemplate.version)).where(LetterTemplate.kind == kind)) or 0
    own = Words("", "") if words == shipped.words(kind) else words
    row = LetterTemplate(
        id=new_id(), kind=kind, version=last + 1, subject=own.subject, text=own.text, passed=passed, by=by.id,
        at=utc_now(),
    )  # fmt: skip
    db.add(row)
    db.flush()
    trail.record(db, by, Tag.LETTER_TEMPLATE, template=row.id, kind=kind, version=row.version)
    return True


def change_head(db: Session, head: Head, *, by: Actor) -> bool:
    """The head above every letter from now on; False where it is that already."""
    policy.require(by, Action.KEEP_TEMPLATES)
    now = templates.head(db)
    if now.number and (now.name, now.lines, now.foot, now.lang, now.picture) == (
        head.name, head.lines, head.foot, head.lang, head.picture,
    ):  # fmt: skip
        return False
    row = Letterhead(
        id=new_id(), version=now.number + 1, name=head.name, lines=head.lines, foot=head.foot, lang=head.lang,
        picture=head.picture, picture_kind=head.picture_kind, by=by.id, at=utc_now(),
    )  # fmt: skip
    db.add(row)
    db.flush()
    trail.record(db, by, Tag.LETTERHEAD, head=row.id, version=row.version)
    return True
