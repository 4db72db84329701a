"""People who enrolled before a test begins: what is no part of it takes no pages. The job shows how it is done."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from unittest import mock

from sqlalchemy import select

from casework import vault
from casework.cases.actions import allegations, course, declarations, members, opening
from casework.cases.actions.newcomers import NewParty, NewReporter
from casework.cases.models import Hearing, Party
from casework.cases.queries.routing import IDENTITY, READER, Readers
from casework.cli.opened import opened
from casework.db import Database, utc_now
from casework.discipline.actions import decisions, hearings
from casework.discipline.actions.decisions import New
from casework.mail import Notice
from casework.mail.models import Outbox
from casework.people import Actor, Role, accounts, admissions, grants, sessions
from casework.people.models import Person, Site, UserSession
from casework.settings import Settings
from casework.staff.actions import enrol, people, settings
from casework.vault import EAP_RECOVERY_ID, Compartment, HolderKind, stretch
from casework.web import cookies
from tests.browser.people import PASSWORD, Phone, Somebody
from tests.conftest import STRENGTH
from tests.installation import Installation


def enrolled(who: Somebody, place: Installation, name: str) -> str:
    """A founder, as if they had used their link in this browser; their recovery code."""
    with _beside(place) as database:
        return _enrol(who, database, place.links[name].rpartition("/")[2])


def hired(
    newcomer: Somebody, place: Installation, name: str, *, lead: Somebody, role: Role = Role.SPECIALIST
) -> None:  # fmt: skip
    """A specialist, or somebody of another role, whom the lead admitted."""
    with _beside(place) as database:
        by, now = _actor(lead, database).id, utc_now()
        with database.transaction() as db:
            address = f"{name.partition(' ')[0].lower()}@example.org"
            person = accounts.make(db, name=name, email=address, by=by, now=now)
            token = accounts.invite(db, person, now)
        _enrol(newcomer, database, token)
        with database.transaction() as db:
            admissions.admit(db, person.id, 1, by=by, now=now)
            grants.give(db, person.id, role, by=by, now=now)


def idle(who: Somebody, place: Installation) -> None:
    """They have done nothing for longer than a session lasts."""
    with _beside(place) as database:
        person = _actor(who, database).id
        with database.transaction() as db:
            for row in db.scalars(select(UserSession).where(UserSession.person_id == person)):
                row.seen_at -= 2 * sessions.IDLE


def mails_waiting(place: Installation, who: Somebody) -> int:
    """News of cases that are still to be sent to somebody."""
    with _beside(place) as database:
        person = _actor(who, database).id
        of_cases = (Notice.REVIEW_ANSWERED.value, Notice.SHARED.value, Notice.MESSAGE.value, Notice.DEADLINE.value)
        with database.reading() as db:
            query = select(Outbox.id).where(Outbox.person_id == person, Outbox.notice.in_(of_cases))
            return len(db.scalars(query).all())


def routed(place: Installation, *readers: Somebody, lead: Somebody) -> None:
    """What comes in goes to them and to the lead, who also learns who a confidential reporter is."""
    with _beside(place) as database:
        by = _actor(lead, database)
        lines = [(_actor(who, database).id, READER) for who in (*readers, lead)]
        with database.transaction() as db:
            for person, duty in (*lines, (by.id, IDENTITY)):
                settings.route(db, kind="", site_id=0, person_id=person, duty=duty, by=by, now=utc_now())


def assisting(place: Installation) -> None:
    """Employee assistance has a recovery key of its own: its cards lie with nobody here."""
    with _beside(place) as database, database.transaction() as db:
        public = vault.hpke.public_of(vault.hpke.new_private())
        vault.pairs.publish(db, HolderKind.RECOVERY, EAP_RECOVERY_ID, public)


def suspended(gone: Somebody, place: Installation, *, lead: Somebody) -> None:
    """Their account is shut, and they are out."""
    with _beside(place) as database:
        by, whom = _actor(lead, database), _actor(gone, database).id
        with database.transaction() as db:
            people.suspend(db, db.get_one(Person, whom), by=by)


@contextmanager
def _beside(place: Installation) -> Iterator[Database]:
    """The database beside its server, and keys stretched as far as the server does."""
    memory, passes = STRENGTH
    full = mock.patch.multiple(stretch, MEMORY_KIB=memory, PASSES=passes)
    with full, opened(Settings.from_environment(place.environment)) as database:
        yield database


def _enrol(who: Somebody, database: Database, token: str) -> str:
    with database.reading() as db:
        known = vault.of(db)
    made = enrol.begin(database, known, token, PASSWORD, utc_now())
    assert made is not None
    assert made.totp is not None
    who.phone = Phone(base64.b32encode(made.totp).decode(), who.origin)
    done = enrol.confirm(
        database, token, recovery_code=made.recovery_code, code=who.phone.code(), device="A browser", now=utc_now()
    )
    assert done.cookie
    who.page.context.add_cookies([{"name": cookies.name(who.origin), "value": done.cookie, "url": who.origin}])
    id_ = _actor(who, database).id
    with database.reading() as db:
        who.email = accounts.email_of(db, db.get_one(Person, id_))
    return made.recovery_code


def _actor(who: Somebody, database: Database) -> Actor:
    [cookie] = [one["value"] for one in who.page.context.cookies() if one["name"] == cookies.name(who.origin)]
    actor = sessions.find(database, cookie, utc_now())
    assert actor is not None
    return actor


def heard(place: Installation, *, lead: Somebody, specialist: Somebody) -> str:
    """A disciplinary case of these two, as it is when a hearing was waived and a termination decided; its address."""
    with _beside(place) as database:
        decides, works = _actor(lead, database), _actor(specialist, database)
        with database.transaction() as db:
            case = opening.open_case(
                db, kind="disciplinary", channel="manager", site_id=0, title="Cash differences at the till",
                narrative="Twelve euros on three days.", readers=Readers((decides.id, works.id), (decides.id,)),
                by=decides, received_at=utc_now(), parties=[NewParty("respondent", "Leo Fontaine")],
            ).case  # fmt: skip
            case.state = "hearing"
            for by in (decides, works):
                declarations.declare(db, case, by=by, conflict=False)
            file = vault.rooms.enter(db, members.holder_of(decides), case.id, Compartment.FILE)
            party = db.scalars(select(Party.id).where(Party.case_id == case.id)).one()
            call = hearings.Call(party, utc_now() + timedelta(days=30), "Room 3")
            hearing = hearings.call(db, case, file, call, by=works)
            hearings.end(db, case, file, hearing, by=works, how="waived", reason="A letter of his.")
            new = New("termination", "The third time in a year.", utc_now().date(), party_id=party)
            decisions.decide(db, case, file, decisions.propose(db, case, file, new, by=works), by=decides)
        return f"{place.origin}/cases/{case.number}"


@dataclass(frozen=True)
class Complaint:
    """A case's address, and the receipt of whoever complained."""

    case: str
    receipt: str


def complained(place: Installation, *, lead: Somebody, specialist: Somebody, against: str) -> Complaint:
    """Harassment, as somebody without a name told it: in triage, alleged, the specialist investigates."""
    with _beside(place) as database:
        decides, works = _actor(lead, database), _actor(specialist, database)
        receipt = vault.receipts.make()
        with database.reading() as db:
            mine = NewReporter("anonymous", receipt=vault.receipts.derive(vault.of(db), receipt))
        with database.transaction() as db:
            opened = opening.open_case(
                db, kind="harassment", channel="hotline", site_id=0, title="Shouting in the galley",
                narrative="He shouts at me in front of the crew, every shift since August.",
                readers=Readers((decides.id, works.id), (decides.id,)), by=works, received_at=utc_now(),
                reporter=mine, parties=[NewParty("respondent", against)],
            )  # fmt: skip
            case = opened.case
            for by in (decides, works):
                declarations.declare(db, case, by=by, conflict=False)
            course.take(db, case, opened.file, "triage", by=works, version=case.version)
            about = db.scalars(select(Party.id).where(Party.case_id == case.id, Party.role == "respondent")).one()
            allegations.add(
                db, case, opened.file, by=works, issue="harassment", respondent_id=about, text="He shouted at the crew."
            )
            course.investigate_by(db, case, works.id, by=decides)
            course.take(db, case, opened.file, "plan", by=works, version=case.version)
        return Complaint(f"{place.origin}/cases/{case.number}", receipt)


def accused(place: Installation, *, lead: Somebody, specialist: Somebody, whom: str) -> str:
    """A disciplinary case in Leeds that the specialist looks into; what is alleged is against nobody yet. Its
    address."""
    with _beside(place) as database:
        decides, works = _actor(lead, database), _actor(specialist, database)
        with database.transaction() as db:
            site = Site(name="Leeds", zone="Europe/London", country="UK")
            db.add(site)
            db.flush()
            opened = opening.open_case(
                db, kind="disciplinary", channel="manager", site_id=site.id, title="Cash differences at the till",
                narrative="Twelve euros on three days.", readers=Readers((decides.id, works.id), (decides.id,)),
                by=works, received_at=utc_now(), parties=[NewParty("respondent", whom)],
            )  # fmt: skip
            case, file = opened.case, opened.file
            for by in (decides, works):
                declarations.declare(db, case, by=by, conflict=False)
            course.investigate_by(db, case, works.id, by=decides)
            course.take(db, case, file, "find facts", by=works, version=case.version)
            allegations.add(db, case, file, by=works, issue="theft", text="Twelve euros on three days.")
        return f"{place.origin}/cases/{case.number}"


def hearing_day(place: Installation) -> None:
    """The days until the hearing have gone by: it was an hour ago."""
    with _beside(place) as database, database.transaction() as db:
        for row in db.scalars(select(Hearing).where(Hearing.state == "called")):
            row.starts_at = utc_now() - timedelta(hours=1)
