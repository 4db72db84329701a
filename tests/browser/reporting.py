"""The reporter's side of the job: a report with a picture, the receipt, the dialogue, the end."""

import base64
import re

from tests.browser.people import Somebody

STORY = "He stood behind me in the galley and put his hands on my hips. I said stop. He laughed."
FEAR = "I am afraid to lose my shifts."
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def report(reporter: Somebody) -> str:
    """Front door to receipt, past everything that can be wrong; the receipt as it is shown."""
    reporter.go("/")
    reporter.follow("Raise a concern")
    reporter.follow("Harassment")
    reporter.reads("Who will read this", "Mara Holt", "Ingrid Dahl", "Call 112.")
    _go_wrong(reporter)
    reporter.fill("What happened?", STORY)
    reporter.fill("When was the last time?", "last Friday")
    reporter.fill("What should happen", FEAR)
    reporter.attach("Photos or papers", "me-and-him.png", PIXEL, "image/png")
    reporter.press("Send it")
    reporter.heading("Your report is sent. Keep this receipt.")
    reporter.sound(everywhere=True)
    return re.sub(r"[^0-9A-Za-z]+", "-", reporter.page.locator("output").inner_text())


def _go_wrong(reporter: Somebody) -> None:
    """Nothing written, no name given, a file that cannot be taken: all said at once, and the rest is kept."""
    reporter.fill("Where?", "MV Solveig")
    reporter.tick("Yes, but keep my name apart")
    reporter.attach("Photos or papers", "run.exe", b"MZ\x90\x00" * 100, "application/octet-stream")
    reporter.press("Send it", 422)
    reporter.reads("Not sent yet: 3 things to look at", "Everything you typed is still here.")
    assert reporter.page.get_by_label("Where?").input_value() == "MV Solveig"
    reporter.sound(everywhere=True)
    reporter.tick("No: stay anonymous")


def come_back(reporter: Somebody, receipt: str, *, mistaken: bool = False) -> None:
    """By the page that everyone has."""
    reporter.go("/follow")
    if mistaken:
        reporter.fill("Receipt", "0000-0000")
        reporter.press("Go on to my report", 422)
        reporter.reads("Not opened yet")
    reporter.fill("Receipt", receipt.lower().replace("-", " "))
    reporter.press("Go on to my report")


def leave(reporter: Somebody) -> None:
    reporter.press("Close my report")
    reporter.go("/follow")
    reporter.reads("With the receipt you read our answers")


def type_back(reporter: Somebody, receipt: str) -> None:
    """On the page of the receipt itself."""
    reporter.fill("Receipt", receipt)
    reporter.press("Go on to my report")
    reporter.reads("Where it stands", "What we ask you, and what you write to us, will stand here.")
    reporter.sound(everywhere=True)


def answer(reporter: Somebody, words: str, *, sound: bool = False) -> None:
    if sound:
        reporter.press("Send", 422)
        reporter.reads("Not sent yet")
        reporter.sound()
    reporter.fill("Your message", words)
    reporter.press("Send")
    reporter.reads(words)
    if sound:
        reporter.sound(everywhere=True)
