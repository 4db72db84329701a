"""Every page that a stranger can open, on a telephone and on a desk, light and dark, with scripts and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Response

from tests.browser.checks import Watch
from tests.installation import Installation

PAGES = (
    "/",
    "/report",
    "/report?kind=unsure&site=unsure",
    "/follow",
    "/support",
    "/recover",
    "/sign-in",
    "/no-such-page",
)
FIRST_VISIT = 12 * 1024


@pytest.mark.parametrize("path", PAGES)
def test_it_is_sound(installation: Installation, visitor: Callable[..., Watch], scripts: bool, path: str) -> None:
    width, dark = (1280, True) if scripts else (390, False)
    watch = visitor(scripts=scripts, width=width, dark=dark)
    watch.page.goto(installation.origin + path)
    assert watch.problems() == []
    body = watch.page.locator("body").bounding_box()
    assert body
    assert body["width"] <= width


@pytest.mark.parametrize("path", PAGES[:-2])
def test_a_stranger_gets_no_cookie(installation: Installation, visitor: Callable[..., Watch], path: str) -> None:
    page = visitor().page
    page.goto(installation.origin + path)
    assert page.context.cookies() == []


@pytest.mark.parametrize("path", PAGES[:-1])
def test_a_first_visit_is_light(installation: Installation, visitor: Callable[..., Watch], path: str) -> None:
    page = visitor().page
    seen: list[Response] = []

    def keep(response: Response) -> None:
        seen.append(response)

    page.on("response", keep)
    page.goto(installation.origin + path, wait_until="load")
    sizes = [response.request.sizes() for response in seen]
    assert sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes) <= FIRST_VISIT


def test_the_keyboard_gets_everywhere(installation: Installation, visitor: Callable[..., Watch]) -> None:
    page = visitor().page
    page.goto(installation.origin + "/")
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.getAttribute('href') ?? ''"))
    links = set(page.locator("a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))"))
    assert links
    assert links - reached == set()
