"""Addresses of staff, one module a noun."""

from litestar.types import ControllerRouterHandler

from . import door

ROUTES: list[ControllerRouterHandler] = [*door.HANDLERS]
