"""Holds and charges on their pages: what each of the cast meets there, and that nothing of a hold stands elsewhere."""

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from casework.cases.models import Hold
from casework.legal.models import PreservationTask
from tests.cases.pages.browser import Browser, hidden, text_of

WHY, ABOUT = "MARKER-HOLD her lawyer wrote", "MARKER-ABOUT Hale v. Example"
MARKS = ("MARKER-HOLD", "MARKER-ABOUT")


def fill(who: Browser, path: str, status: int = 303, to: str = "", **typed: str) -> str:
    """Open a form, send it; where it led, or the page that came back."""
    page = who.get(path).text
    answer = who.client.post(to or path.partition("?")[0], data={**hidden(page, to or path.partition("?")[0]), **typed})
    assert answer.status_code == status, (answer.status_code, text_of(answer.text)[:800])
    return answer.headers["location"] if status == 303 else answer.text


def test_a_hold_from_placing_it_to_its_release(browse: Callable[[str], Browser]) -> None:
    counsel, lead, specialist = browse("counsel"), browse("lead"), browse("specialist")
    number = lead.world.cast.number
    said: dict[str, Any] = {
        "kind": "case",
        "named": number,
        "about": ABOUT,
        "why": WHY,
        "anticipated_on": "2026-10-05",
        "notice": "Keep.",
    }
    again = fill(counsel, "/holds/new", 422, **{**said, "named": ""})
    assert WHY in again
    assert "Write the case’s number." in again
    assert "Nobody in the directory" in fill(
        counsel, "/holds/new", 409, **{**said, "kind": "person", "named": "Nobody"}
    )
    place = fill(counsel, "/holds/new", **said)
    page = counsel.get(place).text
    assert WHY in page
    assert "you cannot see a case of that number" in page
    never = fill(counsel, "/holds/new", **{**said, "named": "ER-2026-999999"})
    assert "you cannot see a case of that number" in counsel.get(never).text
    fill(counsel, f"{place}/custodians", colleague=str(specialist.actor.id))
    fill(counsel, f"{place}/tasks", system="mail", accounts="v.hale@example.org")
    _nobody_else_reads_it(browse, place)
    _its_effects(specialist, lead, browse("administrator"), place)
    fill(counsel.sure(), f"{place}/release", why="It was settled.")
    assert "Released" in counsel.get(place).text
    assert "Held since" not in specialist.page()
    assert "binds you no longer" in specialist.get("/holds/notices").text


def _nobody_else_reads_it(browse: Callable[[str], Browser], place: str) -> None:
    for name in ("lead", "specialist", "alternate", "administrator", "auditor", "party"):
        who = browse(name)
        there, none = who.get(place), who.get("/holds/H-2026-000000")
        assert (there.status_code, there.content) == (none.status_code, none.content), name
        for path in ("/desk", "/holds", "/holds/notices", "/cases", f"/cases/{who.world.cast.number}", "/audit"):
            assert not any(mark in who.get(path).text for mark in MARKS), (name, path)
    for name in ("lead", "alternate", "party", "auditor"):
        text = "".join(browse(name).get(path).text for path in ("/desk", "/holds", "/holds/notices"))
        assert place.rpartition("/")[2] not in text, name


def _its_effects(specialist: Browser, lead: Browser, administrator: Browser, place: str) -> None:
    number = place.rpartition("/")[2]
    assert "Held since" in specialist.page()
    assert number not in specialist.page()
    assert "You have not the key of what holds it" in lead.page("/holds")
    specialist.done("/notes", specialist.page(), readers="internal", text="He said so twice.")
    [note] = re.findall(r"/notes/(\d+)/retraction", specialist.page())
    assert "The case is held since" in fill(
        specialist, f"{specialist.case}/notes/{note}/retraction", 409, reason="Wrong."
    )
    assert number in specialist.get("/desk").text
    fill(specialist, "/holds/notices", to=f"/holds/notices/{number}")
    assert "you acknowledged it" in specialist.get("/holds/notices").text
    assert number not in specialist.get("/desk").text
    assert number in administrator.get("/desk").text
    with lead.world.database.reading() as db:
        task = db.scalars(select(PreservationTask.id)).one()
    fill(administrator, f"/holds/tasks/{task}", state="done", words="Retention is off.")
    page = administrator.get("/holds/tasks").text
    assert "v.hale@example.org" in page
    assert not any(mark in page for mark in MARKS)


def test_a_charge_from_its_entry_to_its_end(browse: Callable[[str], Browser]) -> None:
    specialist, counsel = browse("specialist"), browse("counsel")
    path = f"{specialist.case}/proceedings"
    said: dict[str, Any] = {"kind": "agency charge", "law": "US", "agency": "EEOC", "received_on": "2026-11-02"}
    assert "Write before whom it is." in fill(specialist, f"{path}/new", 422, **{**said, "agency": "other"})
    fill(specialist, f"{path}/new", **said)
    with specialist.world.database.reading() as db:
        assert len(db.scalars(select(Hold.id)).all()) == 1
    assert "Agency charge, EEOC: charged or filed." in text_of(specialist.page())
    [id_] = set(re.findall(r"/proceedings/(\d+)/", specialist.page("/proceedings")))
    fill(specialist, f"{path}/{id_}/step?step=request", on="2026-11-03")
    page = text_of(specialist.page("/proceedings"))
    assert "Position statement" in page
    assert "check it with counsel" in page
    assert "window is closed" not in page
    assert "Position statement" in text_of(specialist.page())
    fill(specialist, f"{path}/{id_}/statement", text="Example Ltd says this.")
    [version] = set(re.findall(r"counsel\?statement=(\d+)", specialist.page("/proceedings")))
    asked = specialist.page(f"/counsel?statement={version}")
    assert "Example Ltd says this." in asked
    assert "Position statement, version 1" in asked
    fill(specialist, f"{path}/{id_}/submission", statement=version, on="2026-11-20", how="By portal.", paper="")
    fill(specialist, f"{path}/{id_}/settlement", on="2026-11-21", terms="MARKER-TERMS 40,000")
    assert "MARKER-TERMS" not in specialist.page("/proceedings")
    assert counsel.get(path).status_code in (303, 403, 404)
    fill(specialist, f"{path}/{id_}/step?step=end", 409, on="2026-11-21")
    fill(specialist, f"{path}/{id_}/step?step=end", on="2026-11-21", reason="Settled.")
    assert "Ended" in text_of(specialist.page("/proceedings"))
