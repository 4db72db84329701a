"""Addresses of joining and leaving."""

from litestar.types import ControllerRouterHandler

from . import access, back, handovers, progress

ROUTES: list[ControllerRouterHandler] = [
    *access.HANDLERS,
    *back.HANDLERS,
    *handovers.HANDLERS,
    *progress.HANDLERS,
]
