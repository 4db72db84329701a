"""The one who sends beside the pages: round after round, whatever happens in one of them, until serving ends."""

import asyncio
from collections.abc import Callable

import pytest

from casework.mail.courier import going_round
from casework.mail.delivery import Done


@pytest.fixture(autouse=True)
def without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casework.mail.courier.pause", lambda *_: 0)


def test_it_goes_on_after_a_round_that_failed() -> None:
    rounds: list[Callable[[], bool]] = []

    async def serve() -> None:
        third = asyncio.Event()
        loop = asyncio.get_running_loop()

        def send(over: Callable[[], bool]) -> Done:
            rounds.append(over)
            if len(rounds) == 1:
                raise OSError("the database is away")
            if len(rounds) == 3:
                loop.call_soon_threadsafe(third.set)
            return Done(away="ConnectionRefusedError")

        async with going_round(send):
            await third.wait()
            assert not rounds[0]()

    asyncio.run(serve())
    assert len(rounds) >= 3
    assert rounds[-1](), "told that it is over"


def test_the_longer_a_server_is_away_the_rarer_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    failures: list[int] = []
    answers = [Done(away="x"), Done(away="x"), Done(sent=1), Done()]

    def noted(count: int, _chance: object) -> float:
        failures.append(count)
        return 0

    monkeypatch.setattr("casework.mail.courier.pause", noted)

    async def serve() -> None:
        done = asyncio.Event()
        loop = asyncio.get_running_loop()

        def send(_over: Callable[[], bool]) -> Done:
            if len(answers) == 1:
                loop.call_soon_threadsafe(done.set)
            return answers.pop(0) if answers else Done()

        async with going_round(send):
            await done.wait()

    asyncio.run(serve())
    assert failures[:4] == [0, 1, 2, 0]
