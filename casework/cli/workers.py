"""Worker processes, forked once the application is made: they start together, and share its memory."""

import asyncio
import ctypes
import gc
import importlib
import os
import signal
import socket
import sys
import time
from collections.abc import Mapping
from types import FrameType
from typing import cast

import uvicorn
from litestar import Litestar
from sqlalchemy.orm import configure_mappers

from casework.cli import compiled
from casework.cli.memory import give_back, parted
from casework.cli.refusal import Refused
from casework.cli.wire import Wire
from casework.settings import Settings

TOO_SOON = 3.0
"""A worker that gives up within so many seconds would give up again: then all stop."""
PR_SET_PDEATHSIG = 1
OFTEN = 5_000
"""New objects between two looks of the garbage collector: a long page makes thousands, and they go by themselves when
it is sent; with many more between two looks a worker would not stay small."""
SELDOM = 10, 10
"""Such looks between two at what stayed before, and of those between two at everything."""

LOADED_LATE = ("anyio._backends._asyncio", "cryptography.hazmat.backends.openssl", "uvicorn.lifespan.on")
"""Modules that others load when they are first used."""


class Workers:
    """`run()` until a signal ends it. A worker that dies is replaced. `codes`: of templates that were made before."""

    def __init__(self, settings: Settings, app: Litestar, codes: Mapping[str, bytes]) -> None:
        self._settings, self._app, self._codes = settings, app, codes
        self._started: dict[int, float] = {}
        self._stopping = False

    def run(self) -> int:
        """Serve; the exit code is 0 when it was asked to stop."""
        with _listener(self._settings) as listener:
            config = _config(self._settings, self._app)
            _make_ready(config)
            compiled.load(self._codes)
            kept = parted()
            gc.freeze()  # the collector would write into every page that the workers share; what is of no use stays
            gc.set_threshold(OFTEN, *SELDOM)
            gc.enable()
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, self._stop)
            for _ in range(self._settings.workers):
                self._start(listener, config)
            failed = False
            while self._started:
                failed |= self._one_ended(listener, config)
            kept.clear()
        return 1 if failed else 0

    def _start(self, listener: socket.socket, config: uvicorn.Config) -> None:
        parent = os.getpid()
        child = os.fork()
        if child:
            self._started[child] = time.monotonic()
            return
        code = 1
        try:
            _end_with(parent)
            give_back()
            uvicorn.Server(config).run(sockets=[listener])
            code = 0
        except Exception:
            sys.excepthook(*sys.exc_info())
            raise
        finally:
            os._exit(code)  # whatever the parent was about to do is the parent's

    def _one_ended(self, listener: socket.socket, config: uvicorn.Config) -> bool:
        """Wait for a worker's end; whether that was a failure that ends the others too."""
        child, status = os.waitpid(-1, 0)
        lasted = time.monotonic() - self._started.pop(child, 0.0)
        if self._stopping:
            return False
        if lasted > TOO_SOON or os.WIFSIGNALED(status):
            self._start(listener, config)
            return False
        self._stop()
        return True

    def _stop(self, _: int = 0, __: FrameType | None = None) -> None:
        self._stopping = True
        for child in self._started:
            os.kill(child, signal.SIGTERM)


def _make_ready(config: uvicorn.Config) -> None:
    """What every worker would make for itself at its first page: made once, they share it."""
    configure_mappers()
    config.load()
    config.get_loop_factory()
    for name in LOADED_LATE:
        importlib.import_module(name)


def _listener(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as taken:
        listener.close()
        where = f"{settings.host}, port {settings.port}"
        raise Refused(f"Cannot serve at {where} ({taken.strerror}): set another CASEWORK_PORT.") from None
    listener.listen(2048)
    return listener


def _end_with(parent: int) -> None:
    """No worker outlives a killed parent: it would hold the port."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)


def _config(settings: Settings, app: Litestar) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        loop="uvloop",
        http=cast("type[asyncio.Protocol]", Wire),
        ws="none",
        access_log=False,  # it would keep who asked for what, and from where
        log_level="warning",
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=10,
    )
