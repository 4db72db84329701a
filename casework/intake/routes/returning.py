"""Past the door: to the page that they had typed on, with what they typed; else to their own."""

from typing import Any

from litestar import Request, Response
from litestar.datastructures import FormMultiDict

from casework.db import Database
from casework.intake.actions.stays import Stay
from casework.web.page import see

from .given import draw
from .here import own_of
from .own_page import own_page
from .typed import given_id, message


def back(request: Request[Any, Any, Any], database: Database, stay: Stay, typed: FormMultiDict) -> Response[Any]:
    """Nothing is sent by it: they look at it once more, and send it themselves."""
    if words := message(typed):
        return own_page(request, database, stay, message=words)
    if (id_ := given_id(typed)) is not None and (one := own_of(database, stay).one_given(id_)) is not None:
        return draw(request, database, stay, one, typed)
    return see("/follow")
