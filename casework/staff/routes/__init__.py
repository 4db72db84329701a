"""Addresses of staff, one module a noun."""

from litestar.types import ControllerRouterHandler

from . import account, door, enrol, me, people

ROUTES: list[ControllerRouterHandler] = [
    *door.HANDLERS,
    *enrol.HANDLERS,
    *me.HANDLERS,
    *people.HANDLERS,
    *account.HANDLERS,
]
