"""Where programs come in instead of browsers: they say no origin, and read no pages when something is wrong."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from litestar import Response

ROOT = "/scim/v2"
"""What lies there looks at no cookie (a test holds that), so that a page elsewhere can send nothing in the name of
whoever reads it."""
MEDIA = "application/scim+json"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"


def is_theirs(path: str) -> bool:
    return path == ROOT or path.startswith(ROOT + "/")


def answer(status: int, body: str, headers: Mapping[str, str] | None = None) -> Response[str]:
    return Response(
        body, status_code=status, media_type=MEDIA, headers={**(headers or {}), "Cache-Control": "no-store"}
    )


def trouble(status: int, detail: str = "", headers: Mapping[str, str] | None = None) -> Response[str]:
    """What went wrong, as RFC 7644, 3.12 has it."""
    said = {"schemas": [ERROR], "status": str(status), "detail": detail or HTTPStatus(status).phrase}
    return answer(status, json.dumps(said), headers)
