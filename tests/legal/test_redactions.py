"""What is handed out of a paper or a note: a copy that never had the words, beside the whole."""

import html
import io
import json
import re
from collections.abc import Callable

import pikepdf
import pypdfium2 as pdfium
import pytest
from sqlalchemy import select

from casework.audit.models import TrailEntry
from casework.cases.models import Paper, Redaction
from tests.cases.pages.browser import Browser, hidden, text_of
from tests.cases.pages.test_papers import put
from tests.files.redacting import papers
from tests.files.redacting.papers import WORD

Browse = Callable[[str], Browser]


def redact(browser: Browser, paper: str, **typed: str) -> str:
    """The copy's id."""
    path = f"{browser.case}/papers/{paper}/redaction"
    answer = browser.client.post(path, data={**hidden(browser.page(f"/papers/{paper}/redaction"), path), **typed})
    assert answer.status_code == 303, text_of(answer.text)
    return str(re.findall(rf'href="{browser.case}/papers/(\d+)"', browser.page(f"/papers/{paper}/redaction"))[-1])


def read(data: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(data))


def test_a_paper_and_its_copies_lie_beside_each_other(browse: Browse) -> None:
    browser = browse("specialist")
    paper = put(browser, "Letter.pdf", papers.hiding())
    first = redact(browser, paper, words_third_party=WORD, remark_third_party="GDPR 15(4)")
    page = browser.page(f"/papers/{paper}/redaction")
    assert "taken out in 2 places: data of somebody else (GDPR 15(4))" in text_of(page)
    again = hidden(page, f"{browser.case}/papers/{paper}/redaction")
    assert f">\n{WORD}</textarea>" in page  # the next version begins where this one ended
    browser.client.post(
        f"{browser.case}/papers/{paper}/redaction",
        data={**again, "words_third_party": f"{WORD}\nall is well", "areas_medical": "1: 0 0 10 10"},
    )
    copies = re.findall(rf'href="{browser.case}/papers/(\d+)">Version (\d)', browser.page(f"/papers/{paper}/redaction"))
    assert [number for _, number in copies] == ["2", "1"]
    one, two = (browse("lead").get(f"{browser.case}/papers/{id_}") for id_ in (first, copies[0][0]))
    assert "all is well" in read(one.content)
    assert "all is well" not in read(two.content)
    assert all(WORD not in read(answer.content) for answer in (one, two))
    assert WORD.encode() not in one.content
    assert one.headers["content-disposition"].endswith("Letter%20%E2%80%93%20redacted%201.pdf")
    assert read(browser.get(f"{browser.case}/papers/{paper}").content).count(WORD) == 1  # the whole is as it was


def test_what_is_taken_out_and_why_is_sealed_and_on_the_trail(browse: Browse) -> None:
    browser = browse("specialist")
    paper = put(browser, "Letter.pdf", papers.hiding())
    redact(browser, paper, words_reporter=WORD)
    with browser.world.cast.database.reading() as db:
        [row] = db.scalars(select(Redaction))
        assert (row.paper_id, row.version, row.room) == (int(paper), 1, "file")
        copy = db.get_one(Paper, row.copy_id)
        assert copy.position == db.get_one(Paper, int(paper)).position
        said = [
            json.loads(entry.ids) for entry in db.scalars(select(TrailEntry).where(TrailEntry.tag == "paper:redacted"))
        ]
    assert [entry["paper"] for entry in said] == [int(paper)]


def test_nothing_marked_and_nonsense_are_said_with_what_was_typed(browse: Browse) -> None:
    browser = browse("specialist")
    paper = put(browser, "Letter.pdf", papers.hiding())
    path = f"{browser.case}/papers/{paper}/redaction"
    for typed, error in (
        ({}, "Nothing is marked yet"),
        ({"words_medical": "a"}, "Too short to be looked for: a"),
        ({"areas_medical": "somewhere"}, "“somewhere” is no area"),
        ({"areas_medical": "1: 50 0 10 10"}, "is no area"),
    ):
        sent = {**hidden(browser.page(f"/papers/{paper}/redaction"), path), "remark_privileged": "kept words", **typed}
        answer = browser.client.post(path, data=sent)
        assert answer.status_code == 422
        assert error in html.unescape(text_of(answer.text))
        assert "kept words" in answer.text


def test_a_page_can_be_looked_at_by_who_reads_the_paper_and_nobody_else(browse: Browse) -> None:
    browser = browse("specialist")
    paper = put(browser, "Letter.pdf", papers.hiding())
    assert browser.get(f"{browser.case}/papers/{paper}/pages/1").content.startswith(b"\x89PNG")
    assert browser.get(f"{browser.case}/papers/{paper}/pages/2").status_code == 404
    for stranger in ("colleague", "removed", "administrator", "auditor", "party"):
        assert browse(stranger).get(f"{browser.case}/papers/{paper}/pages/1").status_code == 404
        assert browse(stranger).get(f"{browser.case}/papers/{paper}/redaction").status_code == 404


def test_what_cannot_be_drawn_says_what_to_do(browse: Browse) -> None:
    browser = browse("specialist")
    paper = put(browser, "Notes.txt", b"words of the meeting\n" * 20)
    page = browser.page(f"/papers/{paper}/redaction")
    assert "Print it to PDF and add that" in text_of(page)
    path = f"{browser.case}/papers/{paper}/redaction"
    answer = browser.client.post(path, data={"words_medical": "meeting"})
    assert answer.status_code == 409


def test_sent_twice_it_is_one_copy(browse: Browse) -> None:
    browser = browse("specialist")
    paper = put(browser, "Letter.pdf", papers.hiding())
    path = f"{browser.case}/papers/{paper}/redaction"
    sent = {**hidden(browser.page(f"/papers/{paper}/redaction"), path), "words_medical": WORD}
    assert [browser.client.post(path, data=sent).status_code for _ in range(2)] == [303, 303]
    with browser.world.cast.database.reading() as db:
        assert len(db.scalars(select(Redaction)).all()) == 1


def test_a_note_says_the_reason_where_the_words_stood(browse: Browse) -> None:
    browser = browse("specialist")
    said = f"{WORD} told me that Dr. Osei had seen {WORD.upper()} at the clinic."
    browser.done("/notes", readers="internal", text=said)
    [note] = re.findall(rf'href="{browser.case}/notes/(\d+)/correction"', browser.page())
    assert f'href="{browser.case}/notes/{note}/redaction"' in browser.page(f"/notes/{note}/correction")
    answer = browser.send(f"/notes/{note}/redaction", words_third_party=WORD, words_medical="clinic")
    assert answer.status_code == 303
    page = text_of(browser.page(f"/notes/{note}/redaction"))
    assert "[third party] told me that Dr. Osei had seen [third party] at the [medical]." in page
    assert said in text_of(browse("lead").page())


@pytest.mark.parametrize("who", ["counsel", "alternate", "eap"])
def test_without_the_key_there_is_nothing(browse: Browse, who: str) -> None:
    browser = browse("specialist")
    paper = put(browser, "Letter.pdf", papers.printed("words"))
    assert browse(who).get(f"{browser.case}/papers/{paper}/redaction").status_code == 404


def test_the_copy_has_a_title_and_no_maker(browse: Browse) -> None:
    browser = browse("specialist")
    paper = put(browser, "Letter.pdf", papers.hiding())
    copy = browser.get(f"{browser.case}/papers/{redact(browser, paper, words_medical=WORD)}")
    with pikepdf.open(io.BytesIO(copy.content)) as document:
        assert list(document.docinfo.keys()) == ["/Title"]
