"""How support is used, published a quarter at a time: by need, by how it was asked for, and whether it began.

Whether somebody declined or withdrew is in no figure: whoever came to no support stands with those who have not come to
it yet, and whoever did is counted so whatever became of it.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.audit import Tag, trail
from casework.db import Database
from casework.eap.kinds import KINDS
from casework.eap.lifecycle import IN_SUPPORT
from casework.eap.models import Referral, ReferralStep
from casework.eap.needs import NEEDS
from casework.eap.queries import stated
from casework.figures import kept, publishing, quarters
from casework.figures.kept import Words
from casework.figures.population import Axis, Gathering, Population
from casework.figures.tables import Plan
from casework.people import SYSTEM, organisation
from casework.settings import N_
from casework.vault import Unreadable

SUBJECT = "support"
GRACE = timedelta(days=30)
"""What is asked for on the last day needs its time to begin."""
BEGUN, NOT_YET = "begun", "not yet"
WORDS = {
    "need": Words(N_("What it is for"), NEEDS),
    "kind": Words(N_("How it came"), KINDS),
    "came": Words(N_("Whether support began"), {BEGUN: N_("it began"), NOT_YET: N_("not begun, or not yet")}),
}
PLANS = [Plan("need"), Plan("came"), Plan("kind")]


def publish_what_is_over(database: Database, now: datetime) -> list[str]:
    """Names of the quarters that were published. What two processes do at once, one of them has done."""
    with database.reading() as db:
        last = quarters.closed(now, organisation.read(db).zone, GRACE)
        begun = db.scalar(select(func.min(Referral.begun_on)).where(Referral.begun_on <= quarters.last_day(last)))
        due = kept.due(db, SUBJECT, quarters.of(begun) if begun else None, last)
    return [name for name in due if _publish(database, name, now)]


def _publish(database: Database, quarter: str, now: datetime) -> bool:
    with database.reading() as db:
        population = _population(db, quarter)
    published = publishing.publish(population, PLANS)
    try:
        with database.transaction() as db:
            if kept.is_kept(db, SUBJECT, quarter):
                return False
            kept.keep(db, SUBJECT, quarter, published, WORDS, by=SYSTEM.id, now=now)
            trail.record(db, SYSTEM, Tag.FIGURES_PUBLISHED, trail.EAP, subject=SUBJECT, quarter=quarter)
    except IntegrityError:  # another process was first
        return False
    return True


def _population(db: Session, quarter: str) -> Population:
    days = (quarters.first_day(quarter), quarters.last_day(quarter))
    gathering = Gathering(Axis(name, tuple(words.values)) for name, words in WORDS.items())
    query = select(Referral.id, Referral.kind, Referral.state, Referral.need).where(Referral.begun_on.between(*days))
    for row in db.execute(query).all():
        try:
            known = stated.of(db, row)
            came = BEGUN if _began(db, row.id) else NOT_YET
        except Unreadable:  # what was changed outside Casework is told elsewhere, and counts nowhere
            continue
        gathering.add({"need": known.need, "kind": known.kind, "came": came})
    return gathering.population()


def _began(db: Session, referral_id: int) -> bool:
    rows = db.execute(
        select(ReferralStep.id, ReferralStep.to_state).where(ReferralStep.referral_id == referral_id)
    )  # fmt: skip
    return any(
        stated.open_(db, ReferralStep.to_state, row.id, row.to_state, referral_id) == IN_SUPPORT for row in rows
    )  # fmt: skip
