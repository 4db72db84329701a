"""What a leaver tells becomes a case, if they say so, and nothing in the house says whose exit it came from."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from casework import vault
from casework.audit.models import TrailEntry
from casework.cases.models import Case, Party
from casework.db import Base, Database, utc_now
from casework.exits.models import ExitAnswers, ExitGuest, ExitStep
from casework.exits.queries.concern import LASTS, leave_to_report, may_report
from casework.vault import Compartment

from .leaver import Invited, Phone, Phones, hidden
from .people import House

PATH = "/exit/concern"
TOLD = "MARKER-3K8 the foreman locks the fire door"


def sent(phone: Phones, invited: Invited) -> tuple[Phone, dict[str, str]]:
    """Answered, with something to report; and what the page of thanks gives along."""
    mine = phone(invited[1])
    mine.fill(reason="manager", concern="yes")
    thanks = mine.fill("send", account=TOLD)
    assert "You said that something should be looked into" in thanks.text
    return mine, hidden(thanks.text, PATH)


def report(mine: Phone, given: dict[str, str], **more: Any) -> Any:
    """From the page of thanks over the form to its answer."""
    form = mine.post(PATH, given)
    assert form.status_code == 200
    return mine.post(PATH, {**hidden(form.text, PATH), "then": "send", "mode": "anonymous", **more})


def opened(house: House) -> list[tuple[Case, Party]]:
    with house.database.reading() as db:
        query = select(Case, Party).join(Party, Party.case_id == Case.id).where(Case.id != house.cast.case_id)
        return [(case, party) for case, party in db.execute(query)]


def test_the_form_has_what_was_written_and_says_who_reads_it(house: House, phone: Phones, invited: Invited) -> None:
    mine, given = sent(phone, invited)
    form = mine.post(PATH, given).text
    assert TOLD in form
    assert "Who will read this" in form
    assert "nothing that leads from this report to your answers" in form
    assert opened(house) == [], "looking makes no case"
    without = mine.post(PATH, {**given, "then": "send", "mode": "anonymous", "what": ""})
    assert without.status_code == 422
    assert "Write what happened" in without.text
    assert mine.client.get(PATH, follow_redirects=False).headers["location"] == "/report"


def test_an_anonymous_one_looks_like_any_other_and_its_receipt_opens_it(
    house: House, phone: Phones, invited: Invited
) -> None:
    mine, given = sent(phone, invited)
    answer = report(mine, given, what=TOLD, name="Vera Lind", contact="vera@example.org")
    assert answer.status_code == 200, answer.text
    [(case, party)] = opened(house)
    assert (case.channel, party.mode, party.relation) == ("form", "anonymous", "employee")
    assert party.name is None
    assert party.employee_tag is None
    found = re.search(r'name="receipt" value="([0-9A-Z-]{19})"', answer.text)
    assert found
    back = mine.post("/follow", {"receipt": found[1]}, follow=True)
    assert TOLD in back.text


@pytest.mark.parametrize("mode", ["confidential", "named"])
def test_a_known_one_says_that_it_came_from_an_exit_interview(
    house: House, phone: Phones, invited: Invited, mode: str
) -> None:
    mine, given = sent(phone, invited)
    assert "Your name" in report(mine, given, what=TOLD, mode=mode).text, "a name is asked for"
    answer = report(mine, given, what=TOLD, mode=mode, name="Vera Lind")
    assert answer.status_code == 200
    [(case, party)] = opened(house)
    assert (case.channel, party.mode, party.relation) == ("exit interview", mode, "ex-employee")
    room, subject = (Compartment.FILE, 0) if mode == "named" else (Compartment.IDENTITY, party.id)
    with house.database.reading() as db:
        holder = house["lead"].holder
        assert holder is not None
        assert party.name is not None
        assert (
            vault.rooms.enter(db, holder, case.id, room, subject).open(Party.name, party.id, party.name) == "Vera Lind"
        )


def test_two_clicks_make_one_case_with_one_receipt(house: House, phone: Phones, invited: Invited) -> None:
    mine, given = sent(phone, invited)
    form = {**hidden(mine.post(PATH, given).text, PATH), "then": "send", "mode": "anonymous", "what": TOLD}
    first, second = mine.post(PATH, form).text, mine.post(PATH, form).text
    [one], [same] = (set(re.findall(r'name="receipt" value="([0-9A-Z-]{19})"', page)) for page in (first, second))
    assert one == same
    assert "The same form came twice" in second
    assert len(opened(house)) == 1


def test_whoever_is_ticked_gets_no_key_and_nobody_reads_it_who_was_not_shown(
    house: House, phone: Phones, invited: Invited
) -> None:
    mine, given = sent(phone, invited)
    lead = house["lead"].id
    form = mine.post(PATH, given)
    shown = hidden(form.text, PATH)
    forged = mine.post(PATH, {**shown, "shown": "", "then": "send", "mode": "anonymous", "what": TOLD})
    assert forged.status_code == 409
    assert "Who reads it has changed" in forged.text
    assert TOLD in forged.text
    assert opened(house) == []
    mine.post(PATH, {**shown, "then": "send", "mode": "anonymous", "what": TOLD, "avoid": str(lead)})
    [(case, _)] = opened(house)
    with house.database.reading() as db:
        assert lead not in {reader.holder_id for reader in vault.readers.of_case(db, case.id)}


def test_only_the_page_of_thanks_lets_somebody_report_from_there(house: House, phone: Phones, invited: Invited) -> None:
    mine = phone("/exit")
    now = utc_now()
    with house.database.reading() as db:
        leave = leave_to_report(db, now)
        assert may_report(db, leave, now + LASTS - timedelta(hours=1))
        assert not may_report(db, leave, now + LASTS)
    ends, _, rest = leave.partition(".")
    for made_up in ("", "1.2.3", "x", f"{int(ends) + 90_000}.{rest}"):
        answer = mine.post(PATH, {"leave": made_up, "then": "send", "what": TOLD, "mode": "anonymous"})
        assert answer.headers["location"] == "/report"
    assert opened(house) == []


@pytest.mark.parametrize("mode", ["anonymous", "named"])
def test_no_row_no_trail_and_no_page_leads_from_the_case_to_the_exit(
    house: House, phone: Phones, invited: Invited, mode: str
) -> None:
    """Every value of every row that came to be: none has something of both, and nothing of one is in the other's."""
    exit_, link, code = invited
    before = {row for row, _ in rows(house.database)}
    mine, given = sent(phone, invited)
    answer = report(mine, given, what="In other words", mode=mode, name="Nobody Known")
    [(case, party)] = opened(house)
    of_exit = {str(exit_.id), exit_.number, link.rpartition("/")[2], code}
    with house.database.reading() as db:
        for table in (ExitGuest, ExitAnswers, ExitStep):
            of_exit |= {str(id_) for id_ in db.scalars(select(table.id))}
        entries = db.execute(select(TrailEntry.chain, TrailEntry.ids, TrailEntry.actor_id)).all()
    of_case = {str(case.id), case.number, str(party.id)}
    fresh = [values for row, values in rows(house.database) if row not in before]
    assert any(of_case & values for values in fresh)
    assert any(of_exit & values for values in fresh)
    for values in fresh:
        assert not (of_exit & values and of_case & values), values
    for entry in entries:
        said = {str(entry.chain), str(entry.actor_id), *re.findall(r"[\w-]+", entry.ids)}
        assert not (of_exit & said and of_case & said)
    assert not {one for one in of_exit if one in answer.text}
    assert answer.headers["referrer-policy"] in ("strict-origin", "same-origin")


def rows(database: Database) -> Iterator[tuple[tuple[Any, ...], set[str]]]:
    """Each row, and the words of its readable values."""
    with database.reading() as db:
        for table in Base.metadata.sorted_tables:
            for row in db.execute(select(table)):
                values = {word for value in row if value is not None for word in re.findall(r"[\w-]+", str(value))}
                yield (table.name, *map(str, row)), values
