"""Everything that a form for a report shows around what is typed."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from casework.cases.lifecycle.closest import BY_NAME
from casework.people import place
from casework.people.place import Place, SitePlace

from . import offer, sheet
from .offer import Offer, Reader
from .routing import Beside

Kept = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Blank:
    """`offer`: everyone who would read it. `after`: who is left when those ticked are out. `shown`: the hidden field
    that says what was shown. `kept`: (token, name, size) of files that are here already."""

    offer: Offer
    after: Offer
    left_out: tuple[Reader, ...]
    here: Place
    sites: list[SitePlace]
    shown: str
    kept: list[Kept]


def of(
    db: Session, kind: str, site_id: int, *, avoid: Iterable[int] = (), kept: Iterable[Kept] = (), number: str = "",
    beside: Beside | None = None,
) -> Blank:  # fmt: skip
    full = offer.of(db, kind, site_id, beside=beside)
    out = frozenset(avoid) & full.all_ids
    return Blank(
        offer=full,
        after=offer.of(db, kind, site_id, out, beside) if out else full,
        left_out=tuple(reader for reader in full.everyone if reader.id in out),
        here=place.of(db, site_id),
        sites=place.sites(db),
        shown=sheet.written(db, full, number),
        kept=list(kept),
    )


def asked(kind: str, site: str, sites: list[SitePlace]) -> tuple[str, int]:
    """What an address or a form says of kind and site; what is not on offer counts as not said."""
    known = {str(one.id): one.id for one in sites}
    return (kind if kind in BY_NAME else ""), known.get(site, 0)
