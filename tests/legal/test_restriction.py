"""A case closed to named people: who stays reads on, and for who went there is nothing of it anywhere."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select, update

from casework import vault
from casework.access import Action, Forbidden, judge
from casework.access.models import Wall
from casework.cases.actions import declarations, granting, members, restriction
from casework.cases.lifecycle import IllegalStep
from casework.cases.models import Hold, Membership, RestrictionLoss
from casework.cases.queries import matter
from casework.cases.queries.granting import CHOSEN, LIKE, Wish, preview
from casework.db import utc_now
from casework.legal.actions import holds, one_case
from casework.legal.queries import holds as queries
from casework.mail import Notice, Office, tell
from casework.mail.models import Outbox
from casework.people import drafts
from casework.vault import Compartment
from casework.vault.models import CompartmentRow
from tests.cases.pages.browser import Browser, text_of
from tests.cast import Cast
from tests.legal.holding import does, place
from tests.whole.world import World

FILE = (Compartment.FILE, 0)
WHY = "MARKER-RS1 the board asks for it"


def add(cast: Cast, *names: str, rooms: tuple[tuple[Compartment, int], ...] = (FILE,)) -> None:
    with cast.database.transaction() as db:
        for name in names:
            members.add(db, cast.case(db), cast[name].id, by=cast["lead"], rooms=rooms)
            declarations.declare(db, cast.case(db), by=cast[name], conflict=False)


def restrict(cast: Cast, by: str, *stay: str) -> None:
    with cast.database.transaction() as db:
        restriction.restrict(db, cast.case(db), to={cast[name].id for name in stay}, why=WHY, by=cast[by])


def readers(cast: Cast) -> set[str]:
    with cast.database.reading() as db:
        held = vault.readers.of_case(db, cast.case_id)
    ids = {reader.holder_id for reader in held}
    return {name for name, actor in cast.actors.items() if actor.id in ids}


def test_one_new_epoch_for_each_room_and_everything_is_written_down(cast: Cast) -> None:
    add(cast, "colleague", "alternate", rooms=(FILE, (Compartment.DIALOGUE, cast["reporter"].id)))
    with cast.database.reading() as db:
        epochs = select(CompartmentRow.name, CompartmentRow.epoch).where(CompartmentRow.case_id == cast.case_id)
        before = {row.name: row.epoch for row in db.execute(epochs)}
        walls = db.scalar(select(func.count(Wall.id)))
    restrict(cast, "lead", "lead")
    assert readers(cast) == {"lead", "reporter"}
    with cast.database.reading() as db:
        after = {row.name: row.epoch for row in db.execute(epochs)}
        assert {name: after[name] - before[name] for name in before} == {"file": 1, "dialogue": 1, "identity": 0}
        lost = {row.person_id: row.rooms for row in db.scalars(select(RestrictionLoss))}
        both = "dialogue file"
        assert lost == {cast["specialist"].id: both, cast["colleague"].id: both, cast["alternate"].id: both}
        active = db.scalars(select(Membership.person_id).where(Membership.active, Membership.case_id == cast.case_id))
        assert set(active) == {cast["lead"].id}
        assert db.scalar(select(func.count(Wall.id))) == walls
        assert cast.case(db).confidentiality == "restricted"


def test_somebody_who_answers_for_it_goes_on_reading(cast: Cast) -> None:
    add(cast, "colleague")
    for stay in ((), ("alternate",)):
        with pytest.raises(IllegalStep, match="must go on reading"):
            restrict(cast, "lead", *stay)
    with pytest.raises(IllegalStep, match="Leave yourself out only"):
        restrict(cast, "lead", "specialist", "colleague")
    with pytest.raises(Forbidden):
        restrict(cast, "specialist", "specialist")
    with pytest.raises(Forbidden):
        restrict(cast, "alternate", "alternate")
    add(cast, "alternate")
    restrict(cast, "lead", "alternate", "specialist")
    assert readers(cast) == {"alternate", "specialist", "reporter"}


def test_counsel_with_any_key_of_it_restricts_it_and_stays_unseen_when_others_do(cast: Cast) -> None:
    with cast.database.transaction() as db:  # nobody but counsel holds a key of what is privileged
        half = members.halves(db, [cast["counsel"].id])[cast["counsel"].id]
        vault.rooms.build(db, cast.case_id, Compartment.PRIVILEGED, to=[half])
        members.join(db, cast.case(db), cast["counsel"].id, by=cast["lead"], reads_file=False)
    with pytest.raises(Forbidden):  # before they have said that there is no conflict
        restrict(cast, "counsel", "counsel", "lead")
    with cast.database.transaction() as db:
        declarations.declare(db, cast.case(db), by=cast["counsel"], conflict=False)
    restrict(cast, "lead", "lead", "specialist")
    assert "counsel" in readers(cast)
    with cast.database.transaction() as db:
        restriction.lift(db, cast.case(db), why="Over.", by=cast["lead"])
        assert cast.case(db).confidentiality == "standard"
    restrict(cast, "counsel", "counsel", "lead")
    assert readers(cast) == {"counsel", "lead", "reporter"}


def test_of_a_restricted_case_nobody_is_let_in_but_by_who_answers_for_it(cast: Cast) -> None:
    add(cast, "colleague")
    restrict(cast, "lead", "lead", "specialist")
    with cast.database.transaction() as db, pytest.raises(Forbidden):
        members.add(db, cast.case(db), cast["colleague"].id, by=cast["specialist"], rooms=[FILE])
    with cast.database.reading() as db:
        found = matter.of(db, cast.case(db))
        assert not judge(cast["lead"], Action.HAND_ON, found)
        for wish in (Wish(LIKE, source_id=cast["specialist"].id), Wish(CHOSEN, chosen=(cast.case_id,))):
            assert preview(db, cast["lead"], cast["colleague"].id, 1, wish).gives == 0
    with cast.database.transaction() as db:
        wish = Wish(CHOSEN, chosen=(cast.case_id,))
        grant = granting.begin(db, cast["colleague"].id, wish, by=cast["lead"], now=utc_now())
        while granting.batch(db, grant, by=cast["lead"]):
            pass
        assert grant.given == 0
    assert "colleague" not in readers(cast)
    add(cast, "colleague")
    assert "colleague" in readers(cast)


def test_mail_that_could_only_be_of_this_case_is_not_sent(cast: Cast) -> None:
    cast.database.carry(mail=Office("https://cases.example.org"))
    add(cast, "colleague")
    with cast.database.transaction() as db:
        tell(db, Notice.MESSAGE, to=[cast["colleague"].id])
        tell(db, Notice.ROUTING_CHANGED, to=[cast["colleague"].id])
        db.execute(update(Membership).values(since=utc_now()))
    restrict(cast, "lead", "lead")
    with cast.database.reading() as db:
        left = {row.notice for row in db.scalars(select(Outbox).where(Outbox.person_id == cast["colleague"].id))}
    assert left == {Notice.MESSAGE.value, Notice.ROUTING_CHANGED.value}  # nobody wrote in it: the message is another’s


def test_a_hold_on_it_goes_on_without_those_who_lost_the_case(cast: Cast) -> None:
    """Neither its key nor, in what they were told as custodians, the number; what is placed later asks who is on it."""
    add(cast, "alternate")
    hold = place(cast, custodians=("alternate", "specialist"))
    with cast.database.transaction() as db:
        row = db.get_one(Hold, hold.id)
        notice = vault.rooms.enter(db, members.holder_of(cast["counsel"]), row.id, Compartment.NOTICE)
        row.notice = notice.seal(Hold.notice, row.id, f"Keep all of {cast.number}, and of er-2026-000001.")
    does(cast, holds.share, hold, cast["alternate"].id)

    def told(name: str) -> str | None:
        with cast.database.reading() as db:
            return queries.notices(db, cast[name])[0].text

    def finds(name: str) -> bool:
        with cast.database.reading() as db:
            return queries.find(db, cast[name], hold.number) is not None

    assert told("alternate") == f"Keep all of {cast.number}, and of ER-····-······."
    assert finds("alternate")
    restrict(cast, "lead", "lead", "specialist")
    assert told("alternate") == "Keep all of ER-····-······, and of ER-····-······."
    assert told("specialist") == f"Keep all of {cast.number}, and of ER-····-······."
    assert not finds("alternate")
    assert finds("counsel"), "who placed it"
    holds.end_conflicts(cast.database)
    with cast.database.reading() as db, pytest.raises(vault.NoSeal):
        vault.rooms.enter(db, members.holder_of(cast["alternate"]), hold.id, Compartment.HOLD)
    with cast.database.transaction() as db:
        case = cast.case(db)
        later = one_case.of_itself(db, case, why="Charged.", about="A charge.", notice="Keep.", by=cast["specialist"])
    with cast.database.reading() as db:
        readers = {one.holder_id for one in vault.readers.of_case(db, later.id) if one.compartment is Compartment.HOLD}
    assert readers & {actor.id for actor in cast.actors.values()} == {cast["lead"].id}, "no counsel is on it"


def test_for_a_former_member_there_is_nothing_of_it(world: World, browse: Callable[[str], Browser]) -> None:
    """Their open page, lists, counts, desk, the text that they were typing; and the others see who went."""
    cast = world.cast
    add(cast, "colleague", "alternate")
    gone, stays = browse("colleague"), browse("lead").sure()
    form = gone.page("/notes")
    assert cast.number in gone.page("/cases")
    page = stays.page("/restriction")
    assert "Colleague Example" in text_of(page)
    everybody = {cast[name].id: name for name in ("lead", "specialist", "colleague", "alternate")}
    assert all(f'value="{id_}"' in page for id_ in everybody)
    stay = [str(cast["lead"].id), str(cast["specialist"].id)]
    shown = stays.send("/restriction", page, stay=stay, why=WHY)
    assert shown.status_code == 422
    assert "2 people lose access" in text_of(shown.text)
    assert "Colleague Example File" in text_of(shown.text)
    said = text_of(stays.done("/restriction", shown.text, stay=stay, why=WHY))
    assert "Restricted since" in said
    assert WHY in said
    assert "2 people lost access" in said
    assert "Colleague Example: file" in said
    answer = gone.send("/notes", form, text="MARKER-RS2 typed before I knew", readers="internal")
    assert answer.status_code == 404
    assert cast.number not in answer.text
    for path in ("", "/notes", "/papers", "/parties"):
        assert gone.get(gone.case + path).status_code == 404
    for path in ("/cases", "/cases?sort=number", "/desk", "/me", "/kept", "/me/data"):
        html = gone.get(path).text
        assert cast.number not in html, path
        assert "MARKER" not in html, path
    late = drafts.keep(  # what their browser sent after their session had ended
        cast.database, world.session(cast["colleague"]), f"{gone.case}/notes", {"text": ["MARKER-RS3"]}, utc_now()
    )
    assert late
    assert gone.get("/kept").status_code == 303
    with cast.database.transaction() as db:
        members.add(db, cast.case(db), cast["colleague"].id, by=cast["lead"], rooms=[FILE])
    assert "MARKER-RS3" in gone.get("/kept").text


def test_the_colleague_who_was_quicker_is_not_overlooked(world: World, browse: Callable[[str], Browser]) -> None:
    """Somebody was added after the page was shown: nobody loses access by a list that they are not on."""
    cast, lead = world.cast, browse("lead").sure()
    page = lead.page("/restriction")
    stay = [str(cast["lead"].id)]
    shown = lead.send("/restriction", page, stay=stay, why=WHY)
    add(cast, "colleague")
    again = lead.send("/restriction", shown.text, stay=stay, why=WHY)
    assert again.status_code in (409, 422)
    assert "colleague" in readers(cast)
