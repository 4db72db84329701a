"""Addresses of staff, one module a noun."""

from litestar.types import ControllerRouterHandler

from . import (
    about,
    account,
    addresses,
    audit,
    directory,
    door,
    enrol,
    factors,
    forgotten,
    me,
    passkey_sign_in,
    passkeys,
    people,
    post,
    recover,
    renewal,
    routing,
    settings,
    step_up,
    told,
)

ROUTES: list[ControllerRouterHandler] = [
    *door.HANDLERS,
    *step_up.HANDLERS,
    *enrol.HANDLERS,
    *recover.HANDLERS,
    *forgotten.HANDLERS,
    *addresses.HANDLERS,
    *told.HANDLERS,
    *post.HANDLERS,
    *me.HANDLERS,
    *renewal.HANDLERS,
    *factors.HANDLERS,
    *passkeys.HANDLERS,
    *passkey_sign_in.HANDLERS,
    *people.HANDLERS,
    *directory.HANDLERS,
    *account.HANDLERS,
    *settings.HANDLERS,
    *routing.HANDLERS,
    *audit.HANDLERS,
    *about.HANDLERS,
]
