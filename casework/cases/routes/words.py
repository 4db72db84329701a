"""Words of the record as a page shows them."""

from casework.cases.forms.fields import sentence
from casework.cases.lifecycle import kinds
from casework.cases.queries.record import PartyShown, Record
from casework.people import Actor
from casework.settings import N_
from casework.web.text import _, gettext

PARTICULARS = {
    "who_am_i": N_("Who is speaking"), "who": N_("Who is speaking"), "happened_on": N_("When it happened"),
    "place": N_("Where"), "people": N_("Who was involved"), "wants": N_("Wishes and worries"),
    "tell": N_("Who may be told"), "fears": N_("What frightens them"), "access": N_("Language, interpreter, support"),
    "closest": N_("Closest to"), "wants_to_talk": N_("Would rather talk"),
    "consent": N_("Written down with their consent"),
}  # fmt: skip
ROOM_WORDS = {
    "file": N_("File"), "dialogue": N_("Dialogue"), "identity": N_("Identity"), "privileged": N_("Privileged"),
    "medical": N_("Medical"), "review": N_("Counsel’s review"),
}  # fmt: skip


def label(table: dict[str, str], word: str) -> str:
    """From a list of the record; a word that it does not have is said as it is."""
    return gettext(table[word]) if word in table else sentence(word)


def kind(word: str) -> str:
    return label(kinds.KINDS, word)


def channel(word: str) -> str:
    return label(kinds.CHANNELS, word)


def called(party: PartyShown | None) -> str:
    """What the reader may call somebody: their name, or why there is none."""
    if party is None:
        return _("somebody on the case")
    if party.name:
        return party.name
    if party.damaged:
        return _("a name that is damaged and cannot be opened")
    if party.mode == "anonymous":
        return _("the reporter, anonymous")
    return _("the reporter, confidential") if party.is_reporter else _("somebody whose name is sealed to others")


def name_of(shown: Record, actor: Actor, id_: int | None) -> str:
    """A member of staff by name, and the reader as “you”."""
    if id_ == actor.id:
        return _("you")
    return shown.people.get(id_ or 0, "") or "Casework"


def paragraphs(words: str | None) -> list[str]:
    return [part for part in (words or "").split("\n\n") if part.strip()]


__all__ = ["ROOM_WORDS", "called", "channel", "kind", "label", "name_of", "paragraphs", "sentence"]
