"""What a person does on the pages of a case: look, fill in the form that is there, send it, follow."""

import re
from html import unescape
from typing import Any

from httpx import Response
from sqlalchemy import update

from casework.db import utc_now
from casework.people.models import UserSession
from tests.whole.world import World


class Browser:
    """Sends a form with what its page put into it, as a browser would."""

    def __init__(self, world: World, who: str) -> None:
        self.world, self.actor = world, world.cast.actors[who]
        self.client = world.client(self.actor)
        self.case = f"/cases/{world.cast.number}"

    def sure(self) -> "Browser":
        """They have just proved again who they are."""
        with self.world.database.transaction() as db:
            mine = update(UserSession).where(UserSession.person_id == self.actor.id)
            db.execute(mine.values(stepped_up_at=utc_now()))
        return self

    def get(self, path: str) -> Response:
        return self.client.get(path)

    def page(self, path: str = "") -> str:
        """A page of the case, which is there."""
        answer = self.client.get(path if path.startswith("/cases") or path == "/desk" else self.case + path)
        assert answer.status_code == 200, (answer.status_code, answer.headers.get("location"), answer.text[:2000])
        return answer.text

    def send(self, path: str, page: str | None = None, **typed: Any) -> Response:
        """POST to a page of the case, with the hidden fields of the form that goes there."""
        address = self.case + path.partition("?")[0]
        html = page if page is not None else self.page(path)
        return self.client.post(address, data={**hidden(html, address), **typed})

    def done(self, path: str, page: str | None = None, **typed: Any) -> str:
        """Sent, and it was taken: the case as it is then."""
        answer = self.send(path, page, **typed)
        assert answer.status_code == 303, (answer.status_code, text_of(answer.text)[:1500])
        return self.page()


def hidden(html: str, action: str, **wanted: str) -> dict[str, str]:
    """The hidden fields of the first form that goes to this address, with these values among them."""
    for form in re.findall(r"<form\b.*?</form>", html, re.DOTALL):
        if f'action="{action}"' not in form:
            continue
        found = {
            unescape(name): unescape(value)
            for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)
        }
        if wanted.items() <= found.items():
            return found
    raise AssertionError(f"no form goes to {action}")


def text_of(html: str) -> str:
    """What can be read on a page."""
    body = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
