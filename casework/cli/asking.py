"""The server's side of recovery: what is asked of the cards, what came back, and when they were last tested."""

from argparse import Namespace, _SubParsersAction
from collections.abc import Collection
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.audit import HouseTag, tested, trail
from casework.cli import written
from casework.cli.opened import opened
from casework.cli.refusal import Refused
from casework.db import utc_now
from casework.people import SYSTEM
from casework.settings import Settings
from casework.vault import EAP_RECOVERY_ID, RECOVERY_ID, Compartment, HolderKind, recovery, succession
from casework.vault.ceremony import Purpose
from casework.vault.models import PublicKey

USUAL = {
    RECOVERY_ID: (
        Compartment.FILE, Compartment.DIALOGUE, Compartment.INTERVIEW, Compartment.LEAVING, Compartment.HOLD,
        Compartment.NOTICE, Compartment.REQUEST, Compartment.SEARCH,
    ),
    EAP_RECOVERY_ID: (Compartment.REFERRAL, Compartment.SUPPORT, Compartment.ORDER),
}  # fmt: skip
"""By pair; what of it a case, a referral, an exit, a hold or a data-subject request has."""


def add(parts: "_SubParsersAction[Any]") -> None:
    ask = parts.add_parser("ask", help="on the server: a request, to be carried to where the cards are")
    ask.add_argument("--test", action="store_true", help="only whether two cards still fit; opens nothing")
    ask.add_argument("--renew", action="store_true", help="of an earlier recovery key's cards: seal all to the newest")
    ask.add_argument("--generation", type=int, metavar="N", help="of which earlier key; without it, the last")
    ask.add_argument("--for", dest="people", action="append", default=[], metavar="E-MAIL", help="to whom; again: more")
    ask.add_argument(
        "--case",
        dest="cases",
        action="append",
        default=[],
        metavar="NUMBER",
        help="or exit, hold, referral; again: more",
    )
    ask.add_argument(
        "--every-case", action="store_true", help="and exit, hold and request; of --eap every referral and order"
    )
    rooms, usual = [one.value for one in Compartment], "; ".join(", ".join(names) for names in USUAL.values())
    ask.add_argument("--room", dest="rooms", action="append", choices=rooms, help=f"which; without it: {usual}")
    ask.add_argument("--eap", action="store_true", help="of employee assistance's own pair")
    ask.add_argument("--to", type=Path, required=True, metavar="FILE")
    ask.set_defaults(do=_ask)
    take = parts.add_parser("take", help="on the server: what came back from the cards")
    take.add_argument("answer", type=Path)
    take.set_defaults(do=_take)
    publish = parts.add_parser("publish", help="on the server: the public half of employee assistance's own pair")
    publish.add_argument("--eap", required=True, metavar="KEY", help="the line that `recovery new --eap` printed")
    publish.set_defaults(do=_publish)


def _ask(asked: Namespace) -> None:
    from casework.cases.actions import ceremony

    pair = EAP_RECOVERY_ID if asked.eap else RECOVERY_ID
    with opened(Settings.from_environment()) as database, database.transaction() as db:
        try:
            if asked.test:
                document, shut = ceremony.ask_test(db, pair, utc_now()), 0
            elif asked.renew:
                document, shut = ceremony.ask_renewal(db, pair, asked.generation, utc_now())
            else:
                rooms = [Compartment(name) for name in asked.rooms or USUAL[pair]]
                document, shut = ceremony.ask(db, pair, _people(db, asked), _cases(db, asked, pair), rooms, utc_now())
        except ceremony.NotNow as why:
            raise Refused(str(why)) from why
        written.anew(asked.to, document)
        left = sum(rooms for (owner, _), rooms in succession.lagging(db).items() if owner == pair)
    if shut:
        print(f"{shut:,} keys were changed outside Casework and are left out: run `casework check`.")
    if waiting := 0 if asked.test or asked.renew else left:
        print(f"{waiting:,} rooms wait for the newest recovery key and are left out: `casework recovery ask --renew`.")
    verb = "test" if asked.test else "use"
    print(f"Carry {asked.to} to where the cards are: `casework recovery {verb} {asked.to.name}`.")


def _people(db: Session, asked: Namespace) -> list[Any]:
    from casework.people import accounts

    found = {address: accounts.by_email(db, address) for address in dict.fromkeys(asked.people)}
    if missing := [address for address, person in found.items() if person is None]:
        raise Refused(f"Nobody here has the address {', '.join(missing)}.")
    if not found:
        raise Refused("To whom? Name them by `--for E-MAIL`.")
    return list(found.values())


def _cases(db: Session, asked: Namespace, pair: int) -> Collection[int]:
    """By number: what that pair's rooms are of."""
    from casework.cases.models import Case, Hold
    from casework.eap.models import CourtOrder, Referral
    from casework.exits.models import Exit
    from casework.legal.models import SubjectRequest

    kinds: Any = (Referral, CourtOrder) if pair == EAP_RECOVERY_ID else (Case, Exit, Hold, SubjectRequest)
    if asked.every_case:
        return [id_ for kind in kinds for id_ in db.scalars(select(kind.id).order_by(kind.id))]
    queries = [select(kind.number, kind.id).where(kind.number.in_(asked.cases)) for kind in kinds]
    found = [row for query in queries for row in db.execute(query)]  # an order's number may be a referral's too
    if missing := sorted(set(asked.cases) - {row.number for row in found}):
        raise Refused(f"There is no case {', '.join(missing)}.")
    if not found:
        raise Refused("Which cases? `--case NUMBER`, more than once if need be, or `--every-case`.")
    return [row.id for row in found]


def _take(asked: Namespace) -> None:
    from casework.cases.actions import ceremony

    with opened(Settings.from_environment()) as database:
        taken = None
        try:
            for taken in ceremony.take(database, asked.answer.read_bytes()):
                if taken.cases and taken.cases % 500 == 0:
                    print(f"  {taken.cases:,} cases", flush=True)
        except ceremony.NotNow as why:
            raise Refused(str(why)) from why
    assert taken is not None
    if taken.purpose is Purpose.TEST:
        print("The cards still fit; it is on the trail. The next test is due in a year.")
        return
    if taken.purpose is Purpose.RENEW:
        print(f"{taken.cases:,} cases are sealed to the newest recovery key, and have new keys.")
        return
    print(f"{taken.cases:,} cases were opened to the people named, and have new keys. It is on each one's trail.")
    if taken.changed:
        print(f"{taken.changed:,} of them changed since they were asked for, and stayed shut in part: ask again.")
    if taken.shut:
        print(f"{taken.shut:,} keys did not open where the cards are: look into what changed them.")


def _publish(asked: Namespace) -> None:
    try:
        public = recovery.decode_public(asked.eap)
    except ValueError as wrong:
        raise Refused(str(wrong)) from wrong
    with opened(Settings.from_environment()) as database, database.transaction() as db:
        query = select(PublicKey.id).where(PublicKey.kind == HolderKind.RECOVERY.value)
        if db.scalar(query.where(PublicKey.owner == EAP_RECOVERY_ID)) is not None:
            raise Refused("Employee assistance has its recovery key already.")
        succession.publish(db, EAP_RECOVERY_ID, public)
        trail.record(db, SYSTEM, HouseTag.RECOVERY_PUBLISHED, pair=EAP_RECOVERY_ID)
    print("What is kept for employee assistance will be sealed to it. Test its cards: `casework recovery ask --test`.")


def warnings(settings: Settings) -> list[str]:
    """Which recovery key's cards nobody has tested within a year."""
    with opened(settings) as database, database.reading() as db:
        return [
            f"The recovery cards{' of employee assistance' if pair == EAP_RECOVERY_ID else ''} were last tested, or "
            f"made, on {last:%Y-%m-%d}: whether they still fit, nobody knows. Run `casework recovery ask --test`."
            for pair, last in tested.overdue(db, utc_now()).items()
        ]
