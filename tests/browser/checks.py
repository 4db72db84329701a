"""What must hold on every page: axe finds nothing, the markup is valid, the content security policy was never hit."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, ConsoleMessage, Page, Response

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
EMPTY = "<!doctype html><title>.</title>"
RULES = HERE.parent.parent / ".htmlvalidate.json"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BY_SIGHT = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
"""What the same page can break in other colours and at another width."""
COPIES: "WeakKeyDictionary[Browser, Page]" = WeakKeyDictionary()
STANDS = """() => ({
  html: document.documentElement.outerHTML,
  dark: matchMedia("(prefers-color-scheme: dark)").matches,
  beyond: document.documentElement.scrollWidth > innerWidth,
})"""
"""Asked for at once: Playwright brings what it needs for a question along anew for each page."""
LOOK = """async ([html, scripts, rules]) => {
  const read = new DOMParser().parseFromString(html, "text/html");  // what is read so runs no script
  if (!scripts) read.querySelectorAll("noscript").forEach(shown => shown.replaceWith(...shown.childNodes));
  document.replaceChild(document.adoptNode(read.documentElement), document.documentElement);
  await Promise.all([...document.querySelectorAll("link[rel=stylesheet]")].filter(link => !link.sheet).map(
    link => new Promise((done, fail) => { link.onload = done; link.onerror = () => fail(Error(link.href)); })));
  return (await axe.run(document, {runOnly: rules, resultTypes: ["violations"]})).violations;
}"""
"""Violations alone: in a third of the time of all that axe could tell."""


def node() -> str | None:
    """Node.js out of the wheel beside this Python, else the machine's."""
    beside = Path(sys.executable).with_name("node")
    return str(beside) if beside.exists() else shutil.which("node")


def axe(page: Page, *, scripts: bool = True, rules: list[str] = WCAG) -> list[str]:
    """A sentence for each violation of WCAG 2.2 AA, and one for what goes beyond the edge of the screen. axe reads a
    copy of the page as it stands, beside which it is loaded already: loading it takes longer than reading, and where
    scripts are off it could not run."""
    stands = page.evaluate(STANDS)
    violations: list[dict[str, Any]] = _copy_beside(page, dark=stands["dark"]).evaluate(
        LOOK, [stands["html"], scripts, rules]
    )
    found = [
        f"axe {violation['id']}: {violation['help']}: {node_['html']}"
        for violation in violations
        for node_ in violation["nodes"]
    ]
    return [*found, "edge: something stands beyond it"] if stands["beyond"] else found


def is_dark(page: Page) -> bool:
    return bool(page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"))


def _copy_beside(page: Page, *, dark: bool) -> Page:
    """An empty page at the same origin, of the same size and colours: one for each browser."""
    browser, origin = page.context.browser, _origin(page.url)
    assert browser
    if browser not in COPIES:
        COPIES[browser] = browser.new_page(reduced_motion="reduce")
    copy = COPIES[browser]
    if copy.url != origin:
        copy.route(origin, lambda route: route.fulfill(body=EMPTY, content_type="text/html"))
        copy.goto(origin)
        copy.unroute(origin)
        copy.evaluate((MODULES / "axe-core" / "axe.min.js").read_text())
    if page.viewport_size and page.viewport_size != copy.viewport_size:
        copy.set_viewport_size(page.viewport_size)
    copy.emulate_media(color_scheme="dark" if dark else "light")
    return copy


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/" if parts.netloc else "http://127.0.0.1:9/"


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
        self._faults: list[str] | None = None
        page.on("response", self._keep)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))

    def beside(self) -> "Watch":
        """Another tab of the same browser."""
        return Watch(self.page.context.new_page(), self._validator, scripts=self.scripts)

    def problems(self, rules: list[str] = WCAG) -> list[str]:
        """Everything wrong with the page as it stands now."""
        assert self._document, "no page was opened yet"
        if self._faults is None:
            self._faults = self._validator.errors(self._document.text())
        return [*axe(self.page, scripts=self.scripts, rules=rules), *self._faults, *self.complaints]

    def _keep(self, response: Response) -> None:
        request = response.request
        ours = request.is_navigation_request() and request.frame == self.page.main_frame
        if ours and response.status // 100 != 3:
            self._document, self._faults = response, None

    def _hear(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Permissions-Policy" in message.text:
            self.complaints.append(f"policy: {message.text}")
