"""Forgetting the password, as a person does: the mail arrives, the paper is found, and they are back in."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
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


@dataclass
class Post:
    """A mail server, and the installation beside it that sends there."""

    office: PostOffice
    place: Installation

    def letter(self, subject: str, *, after: int = 0, hurry: bool = True) -> EmailMessage:
        """The mail of this subject that arrives next. `hurry`: `casework mail` sends it before the server comes to."""
        if hurry:
            self.place.casework("mail")
        end = time.monotonic() + 60
        while time.monotonic() < end:
            for mail in self.office.mails[after:]:
                if mail["subject"] == subject:
                    return mail
            time.sleep(0.2)
        raise TimeoutError(f"no mail “{subject}” among {[mail['subject'] for mail in self.office.mails]}")


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    office, made, trusted = PostOffice(), found(tmp_path / "casework"), certificate(tmp_path)
    mail = {
        "CASEWORK_MAIL": f"smtps://127.0.0.1:{office.port}",
        "CASEWORK_MAIL_FROM": SENDER,
        "SSL_CERT_FILE": str(trusted),
    }
    made = replace(made, environment={**made.environment, **mail})
    with opened(office, trusted), served(made):
        yield Post(office, made)


def link_in(mail: EmailMessage) -> str:
    words = str(mail.get_content()).split()
    return next(word for word in words if word.startswith("http"))


def ask(who: Somebody, post: Post, *, sound: bool = False) -> str:
    before = len(post.office.mails)
    who.go("/recover")
    who.heading("Forgot the password")
    if sound:
        who.press("Send me the link", 422)
        who.reads("Type your e-mail address.")
        who.sound()
    who.fill("E-mail", who.email)
    who.press("Send me the link")
    who.reads("a link is on its way")
    if sound:
        who.sound(everywhere=True)
    return link_in(post.letter("Your link to Casework", after=before))


def test_from_forgetting_to_being_back(
    post: Post, visitor: Callable[..., Watch], scripts: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    ingrid = Somebody(visitor(scripts=scripts), post.place.origin)
    paper = enrolled(ingrid, post.place, "Ingrid Dahl")
    _choose(ingrid)
    ingrid.press("Sign out")
    _with_paper(ingrid, post, paper)
    _without_paper(ingrid, post)
    _with_new_phone(ingrid, post, paper)
    monkeypatch.setattr(people, "PASSWORD", NEW)
    people.sign_in(ingrid)
    ingrid.go("/me/email")
    step_up(ingrid)
    _elsewhere(ingrid, post)


def _choose(ingrid: Somebody) -> None:
    ingrid.go("/me/told")
    ingrid.page.get_by_label("Somebody on a case wrote").uncheck()
    ingrid.press("Save")
    ingrid.reads("Saved.")
    ingrid.go("/settings/mail")
    ingrid.press("Send a mail to myself")
    ingrid.reads("A mail to you waits")


def _with_paper(ingrid: Somebody, post: Post, paper: str) -> None:
    assert "arrives" in post.letter("News in Casework", hurry=False).get_content()
    link = ask(ingrid, post, sound=True)
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


def _without_paper(ingrid: Somebody, post: Post) -> None:
    ingrid.go(ask(ingrid, post))
    ingrid.follow("The paper is gone")
    ingrid.sound(everywhere=True)
    ingrid.fill("Code from your phone", "12")
    ingrid.press("Enrol once more", 422)
    ingrid.reads("This code does not fit")
    ingrid.sound()
    ingrid.fill("Code from your phone", ingrid.phone.code())
    ingrid.press("Enrol once more")
    ingrid.heading("Welcome, Ingrid Dahl")


def _with_new_phone(ingrid: Somebody, post: Post, paper: str) -> None:
    """They think better of it, find the paper, and the phone falls into the harbour."""
    ingrid.go(ask(ingrid, post))
    ingrid.follow("My phone is gone")
    ingrid.sound(everywhere=True)
    ingrid.phone = Phone(ingrid.region("Your new phone").locator("code").inner_text(), ingrid.origin)
    ingrid.fill("Recovery code", paper)
    ingrid.fill("Code from the new phone", ingrid.phone.code())
    ingrid.fill("New password", NEW)
    ingrid.fill("The same again", NEW)
    ingrid.press("Take the new password")
    ingrid.reads("Your password is changed")


def _elsewhere(ingrid: Somebody, post: Post) -> None:
    ingrid.heading("Change the e-mail address")
    ingrid.fill("New e-mail address", "nowhere")
    ingrid.press("Change it", 422)
    ingrid.fill("New e-mail address", "ingrid.dahl@example.org")
    before = len(post.office.mails)
    ingrid.press("Change it")
    ingrid.reads("Your address is changed", "ingrid.dahl@example.org")
    ingrid.go(link_in(post.letter("Your link to Casework", after=before)))
    ingrid.heading("This was not me")
    ingrid.sound(everywhere=True)
    ingrid.press("It was not me")
    ingrid.heading("Your address counts again")
    ingrid.sound(everywhere=True)
    ingrid.go("/me")
    ingrid.heading("Sign in")
