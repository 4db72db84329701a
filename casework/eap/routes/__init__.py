"""Pages."""

from typing import Any

from . import (
    appointments,
    colleagues,
    listing,
    placement,
    providers,
    public,
    receipt,
    sent,
    show,
    steps,
    suggest,
    trail,
    work,
)

ROUTES: list[Any] = [
    *public.ROUTES,
    *suggest.ROUTES,
    *sent.ROUTES,
    *providers.HANDLERS,
    *listing.ROUTES,
    *show.ROUTES,
    *work.ROUTES,
    *steps.ROUTES,
    *placement.ROUTES,
    *appointments.ROUTES,
    *receipt.ROUTES,
    *colleagues.ROUTES,
    *trail.ROUTES,
]
