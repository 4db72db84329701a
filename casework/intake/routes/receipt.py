"""The receipt: shown once, by the answer to the report itself. Here it is only handed back."""

from typing import Any

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.response import Redirect

from casework.vault import receipts
from casework.web.page import see

FILE = "list.txt"
"""A file name that says nothing to whoever looks over a shoulder."""


@get("/report/receipt", sync_to_thread=False, opt={"public": True})
def back() -> Redirect:
    """Loading the page again shows no receipt: it was not kept."""
    return see("/follow")


@post("/report/receipt/download", status_code=200, sync_to_thread=False, opt={"public": True})
def download(typed: NamedDependency[FormMultiDict]) -> Response[Any]:
    """What the page sent comes back as a file; nothing is looked up or kept."""
    try:
        letters = receipts.normal(str(typed.get("receipt", "")))
    except receipts.Malformed:
        return see("/follow")
    text = "-".join(letters[i : i + 4] for i in range(0, len(letters), 4)) + "\n"
    headers = {"Content-Disposition": f'attachment; filename="{FILE}"', "Cache-Control": "no-store"}
    return Response(text, media_type="text/plain", headers=headers)
