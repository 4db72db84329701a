"""Pages."""

from typing import Any

from . import (
    appointments,
    colleagues,
    danger,
    figures,
    listing,
    orders,
    placement,
    providers,
    public,
    receipt,
    retention,
    sent,
    show,
    steps,
    suggest,
    telling,
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
    *telling.ROUTES,
    *danger.ROUTES,
    *orders.ROUTES,
    *colleagues.ROUTES,
    *trail.ROUTES,
    *figures.HANDLERS,
    *retention.HANDLERS,
]
