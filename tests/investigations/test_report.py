"""A finding with what it rests on, and the report that says it: written, kept in versions, judged, set, compared."""

import io
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import select

from casework.cases.models import Allegation, Message, ReportVersion
from casework.cases.queries import searching
from casework.clocks import Policy
from casework.db import utc_now
from casework.investigations.models import ReportFile
from casework.investigations.routes import report_making
from casework.people import organisation
from casework.press import document as press
from casework.press.word import as_word
from tests.cases import doing
from tests.cases.pages.browser import Browser, text_of
from tests.cases.pages.test_work import respondent
from tests.cast import Cast
from tests.investigations.test_evidence import entered

Browse = Callable[[str], Browser]
REASON = "MARKER-RE1 The rota shows that both were there."


@pytest.fixture
def ines(browse: Browse, cast: Cast) -> Browser:
    """Who investigates a case with one allegation, and with a rota in the log that speaks for it."""
    doing.under_investigation(cast)
    with cast.database.reading() as db:
        allegation = db.scalars(select(Allegation.id).where(Allegation.case_id == cast.case_id)).one()
    worker = browse("specialist")
    entered(worker, allegation=str(allegation), direction="for", why="It shows who was there.")
    return worker


def finding(browser: Browser) -> str:
    [id_] = set(re.findall(r"/allegations/(\d+)/finding", browser.page()))
    return f"/allegations/{id_}/finding"


def found(browser: Browser, **typed: object) -> str:
    """A finding as its form proposes it, with what was typed besides."""
    path = finding(browser)
    page = browser.page(path)
    ticked = re.findall(r'name="speaks_for" value="(\d+)" checked', page)
    said = {"finding": "substantiated", "standard": "preponderance", "reason": REASON, "speaks_for": ticked}
    return browser.done(path, page, **{**said, **typed})


def test_a_finding_rests_on_the_log_and_says_who_is_believed(ines: Browser, cast: Cast) -> None:
    page = ines.page(finding(ines))
    assert re.search(r'value="preponderance" checked', page)
    assert len(re.findall(r'name="speaks_for" value="\d+" checked', page)) == 1
    assert not re.search(r'name="speaks_against" value="\d+" checked', page)
    with cast.database.transaction() as db:
        organisation.write_policy(db, Policy(clear_under=("NL",)), by=cast["lead"].id, now=utc_now())
    assert re.search(r'value="clear" checked', ines.page(finding(ines))), "the site is in the Netherlands"
    who = respondent(ines)
    half = ines.send(finding(ines), finding="substantiated", standard="clear", reason="So.", person_0=who)
    assert half.status_code == 422
    assert "The line is not whole" in text_of(half.text)
    page = found(ines, person_0=who, factor_0="motive", weight_0="less", words_0="MARKER-RE2 He was to be promoted.")
    said = text_of(page)
    assert "Preponderance of the evidence" in said
    assert "E1 · Paper: MARKER-EV2 The rota of May" in said
    assert "Viktor Hale, motive to say something else, less credible: MARKER-RE2 He was to be promoted." in said
    again = ines.page(finding(ines))
    assert "MARKER-RE2" in again
    assert re.search(r'value="preponderance" checked', again)


def test_findings_without_grounds_wait_and_so_does_an_approval_without_a_report(
    ines: Browser, browse: Browse, cast: Cast
) -> None:
    found(ines, speaks_for=[])
    doing.inform(cast)
    said = text_of(ines.page())
    assert "The finding on allegation 1 refers to no evidence, and does not say why." in said
    found(ines, speaks_for=[], none_because="Both admitted it.")
    doing.step(cast, "specialist", "review")
    lead = browse("lead")
    refused = lead.send("/approval", verdict="approved")
    assert refused.status_code == 409
    assert "The report first No report was put to approval since the newest finding." in text_of(refused.text)
    ines.done("/report/versions", names="names")
    ines.done("/report/versions/1/approval")
    assert 'href="' + lead.case + '/report/versions/1"' in lead.page("/approval")
    page = lead.done("/approval", verdict="returned", comment="Once more.", on_1="MARKER-RE3 Who else was there?")
    assert "Said when it was judged: MARKER-RE3 Who else was there?" in text_of(page)
    assert "returned" in text_of(ines.page("/report"))
    found(ines, none_because="Both admitted it, and once more.")
    doing.step(cast, "specialist", "review")
    late = ines.send("/report/versions/1/approval")
    assert late.status_code == 409
    doing.approve(cast, "lead", comment="Agreed.")
    with cast.database.reading() as db:
        states = list(db.scalars(select(ReportVersion.state).order_by(ReportVersion.number)))
    assert states == ["returned", "approved"]


def test_tables_of_two_allegations_have_names_of_their_own(ines: Browser, cast: Cast) -> None:
    second = doing.allege(cast, "bullying")
    entered(ines, allegation=str(second), direction="for", why="It shows who was there again.")
    paths = sorted(set(re.findall(r"/allegations/\d+/finding", ines.page())))
    for path in paths:
        page = ines.page(path)
        ticked = re.findall(r'name="speaks_for" value="(\d+)" checked', page)
        said = {"finding": "substantiated", "standard": "preponderance", "reason": REASON, "speaks_for": ticked}
        ines.done(path, page, **said)
    ines.done("/report/versions", names="names")
    for page in (ines.page("/report"), ines.page("/report/versions/1")):
        names = re.findall(r'<section class="wide" tabindex="0" aria-label="([^"]+)"', page)
        assert len([name for name in names if name.endswith(", No., Evidence, It speaks")]) == 2
        assert len(set(names)) == len(names)


def test_written_made_compared_and_commented(ines: Browser, browse: Browse, cast: Cast) -> None:
    found(ines)
    ines.done("/report/sections/6", text="MARKER-RE4 Both should be trained.\n\nSoon.")
    ines.done("/report/versions", names="names")
    first = text_of(ines.page("/report/versions/1"))
    assert "DRAFT 1" in first
    assert REASON in first
    assert "MARKER-RE4 Both should be trained." in first
    stale = ines.page("/report/sections/6")
    ines.done("/report/sections/6", text="MARKER-RE4 Both should be heard again.")
    assert ines.send("/report/sections/6", stale, text="Mine.").status_code == 409
    ines.done("/report/versions", names="letters")
    page = unescape(ines.page("/report/versions/2/changes"))
    assert re.search(r"<del>.*?trained.*?</del>", page)
    assert re.search(r"<ins>.*?heard again.*?</ins>", page)
    assert "MARKER-RE4 Both should be trained." in text_of(ines.page("/report/versions/1"))
    lead = browse("lead")
    lead.done("/report/versions/1/comments", section="recommendations", text="MARKER-RE5 By whom?")
    page = ines.page("/report/versions/1")
    assert "MARKER-RE5 By whom?" in page
    [comment] = set(re.findall(r"/report/comments/(\d+)/end", page))
    ines.done(f"/report/comments/{comment}/end")
    assert "Seen to" in text_of(ines.page("/report/versions/1"))
    with cast.database.reading() as db:
        said = {
            one.ref.partition("-")[0]: one.text for one in searching.load(db, cast["specialist"], cast.number).texts
        }
    assert "MARKER-RE4 Both should be heard again." in said["section"]
    assert "MARKER-EV2 The rota of May" in said["report"]
    assert said["comment"] == "MARKER-RE5 By whom?"
    assert REASON in said["finding"]
    assert ines.get(f"{ines.case}/report/versions/9").status_code == 404
    assert ines.get(f"{ines.case}/report/sections/9").status_code == 404


def made(browser: Browser, version: int, form: str) -> bytes:
    """Asked for, looked at until it is there, fetched."""
    path = f"/report/versions/{version}/files/{form}"
    assert browser.client.post(browser.case + path).status_code == 303
    for _ in range(300):
        if f'href="{browser.case}{path}"' in browser.page(f"/report/versions/{version}"):
            break
        time.sleep(0.1)
    answer = browser.get(browser.case + path)
    assert answer.status_code == 200
    assert f"DRAFT%20{version}.{form}" in answer.headers["content-disposition"]
    return bytes(answer.content)


def test_as_pdf_and_word(ines: Browser, cast: Cast) -> None:
    import docx
    import pikepdf

    found(ines)
    ines.done("/report/versions", names="names")
    first = made(ines, 1, "pdf")
    with pikepdf.open(io.BytesIO(first)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        with pdf.open_metadata() as said:
            assert said["pdfuaid:part"] == "1"
            assert said["dc:title"] == f"Report on case {cast.number}"
        with pdf.open_outline() as outline:
            [top] = outline.root
            assert [one.title for one in top.children][:2] == ["Mandate and allegations", "What was done"]
    word = docx.Document(io.BytesIO(made(ines, 1, "docx")))
    assert "DRAFT 1" in word.sections[0].header.paragraphs[0].text
    heads = [one.text for one in word.paragraphs if one.style and one.style.name == "Heading 2"]
    assert heads[0] == "Mandate and allegations"
    assert any(REASON in one.text for one in word.paragraphs)
    with cast.database.transaction() as db:
        for row in db.scalars(select(ReportFile)).all():
            db.delete(row)
    assert made(ines, 1, "pdf") == first


def words_of(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True)
    return done.stdout


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext: install poppler-utils")
def test_a_copy_for_the_parties_names_no_witness(ines: Browser, browse: Browse, tmp_path: Path) -> None:
    lead = browse("lead")
    found(ines)
    lead.done("/parties", role="witness", name="Imani Brooks", relation="employee")
    lead.done("/report/sections/6", text="Imani Brooks heard it, and so did Mr Hale. Brooks is believed.")
    lead.done("/report/versions", names="letters")
    said = words_of(made(lead, 1, "pdf"), tmp_path)
    assert "Witness A heard it, and so did Mr Hale. Witness A is believed." in said
    assert "Brooks" not in said
    assert all("DRAFT 1" in page for page in said.split("\f")[:-1])
    lead.done("/report/versions", names="names")
    assert "Imani Brooks heard it" in text_of(lead.page("/report/versions/2"))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice: too large to be installed for one test")
def test_libreoffice_reads_the_word_file(tmp_path: Path) -> None:
    content = {
        "title": "Report on case ER-1", "number": "ER-1", "lang": "en", "legend": "MARKER-RE6 Privileged.",
        "about": [["Case", "ER-1"]],
        "sections": [
            {"name": "done", "title": "What was done", "prose": "MARKER-RE7 Heard.", "blocks": [
                press.table(["No.", "Evidence"], [["E1", "MARKER-RE8 The rota"]])]},
        ],
    }  # fmt: skip
    row = ReportVersion(number=3, state="draft", at=datetime(2026, 11, 3, tzinfo=UTC))
    path = tmp_path / "report.docx"
    path.write_bytes(as_word(report_making.document(row, content)))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    said = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "report.pdf", "-"], capture_output=True, check=True, text=True
    ).stdout
    for words in ("MARKER-RE6 Privileged. · DRAFT 3", "MARKER-RE7 Heard.", "MARKER-RE8 The rota", "page 1 of 1"):
        assert words in said


def test_what_tells_of_a_dialogue_is_cited_by_its_kind_alone(ines: Browser, cast: Cast) -> None:
    doing.say(cast, "We have read it.")
    with cast.database.reading() as db:
        message = db.scalars(select(Message.id).where(Message.case_id == cast.case_id)).first()
        allegation = db.scalars(select(Allegation.id).where(Allegation.case_id == cast.case_id)).one()
    entered(
        ines, kind="message", what="MARKER-RE9 An answer", message=str(message), allegation=str(allegation),
        direction="against", why="It was answered.",
    )  # fmt: skip
    path = finding(ines)
    page = ines.page(path)
    [ticked] = re.findall(r'name="speaks_against" value="(\d+)" checked', page)
    assert "E2 · Message, which lies in a room of its own" in text_of(page)
    assert "MARKER-RE9" not in page
    found(ines, speaks_against=[ticked])
    ines.done("/report/versions", names="names")
    version = text_of(ines.page("/report/versions/1"))
    assert "E2 Message, which lies in a room of its own Against it" in version
    assert "MARKER-RE9" not in version
    assert "MARKER-EV2 The rota of May" in version
