"""Which systems can be asked to keep from deleting, and what is said of one to whoever runs it."""

import json
from dataclasses import asdict, dataclass, field
from datetime import date

from casework.settings import N_

SYSTEMS = {
    "mail": N_("mail"),
    "chat": N_("chat"),
    "files": N_("shared files"),
    "devices": N_("phones and computers"),
    "hr": N_("the HR system"),
    "other": N_("something else"),
}
OPEN, DONE, IMPOSSIBLE = "open", "done", "impossible"
ANSWERS = {DONE: N_("It is kept from being deleted"), IMPOSSIBLE: N_("It is not possible")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an administrator reads. `other`: in words, where no system of the list fits."""

    system: str
    accounts: str = field(repr=False)
    since: date | None = None
    until: date | None = None
    other: str = ""

    @classmethod
    def read(cls, text: str) -> "Wanted":
        said = json.loads(text)
        since, until = (date.fromisoformat(said[name]) if said[name] else None for name in ("since", "until"))
        return cls(said["system"], said["accounts"], since, until, said["other"])

    def written(self) -> str:
        return json.dumps({name: str(value or "") for name, value in asdict(self).items()}, ensure_ascii=False)
