"""Papers: in and out again as they were, and never called whole when they are not."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from casework.cases.models import Paper
from casework.files import Store

from .browser import Browser, hidden, text_of

WORDS = b"On Friday the rota was on the board.\n" * 40


def put(browser: Browser, name: str, data: bytes, room: str = "file") -> str:
    sent = {**hidden(browser.page("/papers"), f"{browser.case}/papers"), "readers": room}
    answer = browser.client.post(f"{browser.case}/papers", data=sent, files=[("files", (name, data))])
    assert answer.status_code == 303, text_of(answer.text)[:600]
    return str(re.findall(rf'href="{browser.case}/papers/(\d+)"', browser.page())[-1])


def test_a_paper_comes_back_as_it_went_in(browse: Callable[[str], Browser]) -> None:
    browser = browse("specialist")
    paper = put(browser, "../What I saw: <b>.txt", WORDS)
    answer = browse("lead").get(f"{browser.case}/papers/{paper}")
    assert answer.content == WORDS
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''What%20I%20saw")
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["content-type"].startswith("text/plain")
    assert browse("colleague").get(f"{browser.case}/papers/{paper}").status_code == 404
    assert WORDS not in b"".join(path.read_bytes() for path in stored(browser).folder.rglob("*") if path.is_file())


def test_a_paper_stands_in_the_timeline_with_its_room(browse: Callable[[str], Browser]) -> None:
    browser = browse("specialist")
    paper = put(browser, "Rota of May.txt", WORDS)
    page = browser.page()
    [entry] = re.findall(rf'(?s)<li class="entry" id="entry-{paper}">.*?</li>', page)
    assert re.search(r"today, \d+:\d\d You File Paper Rota of May.txt Open it", text_of(entry))
    assert f'href="{browser.case}/papers/{paper}"' in entry
    assert f"entry-{paper}" not in browser.page("?part=notes")
    assert f"entry-{paper}" in browse("lead").page()


def test_a_refused_file_is_named_and_the_choice_stays(browse: Callable[[str], Browser]) -> None:
    browser = browse("specialist")
    sent = {**hidden(browser.page("/papers"), f"{browser.case}/papers"), "readers": "file"}
    files = [("files", ("run.exe", b"MZ\x90\x00" + bytes(500))), ("files", ("fine.txt", WORDS))]
    answer = browser.client.post(f"{browser.case}/papers", data=sent, files=files)
    assert answer.status_code == 422
    assert "Not all of it was added Added already: fine.txt" in text_of(answer.text)
    assert "run.exe:" in text_of(answer.text)
    for _ in range(2):  # the browser was stopped, or went back: the form is the same, and what is chosen is not
        again = browser.client.post(f"{browser.case}/papers", data=sent, files=[("files", ("other.txt", WORDS))])
        assert again.status_code == 303
    papers = browser.page().partition('id="papers"')[2]
    assert [len(re.findall(rf">\s*{name}\s*<", papers)) for name in ("fine.txt", "other.txt")] == [1, 1]


def test_no_file_at_all_is_said(browse: Callable[[str], Browser]) -> None:
    browser = browse("specialist")
    answer = browser.client.post(
        f"{browser.case}/papers", data=hidden(browser.page("/papers"), f"{browser.case}/papers") | {"readers": "file"},
        files=[("files", ("", b""))],
    )  # fmt: skip
    assert answer.status_code == 422
    assert "Choose a file." in answer.text


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("empty.pdf", b"", "This file is empty."),
        ("blank.txt", b"", "This file is empty."),
        ("page.pdf", b"<html><script>alert(1)</script></html>" * 9, "web page"),
        ("half.pdf", b"%PDF-1.7\n" + bytes(900), "damaged or incomplete"),
    ],
)
def test_a_file_that_is_not_taken_is_named_with_why(
    browse: Callable[[str], Browser], name: str, data: bytes, why: str
) -> None:
    browser = browse("specialist")
    room = browser.page("/papers").partition('value="dialogue-')[2].partition('"')[0]
    sent = {**hidden(browser.page("/papers"), f"{browser.case}/papers"), "readers": f"dialogue-{room}"}
    answer = browser.client.post(f"{browser.case}/papers", data=sent, files=[("files", (name, data))])
    assert answer.status_code == 422
    assert f"{name}: " in text_of(answer.text)
    assert why in text_of(answer.text)
    assert re.search(rf'value="dialogue-{room}" checked', answer.text)
    assert name not in browser.page()


def test_what_a_browser_says_of_a_file_changes_nothing(browse: Callable[[str], Browser]) -> None:
    browser = browse("specialist")
    sent = {**hidden(browser.page("/papers"), f"{browser.case}/papers"), "readers": "file"}
    files = [("files", ("rota.txt", WORDS, "application/x-msdownload"))]
    assert browser.client.post(f"{browser.case}/papers", data=sent, files=files).status_code == 303
    paper = re.findall(rf'href="{browser.case}/papers/(\d+)"', browser.page())[-1]
    answer = browser.get(f"{browser.case}/papers/{paper}")
    assert answer.content == WORDS
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("harm", ["flip", "cut", "gone"])
def test_a_damaged_file_is_said_to_be_and_the_case_stays_readable(browse: Callable[[str], Browser], harm: str) -> None:
    browser = browse("specialist")
    paper = put(browser, "notes.txt", WORDS)
    with browser.world.database.reading() as db:
        file_id = db.scalar(select(Paper.file_id).where(Paper.id == int(paper)))
    [path] = stored(browser).folder.rglob(f"{file_id:016x}")
    data = bytearray(path.read_bytes())
    if harm == "flip":
        data[100] ^= 1
    path.write_bytes(data[:-10] if harm == "cut" else data)
    if harm == "gone":
        path.unlink()
    answer = browser.get(f"{browser.case}/papers/{paper}")
    assert answer.status_code == 409
    assert "This paper is damaged and cannot be opened" in answer.text
    assert "MARKER-7Q4" in browser.page()


def test_a_damaged_row_is_said_to_be_and_the_rest_is_readable(browse: Callable[[str], Browser]) -> None:
    browser = browse("specialist")
    browser.done("/notes", browser.page(), readers="internal", text="The first one.")
    browser.done("/notes", browser.page(), readers="internal", text="The second one.")
    with browser.world.database.transaction() as db:
        from casework.cases.models import Note

        note = db.scalars(select(Note).order_by(Note.at)).first()
        assert note is not None
        note.text = note.text[:-1] + bytes([note.text[-1] ^ 1])
    said = text_of(browser.page())
    assert "This entry is damaged and cannot be opened" in said
    assert "The second one." in said
    assert "The first one." not in said


def stored(browser: Browser) -> Store:
    return Store(browser.world.folder / "files")
