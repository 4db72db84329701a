"""A coordinator at a browser: the pages of one referral, and its forms filled in as they are shown."""

from typing import Any

from casework.db import utc_now
from casework.eap.actions import providers
from tests.cases.pages.browser import Browser, hidden, text_of
from tests.whole.world import World

PRACTICE: dict[str, Any] = {
    "name": "Riverside Practice", "areas": ["counselling"], "languages": ["en", "nl"], "ways": ["in person"],
    "places": [], "contact": "030 123 45 67", "cost": "", "about": "", "capacity": 3, "line": False, "public": True,
}  # fmt: skip


class Office(Browser):
    """`case` is the referral's address, so that the pages of it are asked for by what comes after."""

    def __init__(self, world: World, number: str, who: str = "eap") -> None:
        super().__init__(world, who)
        self.number = number
        self.case = f"/referrals/{number}"

    def page(self, path: str = "") -> str:
        answer = self.client.get(self.case + path)
        assert answer.status_code == 200, (answer.status_code, text_of(answer.text)[:1500])
        return answer.text

    def said(self, path: str = "") -> str:
        return text_of(self.page(path))

    def step(self, name: str) -> str:
        """A step whose button stands on the page itself."""
        page = self.page()
        sent = self.client.post(f"{self.case}/steps", data=hidden(page, f"{self.case}/steps", step=name))
        assert sent.status_code == 303, text_of(sent.text)
        return self.said()


def provider(world: World, **more: Any) -> int:
    with world.database.transaction() as db:
        return providers.add(db, {**PRACTICE, **more}, by=world.cast["eap"], now=utc_now()).id
