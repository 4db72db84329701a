"""The instruments themselves: a fault put before them is found, with scripts and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Error

from tests.browser.checks import BY_SIGHT, Validator, Watch, axe

GOOD = "<!doctype html><html lang='en'><head><title>Good</title></head><body><main><h1>Good</h1></main></body></html>"
BAD = GOOD.replace("<h1>Good</h1>", "<h1>Good</h1><img src='data:,'>")


def test_axe_finds_a_picture_without_words(visitor: Callable[..., Watch], scripts: bool) -> None:
    page = visitor(scripts=scripts).page
    page.set_content(GOOD)
    assert axe(page, scripts=scripts) == []
    page.set_content(BAD)
    assert [problem.split(":")[0] for problem in axe(page, scripts=scripts)] == ["axe image-alt"]


def test_axe_sees_what_is_seen_at_this_size_in_these_colours(visitor: Callable[..., Watch]) -> None:
    faint = "<style>@media (width < 400px) and (prefers-color-scheme: dark) { h1 { color: #eee } }</style></head>"
    page = visitor(width=390, dark=True).page
    page.set_content(GOOD.replace("</head>", faint))
    assert [problem.split(":")[0] for problem in axe(page)] == ["axe color-contrast"]
    assert axe(page, rules=BY_SIGHT) == axe(page)
    page.emulate_media(color_scheme="light")
    assert axe(page) == []


def test_axe_reads_what_only_stands_there_without_scripts(visitor: Callable[..., Watch]) -> None:
    bad = GOOD.replace("</h1>", "</h1><noscript><img src='data:,'></noscript>")
    for scripts, found in ((True, []), (False, ["axe image-alt"])):
        page = visitor(scripts=scripts).page
        page.set_content(bad)
        assert [problem.split(":")[0] for problem in axe(page, scripts=scripts)] == found


def test_a_page_without_its_style_sheet_is_not_looked_at(visitor: Callable[..., Watch]) -> None:
    page = visitor().page
    page.set_content(GOOD.replace("</head>", "<link rel='stylesheet' href='http://127.0.0.1:9/none.css'></head>"))
    with pytest.raises(Error, match=r"none\.css"):
        axe(page)


def test_what_stands_beyond_the_edge_is_found(visitor: Callable[..., Watch]) -> None:
    page = visitor(width=390).page
    for width, found in ((390, []), (391, ["edge"])):
        page.set_content(GOOD.replace("<body>", f"<body style='margin: 0; width: {width}px'>"))
        assert [problem.split(":")[0] for problem in axe(page)] == found


def test_html_validate_finds_an_unclosed_element(validator: Validator) -> None:
    good = GOOD.replace("'", '"')
    assert validator.errors(good) == []
    assert any("close-order" in error for error in validator.errors(good.replace("</h1>", "")))


def test_a_hit_policy_is_heard(visitor: Callable[..., Watch]) -> None:
    watch = visitor()
    watch.page.route(
        "http://127.0.0.1:9/",
        lambda route: route.fulfill(
            body="<!doctype html><title>x</title><p style='color: red'>x",
            content_type="text/html",
            headers={"Content-Security-Policy": "default-src 'none'"},
        ),
    )
    watch.page.goto("http://127.0.0.1:9/")
    assert any("policy" in complaint for complaint in watch.complaints)
    watch.complaints.clear()
