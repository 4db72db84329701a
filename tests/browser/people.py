"""Somebody at a browser: they go to pages, read words and press what has a name. And the phone that makes codes."""

import base64
import hmac
import re
import struct
import time
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, Response, expect

from tests.browser.checks import BY_SIGHT, WCAG, Watch, is_dark
from tests.installation import forget_codes

PASSWORD = "seven grey herons over the harbour"
STEP = 30


@dataclass
class Phone:
    """An authenticator app (RFC 6238). It shows no code twice, for none is accepted twice; where it would have to wait
    for the next one, `origin`'s installation is made to forget which it took last, as if half a minute had gone by."""

    secret: str
    origin: str = ""
    used: int = 0

    def code(self) -> str:
        """A code of this half minute, or of the next if this one was used: the half minute may end while it is typed,
        and the one before would then be too old."""
        now = int(time.time()) // STEP
        self.used = max(now, self.used + 1)
        if self.used > now + 1:
            forget_codes(self.origin)
            self.used = now
        return self._of(self.used)

    def _of(self, step: int) -> str:
        key = base64.b32decode(self.secret.replace(" ", ""))
        digest = hmac.digest(key, struct.pack(">Q", step), "sha1")
        start = digest[-1] & 15
        number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
        return f"{number % 1_000_000:06d}"


@dataclass
class Somebody:
    """One person with a browser of their own. All names are those that a person reads, from their beginning."""

    watch: Watch
    origin: str
    email: str = ""
    phone: Phone = field(default_factory=lambda: Phone(""))
    warned: set[str] = field(default_factory=set)

    @property
    def page(self) -> Page:
        return self.watch.page

    def go(self, path: str, status: int = 200) -> None:
        answer = self.page.goto(path if path.startswith("http") else self.origin + path)
        assert answer
        assert answer.status == status, f"{answer.status} of {answer.url}"

    def press(self, name: str, status: int = 200) -> None:
        """A button, and the page that comes after it."""
        self.open(self.page.get_by_role("button", name=_from(name)).first, status)

    def follow(self, name: str) -> None:
        self.open(self.page.get_by_role("link", name=_from(name)).first)

    def open(self, target: Locator, status: int = 200) -> None:
        """Click it; another page is there afterwards, loaded: a script may take a while before it leaves this one."""
        with self.page.expect_response(_is_page) as answered, self.page.expect_event("load"):
            target.click()
        assert answered.value.status == status, f"{answered.value.status} of {answered.value.url}: {self._said()}"

    def fill(self, label: str, words: str) -> None:
        """Type it, or choose it where there is a list."""
        field = self._field(label)
        if field.and_(self.page.locator("select")).count():
            field.select_option(label=words)
        else:
            field.fill(words)

    def choose(self, label: str, option: str) -> None:
        self._field(label).select_option(label=option)

    def tick(self, name: str) -> None:
        boxes, buttons = (self.page.get_by_role(role, name=_from(name)) for role in ("checkbox", "radio"))
        boxes.or_(buttons).check()

    def attach(self, label: str, name: str, data: bytes, type_: str) -> None:
        self._field(label).set_input_files({"name": name, "mimeType": type_, "buffer": data})

    def reads(self, *sentences: str) -> None:
        for sentence in sentences:
            expect(self.page.locator("main")).to_contain_text(sentence)

    def reads_no(self, *sentences: str) -> None:
        words = self.page.locator("body").inner_text()
        for sentence in sentences:
            assert sentence not in words

    def heading(self, words: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words)

    def region(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name)

    def sound(self, *, everywhere: bool = False) -> None:
        """Nothing to find for axe and html-validate, no policy hit, nothing beyond the edge; or so on every screen.

        Where scripts are off one screen is enough: the page is the same, and was looked at with them. What a walk
        through the demo shows, forms and their empty answers, test_every_page looks at: here it is what only this
        person comes to.
        """
        self._sound()
        if everywhere and self.watch.scripts:
            here = self.page.viewport_size
            assert here
            dark = is_dark(self.page)
            self._screen(1280 if here["width"] < 1280 else 390, dark=not dark)
            self._sound(BY_SIGHT)
            self._screen(here["width"], dark=dark)

    def _said(self) -> str:
        return self.page.locator("main").inner_text()[:500]

    def _screen(self, width: int, *, dark: bool) -> None:
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme="dark" if dark else "light")

    def _sound(self, rules: list[str] = WCAG) -> None:
        found = self.watch.problems(rules)
        assert found == [], f"{self.page.url}: {found}"

    def _field(self, label: str) -> Locator:
        return self.page.get_by_label(_from(label)).and_(self.page.locator("input, select, textarea")).first


def _from(name: str) -> "re.Pattern[str]":
    """Labels go on with “(if you like)”, choices with what they mean."""
    return re.compile(rf"^\s*{re.escape(name)}")


def _is_page(response: Response) -> bool:
    return response.request.is_navigation_request() and response.status // 100 != 3


def enrol(who: Somebody, link: str, *, sound: bool = False) -> str:
    """From a set-up link to being signed in; their recovery code."""
    who.go(link)
    who.email = who.page.get_by_label("E-mail").input_value()
    if sound:
        who.sound(everywhere=True)
        who.fill("New password", "too short")
        who.press("Go on", 422)
        who.reads("That did not work yet", "At least 15 characters")
        who.sound()
    who.fill("New password", PASSWORD)
    who.fill("The same again", PASSWORD)
    who.press("Go on")
    code = who.region("Your recovery code").get_by_role("status").inner_text()
    who.phone = Phone(who.region("Your phone").locator("code").inner_text(), who.origin)
    if sound:
        who.sound(everywhere=True)
        who.fill("Recovery code", code[::-1])
        who.fill("Code from your phone", "12")
        who.press("Enrol", 422)
        who.reads("This is not the recovery code that was shown")
        who.sound()
    who.fill("Recovery code", code.lower())
    who.fill("Code from your phone", who.phone.code())
    who.press("Enrol")
    return code


def sign_in(who: Somebody, *, sound: bool = False) -> None:
    who.go("/sign-in")
    if sound:
        who.fill("E-mail", who.email)
        who.fill("Password", PASSWORD[::-1])
        who.press("Sign in", 422)
        who.reads("E-mail and password do not fit together")
    who.fill("E-mail", who.email)
    who.fill("Password", PASSWORD)
    who.press("Sign in")
    who.heading("Code from your phone")
    if sound:
        who.sound(everywhere=True)
        who.fill("Code", "12")
        who.press("Sign in", 422)
        who.reads("This code does not fit")
        who.sound()
    who.fill("Code", who.phone.code())
    who.press("Sign in")


def step_up(who: Somebody, *, sound: bool = False) -> None:
    """They are asked again; they prove it."""
    who.heading("Is it you?")
    if sound:
        who.sound()
    who.fill("Password", PASSWORD)
    who.fill("Code", who.phone.code())
    who.press("It is me")
