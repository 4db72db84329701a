"""The page with a draft's receipt: the answer to leaving it, kept nowhere."""

from datetime import datetime
from typing import Any

from litestar import Request, Response

from casework.web.page import page


def draft_page(request: Request[Any, Any, Any], words: str, until: datetime) -> Response[str]:
    """Left to come back to, not sent."""
    return page(request, "intake/draft.html", receipt=words, until=until)
