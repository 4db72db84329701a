"""Addresses of staff, one module a noun."""

from litestar.types import ControllerRouterHandler

from . import door, enrol, me

ROUTES: list[ControllerRouterHandler] = [*door.HANDLERS, *enrol.HANDLERS, *me.HANDLERS]
