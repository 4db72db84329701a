"""/settings/mail: whether mail is set up and gets out, for whoever looks after it; without a word of what it says."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from casework.access import Action
from casework.db import Database, utc_now
from casework.mail import WORDS, Notice, queries
from casework.people import Actor
from casework.settings import N_, Settings
from casework.staff.actions import told
from casework.web.page import page, see

Asked = Request[Any, Any, Any]
Data = NamedDependency[Database]
NEEDS = {"needs": Action.EDIT_SETTINGS}
WHY = {
    "not now": N_("the server put it off until it was too late"),
    "not taken": N_("the server does not take it"),
    "no such address": N_("the server knows no such address"),
    "unreadable": N_("it was changed outside Casework"),
    "too late": N_("it could not be sent in time"),
}
"""What is known of a mail that was given up."""


@get("/settings/mail", sync_to_thread=True, opt=NEEDS)
def show(request: Asked, database: Data, settings: NamedDependency[Settings]) -> Response[str]:
    with database.reading() as db:
        found = queries.post(db, utc_now())
    return page(
        request,
        "staff/mail.html",
        post=found,
        server=settings.mail,
        why=WHY,
        about={notice.value: words.about for notice, words in WORDS.items()},
        tried="tried" in request.query_params,
    )


@post("/settings/mail/trial", sync_to_thread=True, status_code=303, opt=NEEDS)
def try_it(database: Data, actor: NamedDependency[Actor]) -> Response[Any]:
    """A mail to oneself."""
    with database.transaction() as db:
        told.of_account(db, actor.id, Notice.TRIAL, path="/settings/mail")
    return see("/settings/mail?tried=1")


HANDLERS = [show, try_it]
