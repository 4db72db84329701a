"""Routes of single sign-on, and of who keeps whose key."""

from litestar.types import ControllerRouterHandler

from . import door, key, policy

ROUTES: list[ControllerRouterHandler] = [*door.HANDLERS, *key.HANDLERS, *policy.HANDLERS]
