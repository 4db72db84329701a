"""What everything that is gathered for a case file has in common."""

from datetime import date, datetime
from typing import NamedTuple

from casework.cases.queries.record import Record
from casework.cases.queries.record.opening import Key
from casework.cases.routes.words import ROOM_WORDS, called, name_of
from casework.legal.actions.exports import Choice
from casework.people import Actor
from casework.web import text
from casework.web.text import _, gettext


class Near(NamedTuple):
    """`nobody`: the reader's zone and no id, so that nobody is called “you” on paper; `texts`: what goes in place of
    notes of which there is a redacted copy."""

    shown: Record
    choice: Choice
    nobody: Actor
    texts: dict[int, str]

    def when(self, at: date | datetime) -> str:
        return text.moment(at, self.nobody.zone) if isinstance(at, datetime) else text.day(at)

    def falls(self, at: date | datetime) -> bool:
        """Within the days that were chosen, by the clock of whoever chose."""
        found = text.local(at, self.nobody.zone)
        on = found.date() if isinstance(found, datetime) else found
        since, until = self.choice.since, self.choice.until
        return (since is None or since <= on) and (until is None or on <= until)

    def has(self, class_: str) -> bool:
        return class_ in self.choice.classes

    def name(self, id_: int | None) -> str:
        return name_of(self.shown, self.nobody, id_)


def room_words(shown: Record, key: Key) -> str:
    word = gettext(ROOM_WORDS[key[0].value])
    return _("%(room)s with %(who)s", room=word, who=called(shown.party(key[1]))) if key[1] else word
