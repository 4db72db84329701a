"""How every verb begins and ends: the row locked and judged, then changed, counted and put on the trail."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, policy
from casework.audit import Act, trail
from casework.cases.lifecycle import IllegalStep, Why, clock
from casework.cases.models import Case, Membership
from casework.cases.queries import changes, clocks, matter
from casework.cases.queries.matter import CaseMatter
from casework.db import utc_now
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Compartment, HolderKind

AT_REST = frozenset({"closed", "retained"})
"""States in which a case waits for nobody: lists put it behind the open ones."""
OVER = frozenset({"closed", "aftercare", "retained"})
"""States of a matter that was brought to its end: each allegation has its finding, and whom it concerns was told."""


class Changed(Exception):
    """Somebody else was quicker. `changes` says who did what since the page was opened."""

    def __init__(self, changed: Sequence[changes.Change]) -> None:
        super().__init__("the case changed meanwhile")
        self.changes = list(changed)


def begin(db: Session, case: Case, by: Actor, action: Action, version: int | None = None) -> CaseMatter:
    """Lock the row, see that the page was of it as it is, and judge. Changed or Forbidden otherwise."""
    found = lock(db, case)
    policy.require(by, action, found)
    if version is not None and version != case.version:
        raise Changed(changes.since(db, case.id, version))
    return found


def lock(db: Session, case: Case) -> CaseMatter:
    """One writer at a time; what is judged afterwards is what everyone else will see too."""
    db.flush()
    db.scalars(_LOCK, {"case": case.id}, execution_options={"populate_existing": True}).one()
    return matter.of(db, case)


def still_open(case: Case) -> None:
    """IllegalStep for what would leave a closed matter open: somebody untold, an allegation without a finding."""
    if case.state in OVER:
        raise IllegalStep("open", [Why("over", Said(N_("The matter is closed: open it again first.")), "#track")])


_LOCK = select(Case).where(Case.id == bindparam("case")).with_for_update()


def touch(
    db: Session, case: Case, by: Actor, tag: Act, /, *, quiet: bool = False, clocks_run: bool = True,
    **ids: int | str | None,
) -> None:  # fmt: skip
    """Count the change, keep clocks and lists in step, put it on the trail. `quiet`: it outdates no form;
    `clocks_run=False`: no clock has to do with it."""
    if not quiet:
        case.version += 1
    case.changed_at = utc_now()
    keep_in_step(db, case, clocks_run=clocks_run)
    trail.record(db, by, tag, case.id, version=None if quiet else case.version, **ids)


def touch_apart(
    db: Session, case: Case, by: Actor, tag: Act, room: Compartment, /, **ids: int | str | None
) -> None:  # fmt: skip
    """The same of what lies in a room that is kept apart: only whoever reads it sees that the case changed."""
    db.flush()
    readers = vault.readers.of_case(db, case.id)
    people = {one.holder_id for one in readers if one.compartment is room and one.kind is HolderKind.PERSON}
    theirs = (Membership.case_id == case.id, Membership.person_id.in_(people))
    db.execute(update(Membership).where(*theirs).values(changed_at=utc_now()))
    trail.record(db, by, tag, case.id, **ids)


def keep_in_step(db: Session, case: Case, *, clocks_run: bool = True) -> None:
    """What is due next, and the keys that lists are walked by."""
    db.flush()
    if clocks_run:
        where = clocks.place(db, case.site_id)
        due = clock.next_due(clocks.course(db, case, where), where)
        case.due_on, case.due_what = (due.on, due.what) if due else (None, "")
    db.connection().execute(_LISTED, {"of_case": case.id, **list_keys(case)})


_LISTED = update(Membership).where(Membership.case_id == bindparam("of_case"))
"""What is set is what is given: made once, for every change of a case ends with it."""


def list_keys(case: Any) -> dict[str, object]:
    """`case`: the entity, or a row with what is named here."""
    return {
        "number": case.number,
        "is_open": case.state not in AT_REST,
        "due_on": case.due_on or clock.NEVER,
        "received_at": case.received_at,
        "changed_at": case.changed_at,
    }
