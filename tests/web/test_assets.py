"""Static files: named by their content, served for good; and a first visit stays small."""

import gzip
from typing import Any

import pytest
from litestar import Request, Response, get

from casework.settings import shared
from casework.web import assets
from casework.web.assets import shorten, static
from casework.web.page import page

from .conftest import Start


@get("/staffed", opt={"own": True}, sync_to_thread=True)
def staffed(request: Request[Any, Any, Any]) -> Response[str]:
    return page(request, "layouts/staff.html")


@pytest.mark.parametrize("name", assets.BUNDLES)
def test_a_file_is_served_as_it_is(start: Start, name: str) -> None:
    asset = assets.assets()[name]
    client = start()
    packed, plain = client.get(asset.path), client.get(asset.path, headers={"Accept-Encoding": "identity"})
    assert packed.content == plain.content == asset.plain == gzip.decompress(asset.packed)
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["content-type"].startswith(assets.TYPES["." + name.rsplit(".", maxsplit=1)[-1]])
    assert packed.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("name", ["casework.css", "public.000000000000.css", "..%2f..%2fpyproject.toml"])
def test_any_other_name_is_nothing(start: Start, name: str) -> None:
    assert start().get(f"/static/{name}").status_code == 404


def test_an_unknown_file_is_an_error() -> None:
    with pytest.raises(KeyError):
        static("nothing.css")


def test_every_file_of_ours_is_in_a_bundle() -> None:
    folder = shared("static")
    there = {str(path.relative_to(folder)) for path in folder.rglob("*.*") if path.suffix in assets.TYPES}
    assert there == {source for sources in assets.BUNDLES.values() for source in sources}


def test_a_stylesheet_says_the_same_when_shortened() -> None:
    css = (
        "/* a { b: c } */\n@media (min-width: 1px) and (color) {\n  a :is(b, c) > d { x: calc(1px + 2px); y: z; }\n}\n"
    )
    assert shorten(css) == "@media (min-width: 1px) and (color){a :is(b,c) > d{x: calc(1px + 2px);y: z}}"
    sheet = assets.assets()["staff.css"].plain.decode()
    assert sheet.count("{") == sheet.count("}")
    assert "/*" not in sheet


def test_nothing_comes_from_elsewhere() -> None:
    for name, asset in assets.assets().items():
        text = asset.plain.decode()
        assert "@import" not in text
        assert "url(" not in text or not name.endswith(".css")


def test_a_public_page_loads_no_script(start: Start) -> None:
    html = start().get("/nowhere").text
    assert "<script" not in html
    assert static("public.css") in html


def test_a_first_visit_is_small(start: Start) -> None:
    """What every page costs before its own words: 12 KB and 30 KB in all are the limits."""
    client = start(staffed, who="specialist")
    frame = sum(_wire(client.get(path)) for path in ("/nowhere", static("public.css"), static("icons.svg")))
    assert frame < 8_000
    files = [static(name) for name in ("staff.css", "icons.svg", "htmx.js", "casework.js")]
    assert _wire(client.get("/staffed")) + sum(_wire(client.get(path)) for path in files) < 25_000


def _wire(answer: Any) -> int:
    heads = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
    return heads + int(answer.headers["content-length"])
