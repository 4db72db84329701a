"""Static files: read once at start, named by their content, kept in memory with their gzip form, served for good."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from markupsafe import Markup

from casework.settings import shared

BUNDLES = {
    "public.css": ("css/casework.css",),
    "staff.css": ("css/casework.css", "css/staff.css"),
    "casework.js": ("js/casework.js",),
    "passkeys.js": ("js/passkeys.js",),
    "leaving.js": ("js/leaving.js",),
    "redaction.js": ("js/redaction.js",),
    "notes.js": ("js/notes.js",),
    "htmx.js": ("vendor/htmx-4.0.1.min.js",),
    "icons.svg": ("icons.svg",),
}
"""Address → the files it is made of. Public pages load only the first stylesheet, and no script save a leaver's
questions. The sprite shows the mark when it is opened by itself, so that it is the tab's picture too."""
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it goes over the wire, plain and compressed."""

    path: str
    kind: str
    plain: bytes
    packed: bytes


def shorten(css: str) -> str:
    """Take comments and needless space out of a stylesheet; what it says stays the same."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    tight = re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", bare))
    return tight.replace(";}", "}").strip()


def _made(name: str, sources: tuple[str, ...], folder: Path) -> Asset:
    text = "\n".join((folder / source).read_text("utf-8") for source in sources)
    plain = (shorten(text) if name.endswith(".css") else text).encode()
    stem, suffix = name.rsplit(".", 1)
    path = f"/static/{stem}.{hashlib.sha256(plain).hexdigest()[:12]}.{suffix}"
    return Asset(path, TYPES[f".{suffix}"], plain, gzip.compress(plain, 9, mtime=0))


@cache
def assets() -> dict[str, Asset]:
    """By name, as templates ask for them."""
    return {name: _made(name, sources, shared("static")) for name, sources in BUNDLES.items()}


@cache
def by_path() -> dict[str, Asset]:
    return {asset.path: asset for asset in assets().values()}


def static(name: str) -> str:
    """The address of a static file; an unknown name is an error, not a dead link."""
    return assets()[name].path


@cache
def symbols() -> frozenset[str]:
    return frozenset(re.findall(r'<symbol id="([\w-]+)"', assets()["icons.svg"].plain.decode()))


@cache
def icon(name: str, kind: str = "icon") -> Markup:
    """A symbol of the sprite, for the eye only: words stand beside it."""
    if name not in symbols():
        raise LookupError(f"There is no icon called {name}.")
    return Markup('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>').format(
        kind, static("icons.svg"), name
    )


def accepts_gzip(request: Request[Any, Any, Any]) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")


@get("/static/{name:str}", sync_to_thread=False, opt={"public": True})
def serve(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """A hashed name never changes what it means, so that a browser asks once."""
    asset = by_path().get(f"/static/{name}")
    if asset is None:
        raise NotFoundException
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding", "Content-Security-Policy": "default-src 'none'"}
    if not accepts_gzip(request):
        return Response(asset.plain, media_type=asset.kind, headers=headers)
    return Response(asset.packed, media_type=asset.kind, headers={**headers, "Content-Encoding": "gzip"})
