"""Addresses of staff, one module a noun."""

from litestar.types import ControllerRouterHandler

from . import account, audit, directory, door, enrol, factors, me, people, recover, routing, settings

ROUTES: list[ControllerRouterHandler] = [
    *door.HANDLERS,
    *enrol.HANDLERS,
    *recover.HANDLERS,
    *me.HANDLERS,
    *factors.HANDLERS,
    *people.HANDLERS,
    *directory.HANDLERS,
    *account.HANDLERS,
    *settings.HANDLERS,
    *routing.HANDLERS,
    *audit.HANDLERS,
]
