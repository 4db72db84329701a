"""Leavers of whom everything is written down that can be: each text carries the mark."""

from datetime import timedelta

from casework import vault
from casework.db import new_id, utc_now
from casework.exits.actions import answers, checklist, drafts, invite, notes, plan, questionnaires, steps
from casework.exits.actions.answers import Said
from casework.exits.actions.plan import Leaving
from casework.exits.models import Exit
from casework.exits.queries import guests
from casework.exits.queries.guests import Found
from casework.people import Actor, ActorKind
from casework.vault import Compartment, Holder, HolderKind

from .world import World


def write(world: World, mark: str) -> None:
    """One who answers, one who has typed and not sent, and one who stays after all."""
    version = questionnaires.for_way(world.database, "voluntary")
    text = {question.id: (mark,) for question in version.asks.questions if question.kind == "text"}
    said = Said(version.id, version.asks.name, version.number, text, {"reason": ("pay",)}, complete=True)
    first, second, third = (_planned(world, mark) for _ in range(3))
    leaver = _invited(world, first)
    with world.database.transaction() as db:
        answers.send(db, leaver.guest, said, by=_actor(leaver), now=utc_now())
    found = _invited(world, second)
    with world.database.transaction() as db:
        assert drafts.keep(db, found.guest, version.id, "en", text, utc_now())
    ines, lead = world.cast["interviewer"], world.cast["lead"]
    with world.database.transaction() as db:
        notes.add(db, db.get_one(Exit, first.id), mark, by=ines, now=utc_now())
        steps.cancel(db, db.get_one(Exit, third.id), why=mark, by=lead, now=utc_now())
        assert lead.holder is not None
        room = vault.rooms.enter(db, lead.holder, first.id, Compartment.LEAVING)
        row = db.get_one(Exit, first.id)
        checklist.add(db, row, room, by=lead, what=mark, note=mark, owner=mark, due_on=row.ends_on)


def _planned(world: World, mark: str) -> Exit:
    with world.database.transaction() as db:
        last = utc_now().date() + timedelta(days=9)
        leaving = Leaving(mark, "voluntary", last, f"{mark}@home.example", None, "", "Packing")
        return plan.plan(db, leaving, by=world.cast["lead"], now=utc_now())


def _invited(world: World, exit_: Exit) -> Found:
    ticket = invite.prepare(world.keys, f"form-{new_id()}")
    with world.database.transaction() as db:
        invite.invite(db, db.get_one(Exit, exit_.id), ticket, by=world.cast["lead"], now=utc_now())
    with world.database.reading() as db:
        found = guests.by_link(db, ticket.token, utc_now())
    assert found is not None
    return found


def _actor(found: Found) -> Actor:
    holder = Holder(HolderKind.REPORTER, found.guest.id, 1, found.private)
    return Actor(ActorKind.REPORTER, found.guest.id, holder=holder)
