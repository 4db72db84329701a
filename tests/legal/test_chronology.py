"""A chronology: lines by hand and from the case, changed and taken out, and taken away as PDF and for Word."""

import io
import re
from collections.abc import Callable

import docx
import pikepdf
import pyrage
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from casework.audit.models import TrailEntry
from casework.legal.models import ChronologyRow
from casework.legal.queries import chronology
from tests.cases.pages.browser import Browser, hidden, text_of
from tests.legal.handed_out import PASSPHRASE

Browse = Callable[[str], Browser]
EVENT = "MARKER-CH1 the rota was changed"


@pytest.fixture
def ines(browse: Browse) -> Browser:
    """With one line by hand, and one taken from a note."""
    ines = browse("specialist")
    ines.done("/notes", ines.page(), readers="internal", heading="MARKER-CH2 a call", text="With the foreman.")
    kept = {"since": "2026-10-02", "until": "2026-10-04", "event": EVENT, "source": "Paper 1", "position": ""}
    assert ines.send("/chronology", **kept).headers["location"] == f"{ines.case}/chronology"
    offered = ines.page("/chronology/taking")
    items = re.findall(r'name="items" value="(note-\d+)"', offered)
    assert ines.send("/chronology/taking", items=items).status_code == 303
    assert items[0] not in ines.page("/chronology/taking"), "it is taken once"
    return ines


def taken(browser: Browser, **typed: str) -> bytes:
    path = f"{browser.case}/chronology/document"
    page = browser.sure().page("/chronology/document")
    answer = browser.client.post(path, data={**hidden(page, path), **typed})
    assert answer.status_code == 200, text_of(answer.text)
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''chronology.")
    return bytes(answer.content)


def test_lines_stand_in_the_order_of_their_days_sealed_in_the_file(ines: Browser, browse: Browse) -> None:
    page = text_of(ines.page("/chronology"))
    assert re.search(r"2 Oct 2026 to 4 Oct 2026 Paper 1 MARKER-CH1 the rota was changed .* MARKER-CH2 a call", page)
    with ines.world.database.reading() as db:
        rows = db.scalars(select(ChronologyRow)).all()
    assert not any(b"MARKER" in row.event + row.source + row.days for row in rows)
    assert browse("colleague").get(f"{ines.case}/chronology").status_code == 404
    first = next(re.finditer(r"/chronology/(\d+)\"", ines.page("/chronology")))[1]
    form = {"since": "2026-12-02", "until": "2026-11-04", "event": EVENT, "source": "", "position": "x"}
    refused = text_of(ines.send(f"/chronology/{first}", **form).text)
    assert "It ends before it begins." in refused
    assert "Write a whole number." in refused
    shown, other = ines.page(f"/chronology/{first}"), ines.page(f"/chronology/{first}")
    assert ines.send(f"/chronology/{first}", shown, **{**form, "until": "", "position": "2"}).status_code == 303
    late = ines.send(f"/chronology/{first}", other, **{**form, "until": "", "position": "3"})
    assert late.status_code == 409, "somebody else was quicker"
    assert re.search(r"MARKER-CH2 a call .*2 Dec 2026 MARKER-CH1", text_of(ines.page("/chronology")))
    assert ines.send(f"/chronology/{first}/removal").status_code == 303
    assert EVENT not in ines.page("/chronology")


def test_the_pdf_is_accessible_and_the_word_file_says_nothing_of_its_maker(ines: Browser, browse: Browse) -> None:
    lead = browse("lead")
    with pikepdf.open(io.BytesIO(taken(lead, kind="pdf", lock="open"))) as found:
        assert found.Root.MarkInfo.Marked
        assert str(found.Root.Lang) == "en"
        with found.open_metadata() as known:
            assert str(known["dc:title"]) == f"Chronology, {ines.world.cast.number}"
            assert known["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    made = docx.Document(io.BytesIO(taken(lead, kind="docx", lock="open")))
    known = made.core_properties
    assert known.title == f"Chronology, {ines.world.cast.number}"
    assert (known.author, known.last_modified_by, known.comments, known.language) == ("", "", "", "en")
    assert not any(name in str(part.partname) for part in made.part.package.iter_parts() for name in ("app", "thumb"))
    [table] = made.tables
    assert next(table.rows[0]._tr.iter(qn("w:tblHeader")), None) is not None
    assert table.rows[1].cells[2].text == EVENT
    assert [one.text for one in made.paragraphs if one.style and one.style.name == "Heading 1"] == [known.title]
    assert {language.get(qn("w:val")) for language in made.styles.element.iter(qn("w:lang"))} <= {"en", None}
    with ines.world.database.reading() as db:
        chain = select(TrailEntry.tag).where(TrailEntry.chain == ines.world.cast.case_id)
        assert db.scalars(chain).all().count("chronology:taken") == 2


def test_closed_it_opens_by_its_passphrase_and_counsel_off_the_case_gets_none(ines: Browser, browse: Browse) -> None:
    lock = {"lock": "passphrase", "passphrase": PASSPHRASE, "passphrase_again": PASSPHRASE}
    closed = taken(browse("lead"), kind="pdf", **lock)
    assert pyrage.passphrase.decrypt(closed, PASSPHRASE).startswith(b"%PDF-")
    assert browse("counsel").sure().get(f"{ines.case}/chronology/document").status_code == 404
    assert ines.sure().get(f"{ines.case}/chronology/document").status_code == 403


@given(st.dates(), st.none() | st.dates())
def test_days_are_read_as_they_were_written(since: object, until: object) -> None:
    first, last = chronology.days_of(chronology.spelled(since, until))  # type: ignore[arg-type]
    assert (first, last) == (since, until or since)
