"""What was said by phone or in person: written down, handed back, checked, corrected and confirmed."""

import re
from collections.abc import Callable

from httpx import Response

from .browser import Browser, hidden, text_of

ASKED = "Is this what you told us?"
RECEIPT = r"<output>([0-9A-Z-]{19})</output>"


class Back:
    """Somebody with a receipt, on the public site."""

    def __init__(self, staff: Browser, receipt: str) -> None:
        self.client = staff.world.client()
        assert self.client.post("/follow", data={"receipt": receipt}).status_code == 303

    def page(self) -> str:
        answer = self.client.get("/follow")
        assert answer.status_code == 200
        return text_of(answer.text)

    def says(self, **typed: str) -> Response:
        return self.client.post("/follow/confirmation", data=typed)


def recorded(browser: Browser) -> str:
    """Its receipt; the browser is on the new case then."""
    page = browser.page("/cases/new")
    typed = {
        **hidden(page, "/cases/new"), "kind": "harassment", "channel": "phone", "received_on": "2026-11-02",
        "site": "", "mode": "anonymous", "narrative": "He shouted at me at dock 3.", "no_conflict": "1",
    }  # fmt: skip
    answer = browser.client.post("/cases/new", data=typed)
    assert answer.status_code == 200, text_of(answer.text)[:800]
    browser.case = re.findall(r'href="(/cases/ER-\d{4}-\d{6})"', answer.text)[0]
    return str(re.findall(RECEIPT, answer.text)[0])


def test_what_was_said_by_phone_is_checked_corrected_and_confirmed(browse: Callable[[str], Browser]) -> None:
    worker = browse("specialist")
    back = Back(worker, recorded(worker))
    assert ASKED in back.page()
    assert "He shouted at me at dock 3." in back.page()
    assert back.says(correction="It was dock 4.").status_code == 303
    page = worker.page()
    assert "What they said, to be confirmed by the reporter, anonymous" in text_of(page)
    assert "It was dock 4." in page
    [party] = set(re.findall(r'/messages/(\d+)"', page))
    worker.done(f"/messages/{party}", text="He shouted at you at dock 4.", record="1")
    assert "He shouted at you at dock 4." in back.page()
    assert back.says().status_code == 303
    assert ASKED not in back.page()
    assert "has confirmed what was written down" in text_of(worker.page())
    worker.done(f"/messages/{party}", text="And on the Friday again.", record="1")
    assert ASKED in back.page()
    assert "has confirmed what was written down" not in text_of(worker.page())


def test_a_further_witness_is_handed_what_was_written_down(browse: Callable[[str], Browser]) -> None:
    worker = browse("specialist")
    page = worker.done("/parties", role="witness", name="Noor Jansen", relation="employee")
    path = re.findall(r"/parties/\d+/receipt", page)[0]
    form = worker.page(path)
    long = worker.send(path, form, said="x" * 30_001)
    assert long.status_code == 422
    assert "It is too long" in text_of(long.text)
    answer = worker.send(path, form, said="I heard it from the canteen.")
    back = Back(worker, re.findall(RECEIPT, answer.text)[0])
    said = back.page()
    assert ASKED in said
    assert "I heard it from the canteen." in said
    assert "MARKER-7Q4" not in said
    assert back.says().status_code == 303
    assert ASKED not in back.page()
    assert "I heard it from the canteen." in worker.page()


def test_a_witness_of_whom_nothing_was_written_down_is_not_asked(browse: Callable[[str], Browser]) -> None:
    worker = browse("specialist")
    page = worker.done("/parties", role="witness", name="Noor Jansen", relation="employee")
    path = re.findall(r"/parties/\d+/receipt", page)[0]
    answer = worker.send(path, said="")
    assert ASKED not in Back(worker, re.findall(RECEIPT, answer.text)[0]).page()
