"""The provider as the tests see it: a program on loopback that can be told who signs in and what to say."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.browser.checks import HERE, node

CALLBACK = "https://cases.example.org/sso/callback"
ELSEWHERE = "https://elsewhere.example.org/sso/callback"
SECRET = "a secret of the tests"


class Provider:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.issuer = str(self._read()["issuer"])

    def tell(self, **order: Any) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        assert self._read() == {"done": True}

    def signs_in(self, subject: str, **claims: Any) -> None:
        self.tell(who={"sub": subject, **claims}, spoil=None)

    def spoils(self, **how: Any) -> None:
        """The next token says what it must not."""
        self.tell(spoil=how)

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, "the provider ended"
        found: dict[str, Any] = json.loads(line)
        return found


@contextmanager
def running(callback: str = CALLBACK) -> Iterator[Provider]:
    command = [node() or "node", "provider.mjs", callback, ELSEWHERE]
    with subprocess.Popen(
        command, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env=dict(os.environ),
    ) as process:  # fmt: skip
        try:
            yield Provider(process)
        finally:
            process.terminate()
            process.wait(timeout=10)


def answer_of(address: str, jar: httpx.Cookies | None = None) -> str:
    """What a browser does at the provider: follows until it is sent back; the address that it is sent back to."""
    with httpx.Client(follow_redirects=False, cookies=jar, timeout=10) as browser:
        for _ in range(12):
            answer = browser.get(address)
            assert answer.is_redirect, f"{answer.status_code}: {answer.text}"
            address = str(answer.next_request.url) if answer.next_request else ""
            if not address.startswith("http://127.0.0.1"):
                if jar is not None:
                    jar.update(browser.cookies)
                return address
    raise AssertionError("the provider sends in a circle")
