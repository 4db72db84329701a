"""A directory at its work: sends what directories send, and reads the answers."""

from typing import Any

import httpx
from litestar import Litestar
from litestar.testing import TestClient

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
MORE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
ROOT = "/scim/v2"


class Directory:
    def __init__(self, app: Litestar, token: str) -> None:
        self.client = TestClient(app, base_url="https://cases.example.org", raise_server_exceptions=False)
        self.client.headers["Authorization"] = f"Bearer {token}"

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        said: httpx.Response = self.client.request(method, ROOT + path, json=body, headers=headers)
        assert said.status_code == 204 or said.headers["content-type"].startswith("application/scim+json"), said.text
        return said

    def get(self, path: str, **query: str) -> Any:
        said = self.client.get(ROOT + path, params=query)
        assert said.status_code == 200, said.text
        return said.json()

    def user(self, user_name: str, /, **more: Any) -> dict[str, Any]:
        """One more colleague; what was answered."""
        body = {"schemas": [USER], "userName": user_name, "active": True, **more}
        said = self.ask("POST", "/Users", body)
        assert said.status_code == 201, said.text
        made: dict[str, Any] = said.json()
        return made

    def group(self, name: str, *members: str) -> dict[str, Any]:
        body = {"schemas": [GROUP], "displayName": name, "members": [{"value": id_} for id_ in members]}
        said = self.ask("POST", "/Groups", body)
        assert said.status_code == 201, said.text
        made: dict[str, Any] = said.json()
        return made

    def patch(self, path: str, *operations: dict[str, Any], **headers: str) -> httpx.Response:
        return self.ask("PATCH", path, {"schemas": [PATCH], "Operations": list(operations)}, **headers)
