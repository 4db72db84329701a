"""Forgetting the password, as a person does: the mail arrives, the paper is found, and they are back in."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.browser import people
from tests.browser.checks import Watch
from tests.browser.colleagues import enrolled
from tests.browser.people import Phone, Somebody, step_up
from tests.installation import Installation, found, served
from tests.mail.server import SENDER, PostOffice, certificate, opened

NEW = "an umbrella in the fruit bowl"


@pytest.fixture
def office() -> PostOffice:
    return PostOffice()


@pytest.fixture
def posting(tmp_path: Path, office: PostOffice) -> Iterator[Installation]:
    """An installation that sends mail to a server beside it."""
    made, trusted = found(tmp_path / "casework"), certificate(tmp_path)
    mail = {
        "CASEWORK_MAIL": f"smtps://127.0.0.1:{office.port}",
        "CASEWORK_MAIL_FROM": SENDER,
        "SSL_CERT_FILE": str(trusted),
    }
    made = replace(made, environment={**made.environment, **mail})
    with opened(office, trusted), served(made):
        yield made


def letter(office: PostOffice, subject: str, *, after: int = 0) -> EmailMessage:
    """The mail of this subject that arrives next."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found_ = [mail for mail in office.mails[after:] if mail["subject"] == subject]
        if found_:
            return found_[0]
        time.sleep(0.2)
    raise TimeoutError(f"no mail “{subject}” among {[mail['subject'] for mail in office.mails]}")


def link_in(mail: EmailMessage) -> str:
    words = str(mail.get_content()).split()
    return next(word for word in words if word.startswith("http"))


def ask(who: Somebody, office: PostOffice, *, sound: bool = False) -> str:
    before = len(office.mails)
    who.go("/recover")
    who.heading("Forgot the password")
    if sound:
        who.sound(everywhere=True)
        who.press("Send me the link", 422)
        who.reads("Type your e-mail address.")
        who.sound()
    who.fill("E-mail", who.email)
    who.press("Send me the link")
    who.reads("a link is on its way")
    if sound:
        who.sound(everywhere=True)
    return link_in(letter(office, "Your link to Casework", after=before))


def test_from_forgetting_to_being_back(
    posting: Installation, office: PostOffice, visitor: Callable[..., Watch], scripts: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    ingrid = Somebody(visitor(scripts=scripts), posting.origin)
    paper = enrolled(ingrid, posting, "Ingrid Dahl")
    _choose(ingrid)
    ingrid.press("Sign out")
    _with_paper(ingrid, office, paper)
    _without_paper(ingrid, office)
    _with_new_phone(ingrid, office, paper)
    monkeypatch.setattr(people, "PASSWORD", NEW)
    people.sign_in(ingrid)
    ingrid.go("/me/email")
    step_up(ingrid)
    _elsewhere(ingrid, office)


def _choose(ingrid: Somebody) -> None:
    ingrid.go("/me/told")
    ingrid.sound(everywhere=True)
    ingrid.page.get_by_label("A reporter wrote").uncheck()
    ingrid.press("Save")
    ingrid.reads("Saved.")
    ingrid.go("/settings/mail")
    ingrid.sound(everywhere=True)
    ingrid.press("Send a mail to myself")
    ingrid.reads("A mail to you waits")


def _with_paper(ingrid: Somebody, office: PostOffice, paper: str) -> None:
    assert "arrives" in letter(office, "News in Casework").get_content()
    link = ask(ingrid, office, sound=True)
    ingrid.go(link)
    ingrid.heading("Take a new password")
    ingrid.sound(everywhere=True)
    ingrid.fill("Recovery code", paper[::-1])
    ingrid.fill("New password", NEW)
    ingrid.fill("The same again", NEW)
    ingrid.press("Take the new password", 422)
    ingrid.reads("This is not the recovery code of this account")
    ingrid.sound()
    ingrid.fill("Recovery code", paper)
    ingrid.fill("New password", NEW)
    ingrid.fill("The same again", NEW)
    ingrid.press("Take the new password")
    ingrid.reads("Your password is changed")
    ingrid.go(link, 404)
    ingrid.sound()


def _without_paper(ingrid: Somebody, office: PostOffice) -> None:
    ingrid.go(ask(ingrid, office))
    ingrid.follow("The paper is gone")
    ingrid.sound(everywhere=True)
    ingrid.fill("Code from your phone", "12")
    ingrid.press("Enrol once more", 422)
    ingrid.reads("This code does not fit")
    ingrid.sound()
    ingrid.fill("Code from your phone", ingrid.phone.code())
    ingrid.press("Enrol once more")
    ingrid.heading("Welcome, Ingrid Dahl")


def _with_new_phone(ingrid: Somebody, office: PostOffice, paper: str) -> None:
    """They think better of it, find the paper, and the phone falls into the harbour."""
    ingrid.go(ask(ingrid, office))
    ingrid.follow("My phone is gone")
    ingrid.sound(everywhere=True)
    ingrid.phone = Phone(ingrid.region("Your new phone").locator("code").inner_text(), ingrid.origin)
    ingrid.fill("Recovery code", paper)
    ingrid.fill("Code from the new phone", ingrid.phone.code())
    ingrid.fill("New password", NEW)
    ingrid.fill("The same again", NEW)
    ingrid.press("Take the new password")
    ingrid.reads("Your password is changed")


def _elsewhere(ingrid: Somebody, office: PostOffice) -> None:
    ingrid.heading("Change the e-mail address")
    ingrid.sound(everywhere=True)
    ingrid.fill("New e-mail address", "nowhere")
    ingrid.press("Change it", 422)
    ingrid.sound()
    ingrid.fill("New e-mail address", "ingrid.dahl@example.org")
    before = len(office.mails)
    ingrid.press("Change it")
    ingrid.reads("Your address is changed", "ingrid.dahl@example.org")
    ingrid.go(link_in(letter(office, "Your link to Casework", after=before)))
    ingrid.heading("This was not me")
    ingrid.sound(everywhere=True)
    ingrid.press("It was not me")
    ingrid.heading("Your address counts again")
    ingrid.sound(everywhere=True)
    ingrid.go("/me")
    ingrid.heading("Sign in")
