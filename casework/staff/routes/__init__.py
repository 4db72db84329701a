"""Addresses of staff, one module a noun."""

from litestar.types import ControllerRouterHandler

from . import (
    account,
    audit,
    directory,
    door,
    enrol,
    factors,
    me,
    passkey_sign_in,
    passkeys,
    people,
    recover,
    routing,
    settings,
    step_up,
)

ROUTES: list[ControllerRouterHandler] = [
    *door.HANDLERS,
    *step_up.HANDLERS,
    *enrol.HANDLERS,
    *recover.HANDLERS,
    *me.HANDLERS,
    *factors.HANDLERS,
    *passkeys.HANDLERS,
    *passkey_sign_in.HANDLERS,
    *people.HANDLERS,
    *directory.HANDLERS,
    *account.HANDLERS,
    *settings.HANDLERS,
    *routing.HANDLERS,
    *audit.HANDLERS,
]
