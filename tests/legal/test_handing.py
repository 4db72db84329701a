"""What leaves the house, by itself: names in a bag, the bag, the age format, pages as other programs read them."""

import io
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import bagit
import pikepdf
import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from casework import vault
from casework.files import Store
from casework.legal.handing import bag as bags
from casework.legal.handing import closing, merging, names
from casework.legal.handing.plan import Plan
from casework.press import document as press
from casework.press.word import as_word
from tests.processes import ROOT

MADE = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
WORDS = "five plain words are enough"


class Plainly(io.BytesIO):
    """A file that can be looked into after it was closed."""

    def close(self) -> None:
        """It stays."""


ANY = st.text(st.characters(codec=None), max_size=300)
STRANGE = st.sampled_from(
    ["../../etc/passwd", "con", "a\r\nb%0A%25.pdf", "\u202egnp.exe", "x" * 400, "ü" * 200, ". .", ""]
)


@given(ANY | STRANGE, st.sampled_from(["pdf", "text", "jpeg", "no kind"]), st.integers(1, 99_999))
def test_any_name_comes_to_one_that_every_system_takes(name: str, kind: str, n: int) -> None:
    path = names.in_bag(n, name, kind)
    folder, _, last = path.rpartition("/")
    assert folder == "data/papers"
    assert len(last.encode()) <= 170
    assert not set(last) & set('<>:"/\\|?*%\r\n\0')
    assert last == last.strip(" .")
    assert names.in_manifest(path) == path, "nothing in it has to be written otherwise"
    assert last.startswith(f"{n:04} ")


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(ANY | STRANGE, st.binary(max_size=2000)), max_size=6))
def test_a_bag_of_any_names_and_bytes_is_whole_and_a_changed_one_is_not(files: list[tuple[str, bytes]]) -> None:
    out = Plainly()
    made = bags.Bag(out, "ER-2026-000001", MADE)
    made.add("data/case.html", [b"<p>"])
    for n, (name, data) in enumerate(files, 1):
        assert made.add(names.in_bag(n, name, "text"), iter([data[:100], data[100:]]), len(data)) == len(data)
    made.close({"External-Identifier": "ER-2026-000001"})
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as packed:
        assert packed.testzip() is None
        with tempfile.TemporaryDirectory() as folder:
            packed.extractall(folder)
            here = Path(folder) / "ER-2026-000001"
            assert bagit.Bag(str(here)).validate()
            (here / "data/case.html").write_bytes(b"<b>")
            with pytest.raises(bagit.BagValidationError):
                bagit.Bag(str(here)).validate()


CHUNK = 64 * 1024
"""What age closes at a time."""


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_is_closed_in_pieces_opens_whole_elsewhere(size: int) -> None:
    """At the bounds of its chunks above all; a cut or a flipped byte opens nothing."""
    data = bytes(index % 251 for index in range(size))
    key = pyrage.x25519.Identity.generate()
    locked = closing.Locked(str(key.to_public()), b"closed elsewhere")
    packed, alone = Plainly(), Plainly()
    in_zip = closing.ToPassphrase(packed, locked, name="file.pdf", how="So.", made=MADE)
    for closed in (in_zip, closing.ToKey(alone, str(key.to_public()))):
        for begin in range(0, size, 50_000):
            closed.write(data[begin : begin + 50_000])
        closed.close()
    with zipfile.ZipFile(io.BytesIO(packed.getvalue())) as both:
        assert both.namelist() == [closing.HOW, closing.KEY_FILE, "file.pdf.age"]
        assert (both.read(closing.HOW), both.read(closing.KEY_FILE)) == (b"So.", b"closed elsewhere")
        entered = both.read("file.pdf.age")
    for whole in (entered, alone.getvalue()):
        assert pyrage.decrypt(whole, [key]) == data
        flipped = bytearray(whole)
        flipped[-20] ^= 1
        for wrong in (whole[:-1], bytes(flipped)):
            with pytest.raises(pyrage.DecryptError):
                pyrage.decrypt(wrong, [key])


def test_the_key_of_a_file_opens_by_its_passphrase_alone() -> None:
    made = closing.locked(WORDS)
    key = pyrage.x25519.Identity.from_str(pyrage.passphrase.decrypt(made.closed, WORDS).decode().strip())
    assert str(key.to_public()) == made.public
    with pytest.raises(pyrage.DecryptError):
        pyrage.passphrase.decrypt(made.closed, WORDS + "x")
    assert "AGE-SECRET-KEY" not in repr(made)


@pytest.mark.parametrize("text", ["", "age1", "AGE-SECRET-KEY-1", "ssh-ed25519 AAAA", "age1" + "q" * 58])
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(closing.NoRecipient):
        closing.recipient(text)


def plan(**more: Any) -> Plan:
    items = [
        {
            "n": n,
            "title": f"Call {n}",
            "when": "3 Nov 2026",
            "facts": [["By", "Ines"]],
            "text": f"MARKER-PL{n} 你 {'and on. ' * 16_000}",
        }
        for n in range(1, 4)
    ]
    paper = {
        "n": 4, "title": "Paper 1, “100 %.png”", "when": "4 Nov 2026", "facts": [], "path": "data/papers/0004 100.png",
        "name": "100 %.png", "kind": "png", "size": 10, "file_id": 1, "key": "00",
    }  # fmt: skip
    words = {name: name for name in ("index", "nothing", "number", "what", "when", "where", "papers", "lies", "damaged",
                                     "left_out")}  # fmt: skip
    words |= {"continued": "%(title)s, continued", "page_of": "page %(page)s of %(pages)s"}
    found: dict[str, Any] = {
        "form": "both", "lock": {}, "instance": "", "store": "", "number": "ER-2026-000001", "lang": "en",
        "title": "Case file ER-2026-000001", "legend": "Privileged and confidential.", "made": MADE.isoformat(),
        "facts": [["Kind", "Grievance"]], "about": ["A part of it."], "sections": [{"title": "Notes", "items": items}],
        "papers": [paper, {**paper, "n": 5, "file_id": 2, "kind": "mp4", "path": "data/papers/0005 film.mp4"}],
        "trail": [], "proof": "", "words": words, **more,
    }  # fmt: skip
    return found  # type: ignore[return-value]


@dataclass(frozen=True)
class Instance:
    instance: bytes = b"an installation!"


def built(folder: Path, said: Plan, papers: dict[int, bytes]) -> bytes:
    """By the process that builds, from sealed papers; opened again."""
    store, key = Store(folder / "store"), pyrage.x25519.Identity.generate()
    for paper in said["papers"]:
        if (data := papers.get(paper["n"])) is not None:
            sealing = vault.files.Encryptor(Instance(), paper["file_id"], bytes(32))
            with store.create(paper["file_id"]) as out:
                out.write(sealing.update(data) + sealing.finish())
                out.commit()
            paper |= {"size": len(data), "key": bytes(32).hex()}
    more = {
        "store": str(store.folder),
        "instance": Instance().instance.hex(),
        "lock": {"recipient": str(key.to_public())},
    }
    data = json.dumps({**said, **more, "form": "pdf"}).encode()
    with (folder / "out.age").open("wb") as out:
        command = [sys.executable, "-m", "casework.legal.handing.child", str(out.fileno())]
        whole = len(data).to_bytes(8) + data
        done = subprocess.run(command, input=whole, pass_fds=[out.fileno()], capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout
    return bytes(pyrage.decrypt((folder / "out.age").read_bytes(), [key]))


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """In two parts, a picture behind them."""
    picture = io.BytesIO()
    Image.new("RGB", (80, 60), "blue").save(picture, "PNG")
    folder = tmp_path_factory.mktemp("pdf")
    path = folder / "case.pdf"
    path.write_bytes(built(folder, plan(), {4: picture.getvalue(), 5: b"a film"}))
    return path


def test_a_document_in_parts_is_one_document_tagged_throughout(document: Path) -> None:
    with pikepdf.open(document) as found:
        with found.open_metadata() as known:
            assert known["{http://www.aiim.org/pdfua/ns/id/}part"] == "1", "pictures are ours to answer for"
            assert int(known["{http://ns.adobe.com/xap/1.0/t/pg/}NPages"]) == len(found.pages)
        assert str(found.Root.Lang) == "en"
        assert found.Root.MarkInfo.Marked
        parents = pikepdf.NumberTree(found.Root.StructTreeRoot.ParentTree)
        for page in found.pages:
            assert any(element.get("/Pg", page.obj) is not None for element in parents[int(page.StructParents)])
        figure = parents[int(found.pages[-1].StructParents)][0]
        assert str(figure.S) == "/Figure"
        assert str(figure.Alt) == "Paper 1, “100 %.png”, page 1 of 1"
        titles = [mark.title for mark in merging.marks(found)]
        places = {mark.title: mark.page for mark in merging.marks(found)}
    assert titles[:3] == ["Case file ER-2026-000001", "index", "Notes"]
    assert "Notes, continued" in titles
    assert places["4. Paper 1, “100 %.png”"] == max(places.values())


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext: install poppler-utils")
def test_every_page_reads_with_its_stamp_and_the_index_says_the_truth(document: Path) -> None:
    said = subprocess.run(["pdftotext", "-layout", document, "-"], capture_output=True, check=True, text=True).stdout
    pages = said.split("\f")[:-1]
    for number, page in enumerate(pages, 1):
        assert f"ER-2026-000001 · {number:06}" in page
        assert "Privileged and confidential." in page
    for n in (1, 2, 3):
        [line] = [line for line in pages[0].splitlines() if f"Call {n}" in line]
        assert f"MARKER-PL{n}" in pages[int(line.split()[-1]) - 1]
    assert "left_out" in pages[0], "a film is no page"
    assert f"{len(pages):06}" in pages[0], "the picture is the last page"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice: too large to be installed for one test")
def test_libreoffice_opens_both(document: Path, tmp_path: Path) -> None:
    said = press.begun(title="Chronology", number="ER-1", made=MADE)
    said["blocks"].append(press.table(["No.", "When", "What", "From"], [["1", "3 Nov", "MARKER-LO1", "x"]]))
    word = tmp_path / "chronology.docx"
    word.write_bytes(as_word(said))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    for path, kind in ((word, "txt:Text"), (document, "png")):
        command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert "MARKER-LO1" in (tmp_path / "chronology.txt").read_text()
    assert (tmp_path / "case.png").stat().st_size > 1000


def test_no_paper_that_breaks_its_reader_breaks_the_document(tmp_path: Path) -> None:
    """It stays in the index, and so does one that is not there."""
    rubbish = b"\x89PNG rubbish"
    with pikepdf.open(io.BytesIO(built(tmp_path, plan(sections=[]), {4: rubbish}))) as found:
        assert len(found.pages) == 1
