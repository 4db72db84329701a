"""Many cases from a few: new ids, new keys, new words; sealed, MACed and chained by the vault's and the trail's own
functions, so that each is a case as the verbs would have left it. The loader opens some to see that it is."""

import json
import os
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy.orm import Session

from casework import vault
from casework.audit import trail
from casework.db import new_id
from casework.people import Actor
from casework.vault import HolderKind, Vault, pairs, seals
from casework.vault.models import PublicKey
from casework.vault.pairs import PublicHalf
from casework.vault.room import Room, commitment, drop_private

from .moulds import Mould, Row, Writing
from .patterns import Key, Pattern

Rows = dict[str, list[Row]]
"""What is to be inserted, by table, as the driver takes it."""


class Press:
    """Makes cases like its patterns, for `readers`; `recovery` is in every room."""

    def __init__(
        self,
        known: Vault,
        recovery: PublicHalf,
        halves: Mapping[int, PublicHalf],
        readers: Sequence[Actor],
        patterns: Sequence[Pattern],
    ) -> None:
        self._vault, self._recovery, self._halves = known, recovery, halves
        self._holders = {actor.id: actor.holder for actor in readers if actor.holder is not None}
        self.moulds = [Mould(pattern) for pattern in patterns]
        self._db = cast(Session, SimpleNamespace(info={"vault": known}))
        self._writing = Writing()

    def case(self, mould: Mould, number: str, pair: Sequence[int], rows: Rows) -> None:
        """One more case, read by the lead and this pair, added to `rows`."""
        ids = dict(zip(mould.pattern.pair, pair, strict=True))
        ids |= {old: new_id() for old in mould.ids}
        opened = self._rooms(mould.pattern, ids, rows)
        for table, row in mould.rows(ids, number, opened):
            rows.setdefault(table, []).append(row)
        self._trail(mould.pattern, ids, rows)

    def _add(self, rows: Rows, table: str, **values: Any) -> None:
        rows.setdefault(table, []).append(self._writing.row(table, values))

    def _rooms(self, pattern: Pattern, ids: Mapping[int, int], rows: Rows) -> dict[Key, Room]:
        """The case's secret, and its rooms as `vault.rooms.build` makes them."""
        case, party, secret = ids[pattern.case_id], ids[pattern.party], os.urandom(32)
        number, wrapped = vault.secrets.wrap(self._vault, case, secret)
        self._add(rows, "vault_case_secret", case_id=case, kek=number, wrapped=wrapped)
        public = vault.hpke.public_of(vault.hpke.new_private())
        reporter = self._publish(rows, HolderKind.REPORTER, party, public, case)
        opened = {}
        known = {HolderKind.REPORTER: reporter, HolderKind.RECOVERY: self._recovery}
        for (compartment, subject), holders in pattern.holders.items():
            to = [(known.get(kind) or self._halves[ids.get(id_, id_)], form) for kind, id_, form in holders]
            target = seals.Target(case, new_id(), compartment, ids[subject] if subject else 0, 1)
            opened[compartment, subject] = self._room(rows, target, secret, to)
        return opened

    def _room(self, rows: Rows, target: seals.Target, secret: bytes, to: Sequence[tuple[PublicHalf, str]]) -> Room:
        key, case, id_, name = os.urandom(32), target.case_id, target.compartment_id, target.compartment.value
        self._add(rows, "vault_compartment", id=id_, case_id=case, name=name, subject=target.subject, epoch=1)
        self._add(rows, "vault_epoch", compartment_id=id_, epoch=1, commitment=commitment(key))
        box = vault.hpke.public_of(drop_private(key))
        self._publish(rows, HolderKind.DROPBOX, id_, box, case, compartment=id_, epoch=1)
        for half, form in to:
            own = form == seals.OWN
            self._add(
                rows,
                "vault_seal",
                case_id=case,
                compartment_id=id_,
                epoch=1,
                holder_kind=half.kind.value,
                holder_id=half.owner,
                generation=half.generation,
                form=form,
                sealed=seals.make_own(self._vault, secret, target, self._holders[half.owner], key)
                if own
                else seals.make(self._vault, secret, target, half, key),
            )
        return Room(self._vault.instance, case, id_, target.compartment, target.subject, 1, {1: key})

    def _publish(
        self, rows: Rows, kind: HolderKind, owner: int, public: bytes, case: int, compartment: int = 0, epoch: int = 0
    ) -> PublicHalf:
        row = SimpleNamespace(
            kind=kind.value,
            owner=owner,
            case_id=case,
            compartment_id=compartment,
            epoch=epoch,
            generation=1,
            public=public,
            mac_version=self._vault.keyring.version,
            server_kept=False,
        )
        row.mac = pairs._mac(self._vault, cast(PublicKey, row))
        self._add(rows, "vault_public_key", **vars(row))
        return pairs.checked(self._vault, cast(PublicKey, row)) if kind is HolderKind.REPORTER else self._recovery

    def _trail(self, pattern: Pattern, ids: Mapping[int, int], rows: Rows) -> None:
        chain, mac, seq = ids[pattern.case_id], trail.START, 0
        for old in pattern.trail:
            said = {name: ids.get(value, value) for name, value in json.loads(old["ids"]).items()}
            entry = SimpleNamespace(**old)
            entry.id, entry.chain, entry.actor_id = new_id(), chain, ids.get(old["actor_id"], old["actor_id"])
            entry.ids = json.dumps(said, separators=(",", ":"), sort_keys=True)
            mac = entry.mac = trail.mac_of(self._db, cast(Any, entry), mac)
            seq = entry.seq
            self._add(rows, "trail_entry", **vars(entry))
        self._add(rows, "trail_head", chain=chain, seq=seq, mac=mac)
