"""Pages."""

from typing import Any

from . import providers, public, sent, suggest

ROUTES: list[Any] = [*public.ROUTES, *suggest.ROUTES, *sent.ROUTES, *providers.HANDLERS]
