"""/about-you: what is kept about staff, who may look, why and how long; and one's own part of it, to take away."""

import json
from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.di import NamedDependency

from casework.access.policy import RULES
from casework.audit import SENTENCES
from casework.db import Database, utc_now
from casework.people import Actor
from casework.staff.queries import own_data
from casework.staff.queries.topics import TOPICS
from casework.web.page import page

Asked = Request[Any, Any, Any]


@get("/about-you", sync_to_thread=True, opt={"own": True})
def show(request: Asked) -> Response[str]:
    """The same for everybody: from the tables, the permissions and the trail's tags as they are."""
    looks = {topic.id: [RULES[action].says for action in topic.looks] for topic in TOPICS}
    tags = [(tag.value, sentence) for tag, sentence in SENTENCES.items()]
    return page(request, "staff/about.html", topics=TOPICS, looks=looks, tags=tags)


@get("/about-you/data", sync_to_thread=True, opt={"own": True, "step_up": True})
def data(database: NamedDependency[Database], actor: NamedDependency[Actor]) -> Response[str]:
    """One's own, as JSON."""
    with database.reading() as db:
        found = own_data.of(db, actor)
    text = json.dumps({"of": actor.name, "as of": utc_now().isoformat(timespec="seconds"), **found}, indent=1)
    headers = {"Content-Disposition": 'attachment; filename="casework-about-you.json"', "Cache-Control": "no-store"}
    return Response(text, media_type=MediaType.JSON, headers=headers)


HANDLERS = [show, data]
