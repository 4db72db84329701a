"""Who is left: cases with one reader or none, which is worth knowing; and whether anybody can still admit anybody."""

from collections.abc import Iterator

from sqlalchemy import func, select

from casework.cases.models import Case
from casework.people import Role, founders
from casework.people.models import Person
from casework.people.standing import standing
from casework.vault import Compartment, HolderKind, Unreadable
from casework.vault.models import CompartmentRow, Seal

from .found import Found, Place, counted

NOBODY = (
    "Nobody is left who admits colleagues or gives roles, neither lead nor alternate: while a hand-over of theirs is "
    "open, an administrator, or the directory that sent them away, takes one of them back."
)

AWAITED = "Its first people have not enrolled yet: `casework link` makes another link where theirs ran out."


def look(place: Place) -> Iterator[Found]:
    place.tell("readers")
    yield _in_charge(place)
    open_ = place.db.scalar(select(func.count()).select_from(Case).where(Case.closed_at.is_(None))) or 0
    reads = (
        select(Seal.case_id)
        .join(CompartmentRow, (CompartmentRow.id == Seal.compartment_id) & (CompartmentRow.epoch == Seal.epoch))
        .join(Person, (Person.id == Seal.holder_id) & (Person.generation == Seal.generation))
        .join(Case, Case.id == Seal.case_id)
        .where(
            CompartmentRow.name == Compartment.FILE.value,
            CompartmentRow.subject == 0,
            Seal.holder_kind == HolderKind.PERSON.value,
            Person.state == "active",
            Case.closed_at.is_(None),
        )
        .group_by(Seal.case_id)
        .having(func.count() == 1)
    )
    alone = place.db.scalar(select(func.count()).select_from(reads.subquery())) or 0
    yield counted(
        "single readers",
        open_,
        alone,
        well="Each of {all} open cases has two readers or more, or none.",
        ill="{wrong} of {all} open cases have one reader: add another before that one is gone.",
        trouble=False,
    )
    lost = place.db.scalar(select(func.count()).select_from(Case).where(Case.unattended_at.is_not(None))) or 0
    yield counted(
        "unattended",
        open_,
        lost,
        well="No case is without a reader.",
        ill="{wrong} cases have nobody left who can read them: the recovery ceremony opens them.",
        trouble=False,
    )


def _in_charge(place: Place) -> Found:
    """The directory can send away whom nobody could by hand: the last lead, and the last alternate."""
    try:
        able = [one for one in standing(place.db).values() if one.able]
    except Unreadable:  # told of above
        return Found("in charge", "Who can act cannot be said before the journal can be read.", 0, 1)
    leads, alternates, administrators = (
        sum(one.has(role) for one in able) for role in (Role.LEAD, Role.ALTERNATE, Role.ADMINISTRATOR)
    )
    if not leads and not alternates:
        if any(founders.awaited(place.db, person) for person in place.db.scalars(select(Person))):
            return Found("in charge", AWAITED, 0, 1)
        return Found("in charge", NOBODY, 0, 1, is_trouble=True)
    if not leads:
        return Found("in charge", f"No lead is left who can act; alternates stand in: {alternates:,}.", alternates, 1)
    if not administrators:
        return Found("in charge", "No administrator is left who can act: the leads make accounts.", leads, 1)
    return Found("in charge", f"Who can act: leads {leads:,}, administrators {administrators:,}.", leads)
