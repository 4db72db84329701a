"""The organisation's own words, and the head above its letters."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
from PIL import Image
from sqlalchemy import select

from casework.cases.models import Letter
from casework.letters.writing.kinds import KINDS
from tests.cases.pages.browser import Browser, hidden, text_of

from .written import HOSTILE, finished, pages_of, witness, words_of

Browse = Callable[[str], Browser]


def test_whoever_goes_back_and_writes_on_has_written_on(browse: Browse) -> None:
    """The very same once more is a second click."""
    lead, path = browse("lead"), f"/settings/letters/{list(KINDS).index('closing')}"
    form = {**hidden(lead.client.get(path).text, path), "subject": "Over", "then": "save"}
    for text in ("{{dear}} MARKER-LT6", "{{dear}} MARKER-LT6", "{{dear}} MARKER-LT7"):
        assert lead.client.post(path, data={**form, "text": text}).status_code == 303
    page = lead.client.get(path).text
    assert "MARKER-LT7" in page
    assert "Version 2" in text_of(page)
    assert "Version 3" not in text_of(page)


def test_an_organisation_writes_in_its_own_words(browse: Browse) -> None:
    ines, lead, kind = browse("specialist"), browse("lead"), list(KINDS).index("closing")
    path = f"/settings/letters/{kind}"
    assert browse("specialist").get(path).status_code == 403

    def change(then: str = "save", **typed: str) -> Any:
        page = lead.client.get(path).text
        return lead.client.post(path, data={**hidden(page, path), "subject": "Over", "then": then, **typed})

    wrong = change(text="{{dear}} {{sanction}} {{ day")
    assert wrong.status_code == 422
    assert "There is no place “sanction” and “{{” in this letter. Its places are: {{dear}}" in text_of(wrong.text)
    gag = change(text="{{dear}} You may not discuss it.")
    assert gag.status_code == 422
    assert "would forbid to talk" in text_of(gag.text)
    own = f"{{{{dear}}}}\n\nMARKER-LT5 {HOSTILE}\n\n{{{{action?}}}}\n\n{{{{sender}}}}"
    assert change(text=own).status_code == 303
    assert "Version 1" in text_of(lead.client.get(path).text)
    head = "/settings/letters/head"
    typed = {
        **hidden(lead.client.get(head).text, head),
        "name": "Nord & Sons #x",
        "lines": "Quay 1\nUtrecht",
        "lang": "nl",
    }
    taken = lead.client.post(head, data=typed, files={"picture": ("a.png", b"GIF89a", "image/png")})
    assert "The picture has to be a PNG or a JPEG" in text_of(taken.text)
    picture = io.BytesIO()
    Image.new("RGB", (80, 60), "blue").save(picture, "PNG")
    files = {"picture": ("a.png", picture.getvalue(), "image/png")}
    assert lead.client.post(head, data=typed, files=files).status_code == 303
    data = lead.sure().client.get("/about-you/data")
    assert data.status_code == 200, "a picture is nothing that their own data could say"
    assert "Nord & Sons #x" in data.text
    letter = finished(ines, "closing", witness(ines))
    pdf = pages_of(ines, letter)
    said = words_of(pdf)
    assert f"MARKER-LT5 {HOSTILE}" in said
    assert "Nord & Sons #x Quay 1 Utrecht" in said
    with pikepdf.open(io.BytesIO(pdf)) as found:
        assert str(found.Root.Lang) == "nl"
        assert len(found.pages[0].Resources.XObject) >= 1
    with lead.world.database.reading() as db:
        assert db.scalars(select(Letter)).one().template_version == 1
