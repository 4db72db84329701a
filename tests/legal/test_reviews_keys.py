"""The room of a review where somebody leaves, comes with another key, is given many cases, or whose key is barred."""

import pytest

from casework import vault
from casework.access import Forbidden
from casework.cases.actions import leaving
from casework.cases.queries.granting import BACK, CHOSEN, Wish
from casework.db import utc_now
from casework.legal.queries import reviews as queries
from casework.people.models import Person
from casework.vault import Compartment
from tests.cases import doing
from tests.cases.joining import give, newer
from tests.cast import Cast
from tests.legal import reviewing as counsel


def test_a_counsel_who_leaves_reads_nothing_more_and_who_asked_gives_it_to_another(cast: Cast) -> None:
    review = counsel.ask(cast)
    with cast.database.transaction() as db:
        person = db.get_one(Person, cast["counsel"].id)
        leaving.begin(db, person, leaving.LEFT, by=cast["lead"], now=utc_now())
    leaving.end_keys(cast.database)
    assert counsel.readers(cast, review) == {"lead", "specialist"}
    with cast.database.reading() as db:
        assert [one.id for one in queries.news(db, cast["specialist"], utc_now())] == [review]
    counsel.other_counsel(cast)
    counsel.hand_over(cast, review, "partner", who="lead")
    counsel.open_(cast, review, "partner")


def test_a_new_key_gets_a_review_again_from_the_lead_alone(cast: Cast) -> None:
    """What counsel was handed makes them no member to whom cases could be given back."""
    review = counsel.ask(cast)
    cast.actors["counsel"] = newer(cast, "counsel")
    with cast.database.reading() as db:
        assert queries.waiting(db, cast["counsel"]) == []
    assert give(cast, "counsel", Wish(BACK)).given == 0
    counsel.hand_over(cast, review, "counsel", who="lead")
    with cast.database.reading() as db:
        assert [one.id for one in queries.waiting(db, cast["counsel"])] == [review]


def test_who_is_given_cases_in_one_go_is_given_no_review(cast: Cast) -> None:
    review = counsel.ask(cast)
    assert give(cast, "colleague", Wish(CHOSEN, chosen=(cast.case_id,))).given == 1
    assert counsel.readers(cast, review) == {"lead", "specialist", "counsel"}
    doing.declare(cast, "colleague")
    assert doing.shown(cast, "colleague").legal.reviews == ()


@pytest.mark.parametrize("room", [Compartment.REVIEW, Compartment.FILE, Compartment.PRIVILEGED])
def test_nothing_is_handed_to_a_key_that_the_server_keeps_where_that_is_barred(cast: Cast, room: Compartment) -> None:
    id_ = cast["counsel"].id
    with cast.database.transaction() as db:
        vault.pairs.move(db, id_, 1, server_kept=True)
        vault.custody.bar(db, {room})
    with pytest.raises(Forbidden):
        counsel.ask(cast)
