"""Pages."""

from typing import Any

from . import providers, public

ROUTES: list[Any] = [*public.ROUTES, *providers.HANDLERS]
