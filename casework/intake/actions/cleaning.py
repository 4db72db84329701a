"""Before a report is stored: a copy of each file without who, where and when, sealed under a key of its own."""

from collections.abc import Iterable
from dataclasses import dataclass

from casework.files import Store, StoreFull, clean
from casework.files.keeping import keep
from casework.files.pool import LARGEST
from casework.vault import Vault, files

from .keeping import Kept


@dataclass(frozen=True, slots=True)
class Ready:
    """`copy` is for the file; without one the original goes whole to where identities are kept."""

    original: Kept
    copy: Kept | None


def prepare(vault: Vault, store: Store, papers: Iterable[Kept]) -> list[Ready]:
    """Outside any transaction: it parses what strangers sent, in a capped child. Stored copies that come to nothing
    are found by the sweep."""
    return [Ready(paper, _copied(vault, store, paper)) for paper in papers]


def _copied(vault: Vault, store: Store, paper: Kept) -> Kept | None:
    if not paper.kind.cleanable or paper.size > LARGEST:
        return None
    plain = files.decrypt(vault, paper.id, paper.key, store.read(paper.id))
    cleaned = clean(paper.kind, plain)
    if cleaned.data is None:
        return None
    try:
        file_id, key = keep(vault, store, cleaned.data)
    except StoreFull:
        return None  # the original is here and whole: a full disk turns no report away
    return Kept(file_id, key, "", len(cleaned.data), cleaned.kind)
