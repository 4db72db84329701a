"""What a file says when it is looked at: mails of both sorts, pages, and files that were made to hurt."""

import base64
import io
from contextlib import suppress
from email.message import EmailMessage

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from casework.files import Kind, recognise
from casework.files.viewing import mails, outlook, showing
from casework.files.viewing.letters import MOST, Letter, one_line
from casework.files.viewing.markup import words_of
from casework.files.viewing.unseen import Unseen
from tests.files import making
from tests.files import outlook as made

PICTURE = making.png()


def mail(**headers: str) -> EmailMessage:
    found = EmailMessage()
    usual = {"From": "Ada <ada@example.org>", "To": "bob@example.org", "Subject": "Monday"}
    for name, value in {**usual, **headers}.items():
        found[name] = value
    found.set_content("Please come.\nOn Monday.")
    return found


def saved() -> bytes:
    """As Outlook saves it."""
    return made.message(
        [
            (0x0037, made.TEXT, "Montag, bitte"), (0x0C1A, made.TEXT, "Ada"), (0x0C1F, made.TEXT, "ada@example.org"),
            (0x1000, made.TEXT, "Bitte kommen.\r\nAm Montag."), (0x0039, made.MOMENT, 134_069_904_000_000_000),
        ],
        [
            [(0x3001, made.TEXT, "Bob"), (0x39FE, made.TEXT, "bob@example.org"), (0x0C15, made.NUMBER, 1)],
            [(0x3001, made.TEXT, "Cem"), (0x39FE, made.TEXT, "cem@example.org"), (0x0C15, made.NUMBER, 2)],
        ],
        [
            [(0x3707, made.TEXT, "../a\u202egnp.png"), (0x3701, made.OCTETS, PICTURE), (0x3705, made.NUMBER, 1)],
            [(0x3001, made.TEXT, "A mail within"), (0x3705, made.NUMBER, 5)],
        ],
    )  # fmt: skip


def test_a_mail_says_from_whom_to_whom_when_and_what_and_what_hangs_on_it() -> None:
    written = mail(Cc="Cem <cem@example.org>", Date="Mon, 02 Nov 2026 09:00:00 +0100")
    written.add_alternative("<p>Please <b>come</b>.</p><script>alert(1)</script>", subtype="html")
    written.add_attachment(PICTURE, maintype="image", subtype="png", filename="rota.png")
    written.add_attachment(mail(Subject="Within"))
    found = showing.letter(Kind.EML, [bytes(written)])
    people = ("Ada <ada@example.org>", "bob@example.org", "Cem <cem@example.org>")
    assert (found.sender, found.to, found.copies) == people
    assert (found.subject, found.sent) == ("Monday", "Mon, 02 Nov 2026 09:00:00 +0100")
    assert (found.text, found.was_markup, found.cut) == ("Please come.\nOn Monday.", False, False)
    assert [one.name for one in found.attached] == ["rota.png", "2.eml"]
    assert showing.attachment(Kind.EML, [bytes(written)], 1) == ("rota.png", PICTURE)
    name, within = showing.attachment(Kind.EML, [bytes(written)], 2)
    assert recognise(name, [within]) is Kind.EML
    with pytest.raises(Unseen, match="part"):
        showing.attachment(Kind.EML, [bytes(written)], 3)


def test_a_mail_that_outlook_saved_says_the_same() -> None:
    data = saved()
    assert recognise("a.msg", [data]) is Kind.MSG
    found = showing.letter(Kind.MSG, [data])
    assert (found.subject, found.text) == ("Montag, bitte", "Bitte kommen.\nAm Montag.")
    people = ('"Ada" <ada@example.org>', "Bob <bob@example.org>", "Cem <cem@example.org>")
    assert (found.sender, found.to, found.copies) == people
    assert found.sent.startswith("20")
    assert [(one.name, one.size) for one in found.attached] == [("../a gnp.png", len(PICTURE)), ("A mail within", None)]
    assert showing.attachment(Kind.MSG, [data], 1)[1] == PICTURE
    with pytest.raises(Unseen, match="part"):
        showing.attachment(Kind.MSG, [data], 2)
    page = made.message([(0x0037, made.TEXT, "A page"), (0x1013, made.OCTETS, b"<p>Come<br>soon</p><style>x</style>")])
    seen = showing.letter(Kind.MSG, [page])
    assert (seen.text, seen.was_markup) == ("Come\nsoon", True)


@pytest.mark.parametrize("kind", [Kind.EML, Kind.MSG])
def test_what_is_no_mail_ends_the_child_of_nobody_else(kind: Kind) -> None:
    for data in (b"", b"\x00" * 5000, saved()[:2000], saved()[:-700], b"Subject: a\r\n\r\n" + b"\xff" * 4000):
        with suppress(Unseen):
            assert isinstance(showing.letter(kind, [data]), Letter)
    assert showing.letter(Kind.EML, [bytes(mail())]).subject == "Monday"


def test_mails_that_were_made_to_hurt() -> None:
    many = b"Subject: many\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + b"".join(
        b"--x\r\nContent-Disposition: attachment; filename=a%d.txt\r\n\r\nhello\r\n" % at for at in range(1000)
    )
    found = showing.letter(Kind.EML, [many])
    assert (len(found.attached), found.beyond) == (MOST, 1000 - MOST)
    within = b"".join(b"Subject: m%d\r\nContent-Type: message/rfc822\r\n\r\n" % at for at in range(1000))
    assert showing.letter(Kind.EML, [within + b"Subject: last\r\n\r\nx"]).subject == "m0"
    deep = b"Subject: deep\r\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (at, at) for at in range(1500)
    )
    assert showing.letter(Kind.EML, [deep]).subject == "deep"
    long = b"Subject: " + b"a@b," * 200_000 + b"\r\nFrom: " + b"(" * 30_000 + b"\r\n\r\n" + b"x " * 400_000
    seen = showing.letter(Kind.EML, [long])
    assert len(seen.subject) <= 2000
    assert seen.cut
    bomb = mail()
    bomb.add_attachment(making.zipped({"a": bytes(9_000_000)}), maintype="application", subtype="zip", filename="a.zip")
    assert showing.letter(Kind.EML, [bytes(bomb)]).attached[0].size, "what is packed stays packed"


def test_lines_of_a_mail_begin_no_other_header_and_turn_nothing_round() -> None:
    said = b"Subject: =?utf-8?b?" + base64.b64encode("a\r\nBcc: x@y\r\n\u202etxt".encode()) + b"?=\r\nFrom: a\r\n\r\nx"
    assert showing.letter(Kind.EML, [said]).subject == "a Bcc: x@y txt"
    named = mail()
    named.add_attachment(b"x", maintype="text", subtype="plain", filename="a.txt")
    raw = bytes(named).replace(b'filename="a.txt"', b"filename*=utf-8''a%0D%0ASet-Cookie%3A%20b%3D1%E2%80%AEfdp.exe")
    assert showing.letter(Kind.EML, [raw]).attached[0].name == "a Set-Cookie: b=1 fdp.exe"


@given(st.text(max_size=300))
def test_a_line_is_one_line_and_a_page_is_words(said: str) -> None:
    line = one_line(said)
    assert line.isprintable() or not line or all(not 0xD800 <= ord(one) <= 0xDFFF for one in line)
    assert "\n" not in line
    assert "\u202e" not in line
    page = words_of(f"<div>{said}<script>{said}</script></div>")
    assert "<script" not in page.lower() or "<script" in said.lower()


@given(st.binary(max_size=400))
def test_whatever_octets_say_they_are_the_answer_is_a_letter(data: bytes) -> None:
    found = mails.letter(b"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=x\r\n" + data)
    assert Letter.from_json(found.to_json()) == found
    with suppress(Unseen):
        assert isinstance(outlook.letter(saved()[:600] + data + saved()[600:]), Letter)


def test_a_page_is_drawn_and_nothing_of_it_runs() -> None:
    picture, count = showing.picture(Kind.PDF, [making.pdf()], 1)
    assert count == 1
    assert recognise("a.png", [picture]) is Kind.PNG
    assert b"JavaScript" in making.pdf()
    assert b"JavaScript" not in picture
    with pytest.raises(Unseen, match="page"):
        showing.picture(Kind.PDF, [making.pdf()], 2)
    with pytest.raises(Unseen, match="damaged"):
        showing.picture(Kind.PDF, [b"%PDF-1.7\n%%EOF"], 1)
    drawn, _count = showing.picture(Kind.JPEG, [making.jpeg()], 1)
    assert making.SECRET.encode() not in drawn
    with Image.open(io.BytesIO(drawn)) as seen:
        assert seen.size == (48, 64), "upright"
    with pytest.raises(Unseen):
        showing.picture(Kind.DOCX, [b"PK"], 1)


def test_the_words_of_a_page_are_there_for_who_does_not_see_it() -> None:
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    document.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    document.pages[0].Contents = document.make_stream(b"BT /F 20 Tf 20 100 Td (The rota) Tj ET")
    out = io.BytesIO()
    document.save(out)
    assert showing.words(Kind.PDF, [out.getvalue()], 1) == ("The rota", 1)
