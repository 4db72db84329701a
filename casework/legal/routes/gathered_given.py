"""What each party was given and said to it, put into words for a case file."""

from collections.abc import Iterator

from casework.cases.lifecycle import giving
from casework.cases.models import Given
from casework.cases.queries import given
from casework.cases.queries.given import GivenShown
from casework.cases.queries.rows import Rows
from casework.cases.routes.sections import DAMAGED
from casework.cases.routes.words import called
from casework.legal.handing.plan import Item
from casework.vault import Compartment
from casework.web.text import _

from .near import Near


def of(near: Near, rows: Rows) -> Iterator[Item]:
    """Oldest first; of dialogues that were not chosen, nothing."""
    for row in sorted(rows.of(Given), key=lambda row: (row.given_at, row.id)):
        room = near.shown.rooms.get((Compartment.DIALOGUE, row.party_id))
        if room is not None and near.falls(row.given_at):
            yield _item(near, given.shown(room, row))


def _item(near: Near, one: GivenShown) -> Item:
    facts = [
        (_("To"), called(near.shown.party(one.party_id))),
        (_("What"), _(giving.KINDS[one.kind])),
        (_("By"), near.name(one.by)),
        (_("Opened"), near.when(one.opened_at) if one.opened_at else ""),
        (_("Answered"), near.when(one.answered_at) if one.answered_at else ""),
        (_("Taken back"), near.when(one.withdrawn_at) if one.withdrawn_at else ""),
    ]
    said = [one.text if one.text is not None else _(DAMAGED), *(f"– {question}" for question in one.questions)]
    if one.answer is not None:
        facts += [
            (_("Said"), _(giving.CHOICES[one.asks].get(one.answer.choice, ""))), (_("Signed"), one.answer.name),
        ]  # fmt: skip
        said += [one.answer.text, *(f"{question}\n{words}" for question, words in one.answer.answers.items())]
    elif one.answered_at is not None:
        said.append(_(DAMAGED))
    told, words = [list(fact) for fact in facts if fact[1]], "\n\n".join(filter(None, said))
    return Item(n=0, title=one.heading or _("Given"), when=near.when(one.given_at), facts=told, text=words)
