"""What must hold on every page: axe finds nothing, the markup is valid, the content security policy was never hit."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, ConsoleMessage, Page, Response

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
RULES = HERE.parent.parent / ".htmlvalidate.json"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COPIES: "WeakKeyDictionary[Browser, Page]" = WeakKeyDictionary()
RUN = "async tags => (await axe.run(document, {runOnly: tags, resultTypes: ['violations']})).violations"
"""In a third of the time of all that axe could tell."""


def node() -> str | None:
    """Node.js out of the wheel beside this Python, else the machine's."""
    beside = Path(sys.executable).with_name("node")
    return str(beside) if beside.exists() else shutil.which("node")


def axe(page: Page, *, scripts: bool = True) -> list[str]:
    """A sentence for each violation of WCAG 2.2 AA. Evaluated in the page, for its policy blocks script tags."""
    if not scripts:
        return _axe_elsewhere(page)
    page.evaluate((MODULES / "axe-core" / "axe.min.js").read_text())
    violations: list[dict[str, Any]] = page.evaluate(RUN, WCAG)
    return [
        f"axe {violation['id']}: {violation['help']}: {node_['html']}"
        for violation in violations
        for node_ in violation["nodes"]
    ]


def is_dark(page: Page) -> bool:
    return bool(page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"))


def _axe_elsewhere(page: Page) -> list[str]:
    """Where scripts are off axe cannot run either: it reads a copy, whose own scripts are kept from it."""
    copy, html = _copy_beside(page), page.content()
    copy.emulate_media(color_scheme="dark" if is_dark(page) else "light", reduced_motion="reduce")
    if page.viewport_size:
        copy.set_viewport_size(page.viewport_size)
    if not page.url.startswith("http"):
        copy.set_content(html)
        return axe(copy)
    address = page.url.partition("#")[0]
    copy.route(address, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    copy.goto(address)
    copy.unroute(address)
    return axe(copy)


def _copy_beside(page: Page) -> Page:
    """One for each browser: opening one each time takes longer than looking at it."""
    browser = page.context.browser
    assert browser
    if browser not in COPIES:
        COPIES[browser] = browser.new_page()
        COPIES[browser].route("**/*.js", lambda route: route.abort())
    return COPIES[browser]


class Validator:
    """html-validate, started once: a process a page would take half a second each."""

    def __init__(self) -> None:
        command = [node() or "node", str(HERE / "validate.mjs"), str(RULES)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HERE, env=dict(os.environ)
        )

    def errors(self, html: str) -> list[str]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(html) + "\n")
        self._process.stdin.flush()
        messages: list[str] = json.loads(self._process.stdout.readline())
        return [f"html {message}" for message in messages]

    def close(self) -> None:
        self._process.communicate()


class Watch:
    """Follows a page: the HTML as it was sent, and everything that the policy or a script complained about."""

    def __init__(self, page: Page, validator: Validator, *, scripts: bool = True) -> None:
        self.page, self._validator, self.scripts = page, validator, scripts
        self.complaints: list[str] = []
        self._document: Response | None = None
        page.on("response", self._keep)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))

    def problems(self) -> list[str]:
        """Everything wrong with the page as it stands now."""
        assert self._document, "no page was opened yet"
        return [
            *axe(self.page, scripts=self.scripts),
            *self._validator.errors(self._document.text()),
            *self.complaints,
        ]

    def _keep(self, response: Response) -> None:
        request = response.request
        ours = request.is_navigation_request() and request.frame == self.page.main_frame
        if ours and response.status // 100 != 3:
            self._document = response

    def _hear(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Permissions-Policy" in message.text:
            self.complaints.append(f"policy: {message.text}")
