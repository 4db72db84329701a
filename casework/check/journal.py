"""The journal: it can be read, and says of this database neither more nor less than is so."""

from collections.abc import Iterator

from sqlalchemy import select

from casework import vault
from casework.access.models import Wall
from casework.access.walls import LIFTED
from casework.cases.actions import given
from casework.cases.models import Case, Given
from casework.legal.actions import again as holds
from casework.people.models import Person, RoleGrant, Route
from casework.vault import HolderKind, Unreadable
from casework.vault.models import CaseSecret, CompartmentRow

from .found import NAMED, Found, Place, counted

HOLDS = ("hold-placed", "hold-scope", "hold-released")


def look(place: Place) -> Iterator[Found]:
    place.tell("the journal")
    folder, count, newer = place.settings.journal, 0, 0
    which: list[str] = []
    generations: dict[int, int] = {}
    walls: dict[tuple[int, int, str], vault.journal.Entry] = {}
    try:
        for entry in vault.journal.read(place.vault, folder):
            count += 1
            if entry.kind == "generation" and entry.ids.get("kind", "person") == "person":
                person = entry.ids["person"]
                generations[person] = max(generations.get(person, 0), entry.ids["generation"])
            elif entry.kind == "wall":
                walls[entry.ids["case"], entry.ids["person"], entry.ids["cause"]] = entry
            elif _is_undone(place, entry):
                newer += 1
                which += [f"{entry.kind} of {entry.at[:16]}"] if len(which) < NAMED else []
    except Unreadable as damaged:
        yield Found("journal", f"The journal cannot be read: {damaged}.", count, 1, is_trouble=True)
        return
    for entry in (last for last in walls.values() if _is_passed(place, last)):
        newer += 1
        which += [f"{entry.kind} of {entry.at[:16]}"] if len(which) < NAMED else []
    yield counted(
        "journal",
        count,
        newer,
        which,
        well="The journal can be read; all {all} lines of it hold in this database.",
        ill="{wrong} of {all} lines of the journal were undone: the database was put back without `casework restore`",
    )
    yield from _people(place, generations)


def _is_undone(place: Place, entry: vault.journal.Entry) -> bool:
    if entry.kind == "case-destroyed":
        return place.db.scalar(select(CaseSecret.case_id).where(CaseSecret.case_id == entry.ids["case"])) is not None
    if entry.kind in ("seal-removed", "epoch-ended"):
        which = CompartmentRow.id == entry.ids["compartment"]
        epoch = place.db.scalar(select(CompartmentRow.epoch).where(which))
        return epoch is not None and epoch < entry.ids["epoch"]
    if entry.kind == "route-ended":
        return place.db.get(Route, entry.ids["route"]) is not None
    if entry.kind == given.WITHDRAWN:
        row = place.db.get(Given, entry.ids["given"])
        return row is not None and row.withdrawn_at is None
    if entry.kind in HOLDS:
        return holds.is_undone(place.db, entry.kind, entry.ids)
    if entry.kind == "role-ended":
        grant = place.db.get(RoleGrant, entry.ids["grant"])
        return grant is not None and grant.ended_at is None
    return False


def _is_passed(place: Place, last: vault.journal.Entry) -> bool:
    """A wall that should stand, by the last line of it, and does not."""
    ids = last.ids
    which = (Wall.case_id == ids["case"], Wall.person_id == ids["person"], Wall.cause == ids["cause"])
    state = place.db.scalar(select(Wall.state).where(*which))
    there = place.db.scalar(select(Case.id).where(Case.id == ids["case"])) is not None
    return there and ids["state"] != LIFTED and state in (None, LIFTED)


def _people(place: Place, generations: dict[int, int]) -> Iterator[Found]:
    """One number each of those who work here: whether their newest key is the journal's newest."""
    rows = place.db.execute(select(Person.id, Person.generation).where(Person.generation > 0)).all()
    wrong = [row.id for row in rows if generations.get(row.id, 0) != row.generation]
    yield counted(
        "generations",
        len(rows),
        len(wrong),
        [f"{HolderKind.PERSON} {one}" for one in wrong[:NAMED]],
        well="The newest key of each of {all} people is the journal’s.",
        ill="{wrong} of {all} people have another key than the journal says: the two do not belong together",
    )
