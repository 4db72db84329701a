"""Papers as they are looked at on a case: drawn, in words, in pieces; and what was made to hurt hurts nobody."""

from collections.abc import Callable
from email.message import EmailMessage

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from casework import vault
from casework.audit.models import TrailEntry
from casework.cases.models import Paper
from casework.files.keeping import keep
from casework.investigations.routes.playing import asked_for, stretch
from casework.vault import Compartment
from tests.cases.pages.browser import Browser, hidden, text_of
from tests.cases.pages.test_papers import put, stored
from tests.files import making

Browse = Callable[[str], Browser]
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
SCRIPT = "<script>alert('MARKER-VW1')</script>"


def mail() -> bytes:
    found = EmailMessage()
    found["From"], found["To"], found["Subject"] = "ada@example.org", "bob@example.org", f"MARKER-VW2 {SCRIPT}"
    found.set_content(f"MARKER-VW3 {SCRIPT}")
    found.add_attachment(making.png(), maintype="image", subtype="png", filename="../MARKER-VW4.png")
    found.add_attachment(b"MZ\x90\x00" + bytes(500), maintype="application", subtype="pdf", filename="bill.pdf")
    found.add_attachment(SCRIPT, subtype="html", filename="page.txt")
    return bytes(found)


def test_a_paper_is_looked_at_in_the_page_and_runs_nothing(browse: Browse) -> None:
    ines, lead = browse("specialist"), browse("lead")
    paper = f"/papers/{put(ines, 'MARKER-VW5.pdf', making.pdf())}"
    page = lead.get(ines.case + f"{paper}/view")
    assert f'src="{ines.case}{paper}/drawn/1"' in page.text
    assert "media-src" not in page.headers["content-security-policy"]
    drawn = lead.get(f"{ines.case}{paper}/drawn/1")
    assert drawn.headers["content-type"] == "image/png"
    assert drawn.headers["content-security-policy"] == SANDBOX
    assert drawn.headers["x-content-type-options"] == "nosniff"
    assert drawn.headers["cross-origin-resource-policy"] == "same-origin"
    assert drawn.content.startswith(b"\x89PNG")
    assert lead.get(f"{ines.case}{paper}/drawn/2").status_code == 404
    assert lead.get(f"{ines.case}{paper}/played").status_code == 404
    assert f'href="{ines.case}{paper}/view"' in ines.page()
    for address in (f"{paper}/view", f"{paper}/drawn/1", "/papers/1/view"):
        assert browse("colleague").get(ines.case + address).status_code == 404
    read = select(TrailEntry).where(TrailEntry.tag == "paper:read", TrailEntry.actor_id == lead.actor.id)
    with ines.world.database.reading() as db:
        assert len(db.scalars(read).all()) == 1, "once for all that was looked at of it"
    other = put(ines, "other.jpg", making.jpeg())
    assert making.SECRET.encode() not in lead.get(f"{ines.case}/papers/{other}/drawn/1").content
    with ines.world.database.reading() as db:
        assert len(db.scalars(read).all()) == 2, "and each of them"


def test_a_mail_is_words_and_what_hangs_on_it_is_saved_or_becomes_a_paper(browse: Browse) -> None:
    ines = browse("specialist")
    path = f"/papers/{put(ines, 'MARKER-VW6.eml', mail())}"
    page = ines.page(f"{path}/view")
    assert SCRIPT not in page
    assert f"MARKER-VW3 {SCRIPT}" in text_of(page.replace("&lt;", "&#60;"))
    saved = ines.get(f"{ines.case}{path}/attachments/1")
    assert saved.content == making.png()
    assert saved.headers["content-disposition"] == "attachment; filename*=UTF-8''MARKER-VW4.png"
    assert saved.headers["content-security-policy"] == "sandbox; default-src 'none'"
    for at in (2, 3):
        refused = ines.get(f"{ines.case}{path}/attachments/{at}")
        assert refused.status_code == 409, "a program and a page are handed out by nobody"
        assert "It stays in its mail" in refused.text
    address = f"{ines.case}{path}/attachments/1"
    for _ in range(2):
        assert ines.client.post(address, data=hidden(page, address)).status_code == 303
    with ines.world.database.reading() as db:
        papers = db.scalars(select(Paper).order_by(Paper.at)).all()
        assert [(one.type, one.room) for one in papers[-2:]] == [("eml", "file"), ("png", "file")], "and once"
    assert "MARKER-VW4.png" in ines.page()
    assert ines.get(f"{ines.case}{path}/attachments/9").status_code == 404
    assert ines.client.post(address, data={}, headers={"Origin": "https://elsewhere.example"}).status_code == 403


def test_a_text_is_shown_as_it_was_typed_and_what_cannot_be_shown_says_so(browse: Browse) -> None:
    ines = browse("specialist")
    text = put(ines, "MARKER-VW7.txt", f"first\r\n  {SCRIPT}\n".encode("utf-16") + b"")
    page = ines.page(f"/papers/{text}/view")
    assert SCRIPT not in page
    assert "first\n  &lt;script&gt;" in page
    long = put(ines, "long.csv", b"a,b\n" * 300_000)
    assert "There is more of it" in ines.page(f"/papers/{long}/view")
    broken = put(ines, "broken.pdf", b"%PDF-1.7\nnothing\n%%EOF\n")
    assert "It could not be shown" in text_of(ines.page(f"/papers/{broken}/view"))
    office = put(ines, "plan.docx", making.office("docx"))
    assert "This kind of file is not shown here" in text_of(ines.page(f"/papers/{office}/view"))
    assert f'href="{ines.case}/papers/{office}/view"' not in ines.page()


def test_a_row_that_says_that_a_file_is_something_else_makes_nothing_of_it_run(browse: Browse) -> None:
    ines = browse("specialist")
    page = f"<!DOCTYPE html>{SCRIPT}" + " " * 4000
    item = put(ines, "notes.csv", b"said\n" * 9)
    file_id, key = keep(ines.world.keys, stored(ines), page.encode())
    for kind in ("html", "svg", "text/html", "png", "pdf", "eml", "msg", "text", "mp3", "mp4"):
        with ines.world.database.transaction() as db:
            assert ines.actor.holder is not None
            room = vault.rooms.enter(db, ines.actor.holder, ines.world.cast.case_id, Compartment.FILE)
            sealed = room.seal_bytes(Paper.file_key, int(item), key)
            forged = {"type": kind, "file_id": file_id, "file_key": sealed, "size": len(page)}
            db.execute(update(Paper).where(Paper.id == int(item)).values(**forged))
        for way in ("", "/view", "/drawn/1", "/played", "/attachments/1"):
            answer = ines.get(f"{ines.case}/papers/{item}{way}")
            sent = answer.headers["content-type"].partition(";")[0]
            assert SCRIPT.encode() not in answer.content or (
                sent not in ("text/html", "image/svg+xml")
                and answer.headers["x-content-type-options"] == "nosniff"
                and answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
            ), (kind, way)


def test_sound_is_played_in_pieces(browse: Browse) -> None:
    ines = browse("specialist")
    data = making.mp3()
    path = f"{ines.case}/papers/{put(ines, 'call.mp3', data)}"
    page = ines.get(f"{path}/view")
    assert f'<audio class="seen" controls preload="metadata" src="{path}/played"' in page.text
    assert page.headers["content-security-policy"].endswith("; media-src 'self'")
    whole = ines.get(f"{path}/played")
    assert (whole.status_code, whole.content, whole.headers["content-type"]) == (200, data, "audio/mpeg")
    assert whole.headers["content-security-policy"] == SANDBOX
    assert whole.headers["content-disposition"].startswith("inline; filename*=UTF-8''call.mp3")
    part = ines.client.get(f"{path}/played", headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, data[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(data)}"
    assert ines.client.get(f"{path}/played", headers={"Range": "bytes=-7"}).content == data[-7:]
    beyond = ines.client.get(f"{path}/played", headers={"Range": f"bytes={len(data)}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{len(data)}")
    assert ines.get(f"{path}/drawn/1").status_code == 404


@given(st.binary(max_size=200), st.integers(1, 9), st.integers(0, 220), st.integers(0, 220))
def test_a_stretch_is_what_was_asked_for_however_the_pieces_fall(data: bytes, by: int, first: int, last: int) -> None:
    pieces = [data[at : at + by] for at in range(0, len(data), by)]
    span = asked_for(f"bytes={first}-{last}", len(data))
    assert b"".join(stretch(iter(pieces), span) if span else []) == data[first : last + 1]
    assert asked_for("bytes=0-1,3-4", 10) == (0, 10)
    assert asked_for(f"bytes=-{last}", len(data)) == ((max(0, len(data) - last), len(data)) if last else None)
