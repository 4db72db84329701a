"""Who is left to read: cases with one reader, and cases with none. Worth knowing, for somebody can still act."""

from collections.abc import Iterator

from sqlalchemy import func, select

from casework.cases.models import Case
from casework.people.models import Person
from casework.vault import Compartment, HolderKind
from casework.vault.models import CompartmentRow, Seal

from .found import Found, Place, counted


def look(place: Place) -> Iterator[Found]:
    place.tell("readers")
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
