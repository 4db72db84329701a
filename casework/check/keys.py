"""Keys: case secrets unwrap, seals are genuine, every public half and every row that decides carries its MAC."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, not_, select
from sqlalchemy.orm import Session

from casework import vault
from casework.cases.models import Case, Hold
from casework.cases.queries.routing import route_parts
from casework.db import Base
from casework.eap.models import CourtOrder, Referral
from casework.exits.models import Exit
from casework.legal.models import SubjectRequest
from casework.people import admissions, grants, passkeys
from casework.people.models import Admission, Passkey, RoleGrant, Route, ServerKeptKey
from casework.vault import EAP_RECOVERY_ID, OF_SUPPORT, RECOVERY_ID, Compartment, HolderKind, blob, pairs, seals
from casework.vault.models import CaseSecret, CompartmentRow, Epoch, KeyPolicy, PublicKey, Seal

from .found import Found, Place, counted, tally

PAGE = 1000
MATTERS: tuple[tuple[Any, str], ...] = (
    (Case, "case"), (Referral, "referral"), (CourtOrder, "court order"), (Exit, "exit"), (Hold, "hold"),
    (SubjectRequest, "data-subject request"),
)  # fmt: skip
"""Whatever has a secret and rooms of its own."""


def look(place: Place) -> Iterator[Found]:
    rows = (_public, _roles, _admissions, _routes, _passkeys, _kept, _policy)
    for part in (_secrets, _seals, *rows, _rooms, _succession, _orphans):
        yield from part(place)


def streamed(place: Place, query: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    return iter(place.db.execute(query.execution_options(yield_per=PAGE)))


def _secrets(place: Place) -> Iterator[Found]:
    place.tell("case secrets")

    def opens(row: Any) -> bool:
        secret = vault.secrets.unwrap(place.vault, row.case_id, row.wrapped)
        return len(secret) == 32 and blob.key_id_of(row.wrapped) == row.kek

    rows = streamed(place, select(CaseSecret.case_id, CaseSecret.kek, CaseSecret.wrapped))
    well, ill = "All {all} case secrets open.", "{wrong} of {all} case secrets do not open"
    yield tally("case secrets", rows, opens, lambda row: f"case {row.case_id}", well=well, ill=ill)


def _seals(place: Place) -> Iterator[Found]:
    place.tell("seals")
    query = (
        select(*Seal.__table__.columns, CompartmentRow.name, CompartmentRow.subject, CaseSecret.wrapped)
        .join(CompartmentRow, CompartmentRow.id == Seal.compartment_id)
        .outerjoin(CaseSecret, CaseSecret.case_id == Seal.case_id)
        .order_by(Seal.case_id)
    )
    last: list[tuple[int, bytes]] = []

    def secret_of(row: Any) -> bytes:
        if not last or last[0][0] != row.case_id:
            if row.wrapped is None:
                raise vault.Unreadable("the case's secret is gone")
            last[:] = [(row.case_id, vault.secrets.unwrap(place.vault, row.case_id, row.wrapped))]
        return last[0][1]

    def genuine(row: Any) -> bool:
        compartment = Compartment(row.name)
        target = seals.Target(row.case_id, row.compartment_id, compartment, row.subject, row.epoch)
        return seals.is_genuine(place.vault, secret_of(row), target, row)

    well, ill = "All {all} seals are genuine.", "{wrong} of {all} seals were not made here, or were changed"
    yield tally("seals", streamed(place, query), genuine, lambda row: f"seal {row.id}", well=well, ill=ill)


def _public(place: Place) -> Iterator[Found]:
    place.tell("public keys and what decides who reads")
    well, ill = "All {all} public keys carry their MAC.", "{wrong} of {all} public keys were changed outside Casework"
    rows = (row for (row,) in streamed(place, select(PublicKey)))
    yield tally(
        "public keys",
        rows,
        lambda row: pairs.checked(place.vault, row) is not None,
        lambda row: f"{row.kind} {row.owner}",
        well=well,
        ill=ill,
    )


def _roles(place: Place) -> Iterator[Found]:
    well, ill = "All {all} roles carry their MAC.", "{wrong} of {all} roles were changed outside Casework"
    rows = streamed(place, select(*grants.COLUMNS, RoleGrant.id))
    yield tally(
        "roles", rows, lambda row: grants.is_genuine(place.db, row), lambda row: f"role {row.id}", well=well, ill=ill
    )


def _admissions(place: Place) -> Iterator[Found]:
    well, ill = "All {all} admissions carry their MAC.", "{wrong} of {all} admissions were changed outside Casework"
    yield _of_people(place, "admissions", Admission, admissions.is_genuine, well, ill)


def _routes(place: Place) -> Iterator[Found]:
    def genuine(row: Route) -> bool:
        vault.rows.check(place.db, row.mac, "route", *route_parts(row))
        return True

    well, ill = "All {all} lines of routing carry their MAC.", "{wrong} of {all} lines of routing were changed outside"
    rows = (row for (row,) in streamed(place, select(Route)))
    yield tally("routing", rows, genuine, lambda row: f"line {row.id}", well=well, ill=ill)


def _passkeys(place: Place) -> Iterator[Found]:
    well, ill = "All {all} passkeys carry their MAC.", "{wrong} of {all} passkeys were changed outside Casework"
    yield _of_people(place, "passkeys", Passkey, passkeys.is_genuine, well, ill)


def _kept(place: Place) -> Iterator[Found]:
    """Keys that the server keeps for whoever signs in elsewhere: each opens, and is the half that was published."""

    def opens(row: ServerKeptKey) -> bool:
        private = vault.custody.unwrap(place.db, (row.person_id, row.generation), row.wrapped)
        own = (PublicKey.kind == HolderKind.PERSON.value, PublicKey.owner == row.person_id)
        query = select(PublicKey.public).where(*own, PublicKey.generation == row.generation)
        return place.db.scalar(query) == vault.hpke.public_of(private)

    well, ill = "All {all} keys that the server keeps open.", "{wrong} of {all} keys that the server keeps do not open"
    yield _of_people(place, "server-kept keys", ServerKeptKey, lambda _, row: opens(row), well, ill)


def _policy(place: Place) -> Iterator[Found]:
    def genuine(row: KeyPolicy) -> bool:
        vault.rows.check(place.db, row.mac, vault.custody.LABEL, row.barred)
        return True

    well, ill = "Which rooms are barred to such keys carries its MAC.", "Which rooms are barred to them was changed"
    rows = (row for (row,) in streamed(place, select(KeyPolicy)))
    yield tally("key policy", rows, genuine, lambda _: "all are barred until it is set anew", well=well, ill=ill)


def _of_people(
    place: Place, name: str, table: type[Base], genuine: Callable[[Session, Any], bool], well: str, ill: str
) -> Found:
    """Rows under a MAC, each of one person, who is named where it does not fit."""
    rows = (row for (row,) in streamed(place, select(table)))
    return tally(
        name, rows, lambda row: genuine(place.db, row), lambda row: f"person {row.person_id}", well=well, ill=ill
    )


def _rooms(place: Place) -> Iterator[Found]:
    """Each room has its newest epoch, a drop box for it, and a seal of the recovery key that it is for."""
    place.tell("rooms")
    newest = (Epoch.compartment_id == CompartmentRow.id, Epoch.epoch == CompartmentRow.epoch)
    box = and_(
        PublicKey.kind == HolderKind.DROPBOX.value,
        PublicKey.owner == CompartmentRow.id,
        PublicKey.compartment_id == CompartmentRow.id,
        PublicKey.epoch == CompartmentRow.epoch,
    )
    pair = case((CompartmentRow.name.in_([room.value for room in OF_SUPPORT]), EAP_RECOVERY_ID), else_=RECOVERY_ID)
    last = and_(
        Seal.compartment_id == CompartmentRow.id,
        Seal.epoch == CompartmentRow.epoch,
        Seal.holder_kind == HolderKind.RECOVERY.value,
        Seal.holder_id == pair,
    )
    whole = and_(exists().where(*newest), exists().where(box), exists().where(last))
    yield _those(
        place,
        "rooms",
        CompartmentRow,
        not_(whole),
        well="All {all} rooms have their key, a drop box, and a seal for recovery.",
        ill="{wrong} of {all} rooms lack their newest key, its drop box or its seal for recovery",
    )


def _succession(place: Place) -> Iterator[Found]:
    """What recovery's newest key does not open yet."""
    rooms = place.db.scalar(select(func.count()).select_from(CompartmentRow)) or 0
    yield counted(
        "recovery",
        rooms,
        sum(vault.succession.lagging(place.db).values()),
        well="The newest recovery key opens each of {all} rooms.",
        ill="{wrong} of {all} rooms are open to an earlier recovery key alone: they follow when somebody opens "
        "them, or all at once by its cards (`casework recovery ask --renew`)",
    )


def _orphans(place: Place) -> Iterator[Found]:
    """What nothing belongs to."""
    own = exists().where(
        PublicKey.kind == Seal.holder_kind,
        PublicKey.owner == Seal.holder_id,
        PublicKey.generation == Seal.generation,
    )
    yield _those(
        place,
        "orphaned seals",
        Seal,
        not_(own & exists().where(Epoch.compartment_id == Seal.compartment_id, Epoch.epoch == Seal.epoch)),
        well="Every seal belongs to a key and a room.",
        ill="{wrong} of {all} seals belong to no key or no room",
    )
    for one, said in MATTERS:
        without = not_(exists().where(CaseSecret.case_id == one.id))
        well, ill = (
            f"Every {said} has its secret.",
            f"{{wrong}} of {{all}} {said}s have no secret: nothing in them opens",
        )
        yield _those(place, f"{said}s without secret", one, without, well=well, ill=ill)
    unused = and_(*(not_(exists().where(one.id == CaseSecret.case_id)) for one, _ in MATTERS))
    well = "Every secret has its matter."
    ill = "{wrong} of {all} case secrets belong to nothing that there is"
    yield _those(place, "secrets without case", CaseSecret, unused, well=well, ill=ill)


def _those(place: Place, name: str, table: Any, which: Any, *, well: str, ill: str) -> Found:
    key = next(iter(table.__table__.primary_key.columns))
    all_ = place.db.scalar(select(func.count()).select_from(table)) or 0
    wrong = place.db.scalar(select(func.count()).select_from(table).where(which)) or 0
    few = place.db.scalars(select(key).where(which).limit(5)).all() if wrong else []
    return counted(name, all_, wrong, [str(one) for one in few], well=well, ill=ill)
