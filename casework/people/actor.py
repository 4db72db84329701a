"""Who is asking: a value taken from the session or a receipt, never a row."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from casework.vault import Holder

from .roles import Role

STEP_UP = timedelta(minutes=5)


class ActorKind(StrEnum):
    PERSON = "person"
    REPORTER = "reporter"
    SYSTEM = "system"
    VISITOR = "visitor"


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` is a person's, a party's (reporter) or 0. `holder` opens what is sealed to them; `pending` is a session
    before its second factor, which may do nothing else. `stands_in`: for whom they act, of whom nobody able is left."""

    kind: ActorKind
    id: int
    name: str = ""
    roles: frozenset[Role] = frozenset()
    admitted: bool = False
    holder: Holder | None = field(default=None, repr=False)
    session_id: int = 0
    stepped_up_at: datetime | None = None
    zone: str = "UTC"
    pending: bool = False
    stands_in: frozenset[Role] = frozenset()

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    def stepped_up(self, now: datetime) -> bool:
        """Proved again who they are within the last five minutes."""
        return self.stepped_up_at is not None and now - self.stepped_up_at < STEP_UP


SYSTEM = Actor(ActorKind.SYSTEM, 0, "Casework")
VISITOR = Actor(ActorKind.VISITOR, 0)
