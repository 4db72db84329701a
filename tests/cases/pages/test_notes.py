"""Notes and messages, from the page: written, corrected, retracted, answered; nothing typed is lost."""

import re
from collections.abc import Callable

from .browser import Browser, hidden, text_of


def test_a_note_is_written_corrected_and_retracted(browse: Callable[[str], Browser]) -> None:
    browser = browse("specialist")
    page = browser.done("/notes", browser.page(), readers="internal", heading="A call", text="The rota.\n\nIt was new.")
    assert "<p>The rota.</p><p>It was new.</p>" in page
    [note] = re.findall(r"/notes/(\d+)/correction", page)
    page = browser.done(f"/notes/{note}/correction", text="The rota of May.", reason="The wrong month.")
    said = text_of(page)
    assert "Corrected by You" in said
    assert "The wrong month." in said
    assert "The rota of May." in said
    assert "The earlier text The rota." in said
    page = browser.done(f"/notes/{note}/retraction", reason="Another case.")
    assert "Note, retracted" in page
    assert "The rota of May." in page
    assert f"/notes/{note}/correction" not in page


def test_a_note_without_text_is_named_and_what_was_typed_stays(browse: Callable[[str], Browser]) -> None:
    browser = browse("specialist")
    answer = browser.send("/notes", browser.page(), readers="internal", heading="Only a heading <b>", text="  ")
    assert answer.status_code == 422
    assert "Note: This is missing." in text_of(answer.text)
    assert 'value="Only a heading &lt;b&gt;"' in answer.text
    again = browser.client.post(
        f"{browser.case}/notes",
        data={**hidden(answer.text, f"{browser.case}/notes"), "readers": "internal", "text": "Now."},
    )
    assert again.status_code == 303
    assert "<p>Now.</p>" in browser.page()


def test_a_form_that_was_sent_already_does_nothing_twice(browse: Callable[[str], Browser]) -> None:
    browser = browse("specialist")
    page = browser.page()
    for _ in range(2):
        browser.done("/notes", page, readers="internal", text="Only once.")
    browser.done("/notes", page, readers="internal", text="Stopped, and written anew.")
    now = browser.page()
    assert [now.count(f"<p>{words}</p>") for words in ("Only once.", "Stopped, and written anew.")] == [1, 1]


def test_who_is_second_at_a_note_sees_what_changed_and_keeps_the_text(browse: Callable[[str], Browser]) -> None:
    first, second = browse("specialist"), browse("lead")
    page = first.done("/notes", first.page(), readers="internal", text="As it was.")
    [note] = re.findall(r"/notes/(\d+)/correction", page)
    old = second.page(f"/notes/{note}/correction")
    first.done(f"/notes/{note}/correction", text="As it is.", reason="Better.")
    answer = second.send(f"/notes/{note}/correction", old, text="As I have it.", reason="Mine.")
    assert answer.status_code == 409
    said = text_of(answer.text)
    assert "This changed while you wrote" in said
    assert "Specialist Example corrected this note" in said
    assert "As I have it." in answer.text
    page = second.done(f"/notes/{note}/correction", answer.text, then="keep", text="As I have it.", reason="Mine.")
    assert "The note as it should read: As I have it." in page
    assert "As it is." in page


def test_a_privileged_note_goes_to_counsel_and_its_writer_cannot_read_it_back(browse: Callable[[str], Browser]) -> None:
    browser = browse("specialist")
    assert "Readable by counsel only; not by you, once sent" in browser.page()
    said = text_of(browser.done("/notes", browser.page(), readers="privileged", text="For counsel alone."))
    assert "For counsel alone." not in said
    assert "Readable by counsel only; not by you, once sent" in said
    assert "Counsel Example" not in said
    counsel = browse("counsel")
    assert "do you know them" in counsel.page()
    counsel.done("/declaration", counsel.page(), conflict="none")
    seen = text_of(counsel.page())
    assert "For counsel alone." in seen
    assert "MARKER-7Q4" not in seen
    assert "Viktor Hale" not in seen


def test_a_message_to_the_reporter_stands_in_the_timeline(browse: Callable[[str], Browser]) -> None:
    browser = browse("lead")
    party = browser.world.cast["reporter"].id
    page = browser.done(f"/messages/{party}", text="Thank you. We look into it.")
    assert "Message to the reporter, anonymous" in page
    assert "<p>Thank you. We look into it.</p>" in page
