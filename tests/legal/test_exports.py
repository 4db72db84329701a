"""A case file handed out, as forms without scripts: asked for, made meanwhile, fetched, let go; and who gets none."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bagit
import pikepdf
import pypdfium2 as pdfium
import pytest
import time_machine
from PIL import Image
from sqlalchemy import select, update

from casework import audit
from casework.audit import Tag
from casework.audit.models import TrailEntry
from casework.cases.actions import members
from casework.cases.models import IdentityDisclosure, Paper
from casework.db import utc_now
from casework.files import Store
from casework.legal.actions import exports
from casework.legal.models import Export
from casework.legal.queries import exports as queries
from casework.people import sessions
from tests.cases import doing
from tests.cases.pages.browser import Browser, text_of
from tests.cases.pages.test_papers import put
from tests.files.redacting import papers
from tests.legal.handed_out import PASSPHRASE, ask, fetched, made, newest, opened, opened_by_passphrase, unpacked

Browse = Callable[[str], Browser]
PAPERS = ("plan.pdf", "photo.png", "list of <all> – ünï.txt", "bad.txt")


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "PNG")
    return out.getvalue()


def pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as blank:
        blank.add_blank_page(page_size=(300, 400))
        blank.save(out)
    return out.getvalue()


@pytest.fixture
def lead(browse: Browse) -> Browser:
    """On a case with a note and a message."""
    ines = browse("specialist")
    ines.done(
        "/notes", ines.page(), readers="internal", heading="A call", text="MARKER-XP1 the foreman.\n\nHe 你 says."
    )
    doing.say(ines.world.cast, "MARKER-XP4 we have begun.")
    party = ines.world.cast["reporter"].id
    typed = {"kind": "other", "heading": "MARKER-XP5", "text": "MARKER-XP6 to read.", "asks": "receipt"}
    assert ines.send(f"/parties/{party}/give", **typed).status_code == 303
    return browse("lead")


@pytest.fixture
def full(lead: Browser) -> Browser:
    """With papers too: two that are pages, one that is not, one that is damaged."""
    for name, data in zip(PAPERS, (pdf(), picture(), b"MARKER-XP2", b"MARKER-XP3"), strict=True):
        put(lead, name, data)
    damage(lead)
    return lead


def damage(lead: Browser) -> None:
    """The last paper is not as it was put there."""
    with lead.world.database.reading() as db:
        file_id = db.scalars(select(Paper.file_id).order_by(Paper.position.desc())).first() or 0
    path = Store(lead.world.folder / "files").path(file_id)
    kept = bytearray(path.read_bytes())
    kept[-1] ^= 1
    path.write_bytes(kept)


def test_a_bag_with_a_pdf_in_it_is_whole_and_says_what_was_damaged(full: Browser, tmp_path: Path) -> None:
    lead = full
    ask(lead, rooms=["file-0", f"dialogue-{lead.world.cast['reporter'].id}"])
    made()
    page = text_of(lead.client.get("/exports").text)
    assert "Ready" in page
    assert "1 paper did not open" in page
    closed = fetched(lead)
    assert b"MARKER" not in closed
    folder = unpacked(opened(closed), tmp_path / "bag")
    assert bagit.Bag(str(folder)).validate()
    papers = sorted(path.name for path in (folder / "data/papers").iterdir())
    assert [name[5:] for name in papers] == ["plan.pdf", "photo.png", "list of all – ünï.txt"]
    assert (folder / "data/papers" / papers[2]).read_bytes() == b"MARKER-XP2"
    said = json.loads((folder / "data/case.json").read_text())
    assert [paper["damaged"] for paper in said["papers"]] == [False, False, False, True]
    readable = (folder / "data/case.html").read_text()
    assert "MARKER-XP1 the foreman." in readable
    for mark in ("MARKER-XP4", "MARKER-XP5", "MARKER-XP6"):
        assert mark in readable
    assert "key" not in said["papers"][0]
    proved(lead, folder)
    document(folder / "data/case.pdf")


def proved(lead: Browser, folder: Path) -> None:
    """Each line of the excerpt holds by itself, and a changed one does not."""
    lines = (folder / "data/trail/trail.jsonl").read_text().splitlines()
    with lead.world.database.reading() as db:
        assert list(audit.excerpt(db, lines)) == []
        entry = json.loads(lines[-1])
        forged = json.dumps({**entry, "actor_id": entry["actor_id"] + 1})
        assert [fault.what for fault in audit.excerpt(db, [forged])] == ["changed"]
    assert not any('"case:read"' in line or "MARKER" in line for line in lines)


def document(path: Path) -> None:
    """Tagged, titled, in a language, with bookmarks, a stamp on each page, and every page a part of the structure."""
    with pikepdf.open(path) as found:
        assert found.Root.MarkInfo.Marked
        assert str(found.Root.Lang) == "en"
        parents = pikepdf.NumberTree(found.Root.StructTreeRoot.ParentTree)
        assert all(int(page.StructParents) in parents for page in found.pages)
        with found.open_metadata() as known:
            assert str(known["dc:title"]).startswith("Case file ER-")
            assert "{http://www.aiim.org/pdfua/ns/id/}part" not in known, "nobody vouches for pages of others"
        with found.open_outline() as outline:
            assert "Index" in [item.title for item in outline.root]


def test_a_passphrase_opens_a_pdf_that_keeps_to_pdf_ua_where_all_pages_are_ours(lead: Browser) -> None:
    lock: dict[str, Any] = {"lock": "passphrase", "passphrase": PASSPHRASE, "passphrase_again": PASSPHRASE}
    ask(lead, form="pdf", classes=["parties", "notes_internal"], **lock)
    made()
    with pikepdf.open(io.BytesIO(opened_by_passphrase(fetched(lead)))) as found:
        with found.open_metadata() as known:
            assert known["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert len(found.pages) >= 2
    row = newest(lead)
    assert lead.client.post(f"/exports/{row.id}/end").status_code == 303
    assert list(Store(lead.world.folder / "exports").ids()) == []
    kept = b"".join(path.read_bytes() for path in lead.world.folder.rglob("*") if path.is_file())
    assert PASSPHRASE.encode() not in kept
    assert b"MARKER-XP1" not in kept


def test_what_was_not_chosen_is_not_there(lead: Browser, tmp_path: Path) -> None:
    """Neither by class nor by room nor by day."""
    ask(lead, form="bag", classes=["notes_internal", "messages", "papers"], until="2026-01-01")
    made()
    early = unpacked(opened(fetched(lead)), tmp_path / "early")
    assert "MARKER" not in (early / "data/case.html").read_text()
    ask(lead, form="bag", classes=["notes_internal", "messages", "trail"])
    made()
    late = unpacked(opened(fetched(lead)), tmp_path / "late")
    readable = (late / "data/case.html").read_text()
    assert "MARKER-XP1" in readable
    for mark in ("MARKER-XP4", "MARKER-XP5", "MARKER-XP6"):
        assert mark not in readable, "the dialogue was not chosen"
    trail = (late / "data/trail/trail.jsonl").read_text()
    assert "message:sent" not in trail
    assert "given:given" not in trail


def test_who_the_reporter_is_goes_only_after_a_disclosure_to_somebody_outside(lead: Browser) -> None:
    reporter, case_id = lead.world.cast["reporter"].id, lead.world.cast.case_id
    identity = f'name="rooms" value="identity-{reporter}"'
    assert identity not in lead.sure().page("/export")
    ask(lead, take=422, rooms=["file-0", f"identity-{reporter}"])
    row = {"case_id": case_id, "party_id": reporter, "state": "told", "by": lead.actor.id, "at": utc_now()}
    for person, offered in ((lead.actor.id, False), (None, True)):
        with lead.world.database.transaction() as db:
            db.add(IdentityDisclosure(**row, person_id=person, asked=b"-"))
        assert (identity in lead.page("/export")) == offered
    ask(lead, form="bag", classes=["parties"], rooms=["file-0", f"identity-{reporter}"])
    made()
    assert newest(lead).state == "ready"
    with lead.world.database.transaction() as db:  # they took their yes back before it was fetched
        db.execute(update(IdentityDisclosure).values(state="not agreed"))
    assert lead.sure().client.get(f"/exports/{newest(lead).id}/file").status_code == 404
    assert "You may not have all of it any more" in text_of(lead.client.get("/exports").text)


def test_a_short_passphrase_or_no_key_is_named_and_nothing_is_begun(lead: Browser) -> None:
    page = ask(lead, take=422, lock="passphrase", passphrase="short", passphrase_again="shorter")
    assert "Write at least 15 characters." in text_of(page)
    assert "The two are not the same." in text_of(page)
    assert "short" not in re.findall(r'<input[^>]*type="password"[^>]*>', page)[0]
    assert "it begins with age1" in text_of(ask(lead, take=422, lock="key", recipient="age1nothing"))
    assert "Look at it once more" in text_of(ask(lead, take=422, sure=""))
    with lead.world.database.reading() as db:
        assert db.scalars(select(Export)).all() == []


@pytest.mark.parametrize("lost", ["removed", "signed out", "cancelled"])
def test_whoever_lost_it_meanwhile_gets_nothing(
    lead: Browser, browse: Browse, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    """It happens while the file is written, and nothing is left of that."""
    whole = exports.ready

    def late(database: object, export_id: int, size: int, session_id: int) -> bool:
        with lead.world.database.transaction() as db:
            if lost == "removed":
                members.remove(db, lead.world.cast.case(db), lead.actor.id, by=lead.world.cast["lead"])
            elif lost == "signed out":
                sessions.end(db, session_id)
            else:
                exports.cancel(db, db.get_one(Export, export_id), by=lead.actor)
        return whole(lead.world.database, export_id, size, session_id)

    monkeypatch.setattr(exports, "ready", late)
    ask(lead, form="bag", classes=["notes_internal"])
    made()
    row = newest(lead)
    assert (row.state, row.why) == (("cancelled", "") if lost == "cancelled" else ("failed", "access"))
    assert list(Store(lead.world.folder / "exports").ids()) == []
    again = browse("lead").sure()
    assert again.client.get(f"/exports/{row.id}/file").status_code == 404
    named = lead.world.cast.number in text_of(again.client.get("/exports").text)
    assert named == (lost != "removed")


def test_it_is_fetched_by_who_asked_until_the_week_ends_and_a_restart_is_said(lead: Browser, browse: Browse) -> None:
    ask(lead, form="bag", classes=["notes_internal"])
    made()
    row = newest(lead)
    assert "Fetch the case file" in text_of(lead.client.get("/desk").text)
    assert browse("counsel").sure().client.get(f"/exports/{row.id}/file").status_code == 404
    answer = lead.sure().client.get(f"/exports/{row.id}/file")
    assert re.fullmatch(r"attachment; filename\*=UTF-8''file-\d{6}\.zip\.age", answer.headers["content-disposition"])
    assert len(answer.content) == int(answer.headers["content-length"]) == row.size
    with lead.world.database.transaction() as db:
        db.execute(update(Export).values(state="building", heard_at=utc_now() - 2 * queries.SILENT))
    page = lead.client.get("/exports").text
    assert "the keys were only in its memory" in text_of(page), "the server was started again meanwhile"
    assert f'href="{lead.case}/export">Begin again' in page
    with lead.world.database.transaction() as db:
        db.execute(update(Export).values(state="ready"))
    later = utc_now() + exports.KEPT
    with time_machine.travel(later, tick=False):
        exports.sweep(lead.world.database, Store(lead.world.folder / "exports"), later)
    assert newest(lead).state == "expired"
    assert list(Store(lead.world.folder / "exports").ids()) == []
    with lead.world.database.reading() as db:
        tags = db.scalars(select(TrailEntry.tag).where(TrailEntry.chain == lead.world.cast.case_id)).all()
    assert {Tag.CASE_EXPORTED, Tag.EXPORT_READY, Tag.EXPORT_FETCHED, Tag.EXPORT_ENDED} <= set(tags)


def test_the_redacted_copy_goes_in_place_of_the_whole_but_where_it_was_chosen_otherwise(
    lead: Browser, tmp_path: Path
) -> None:
    paper = put(lead, "Letter.pdf", papers.hiding())
    note = re.findall(r"/notes/(\d+)/correction", lead.page())[0]
    for path, words in ((f"/papers/{paper}/redaction", papers.WORD), (f"/notes/{note}/redaction", "the foreman")):
        assert lead.send(path, words_third_party=words).status_code == 303
    form = lead.sure().page("/export")
    assert all(f'name="originals" value="{id_}"' in form for id_ in (paper, note))
    found = {}
    chosen: dict[str, dict[str, Any]] = {"redacted": {}, "whole": {"originals": [note, paper]}}
    for name, typed in chosen.items():
        ask(lead, form="bag", classes=["notes_internal", "papers"], **typed)
        made()
        folder = unpacked(opened(fetched(lead)), tmp_path / name)
        [file] = (folder / "data/papers").iterdir()
        found[name] = ((folder / "data/case.html").read_text(), text_in(file))
    note_said, paper_said = found["redacted"]
    assert "MARKER-XP1" in note_said
    assert "the foreman" not in note_said
    assert papers.WORD not in paper_said
    note_said, paper_said = found["whole"]
    assert "MARKER-XP1 the foreman." in note_said
    assert papers.WORD in paper_said


def text_in(path: Path) -> str:
    with pdfium.PdfDocument(path) as found:
        return "".join(page.get_textpage().get_text_range() for page in found)
