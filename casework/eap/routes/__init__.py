"""Pages."""

from typing import Any

from . import providers

ROUTES: list[Any] = [*providers.HANDLERS]
