"""A confidential name: the case's pages show it to whoever holds its key, and that is on the trail too."""

from collections.abc import Callable

from casework.cases.actions import members
from casework.cases.actions.newcomers import name_in
from casework.cases.models import Case, Party
from casework.vault import Compartment

from .browser import Browser, text_of
from .test_identity import looks

NAME = "Nia Holm-Falk"


def test_a_name_kept_apart_is_on_the_trail_where_the_case_shows_it(browse: Callable[[str], Browser]) -> None:
    lead, worker = browse("lead"), browse("specialist")
    with lead.world.database.transaction() as db:
        party = db.get_one(Party, lead.world.cast["reporter"].id)
        room = members.enter(db, db.get_one(Case, party.case_id), lead.actor, Compartment.IDENTITY, party.id)
        name_in(party, room, NAME, "")
    assert NAME not in text_of(worker.page())
    assert looks(lead) == 0
    assert NAME in text_of(lead.page())
    assert looks(lead) == 1
    lead.page()
    assert looks(lead) == 1
