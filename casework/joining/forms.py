"""What a colleague is to be given, in one go."""

import re

from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from casework.cases.lifecycle.kinds import KINDS
from casework.cases.queries.granting import CHOSEN, KIND, LIKE, Wish
from casework.settings import N_
from casework.web.forms import Form
from casework.web.text import _, gettext

NUMBER = re.compile(r"[A-Z]{2}-\d{4}-\d{6}")
MOST = 200
"""Numbers in one list."""


class AccessForm(Form):
    nonce = HiddenField()
    how = RadioField(N_("Which cases?"), [InputRequired(N_("Choose which cases."))])
    numbers = TextAreaField(N_("Their numbers"), [Length(max=MOST * 20)])
    kind = SelectField(N_("Of which kind?"), validate_choice=False)
    source = SelectField(N_("Like whom?"), validate_choice=False)
    identities = BooleanField(N_("Also who the confidential reporters are, where you know it"))
    why = StringField(N_("Why are they to know who they are?"), [Length(max=300)])

    def fill(self, sources: list[tuple[int, str]]) -> "AccessForm":
        """`sources`: ids and names of those whose cases can be taken over."""
        ways = [(KIND, _("All of a kind")), (CHOSEN, _("Chosen ones"))]
        self.how.choices = [(LIKE, _("A colleague’s, such as one who leaves")), *ways] if sources else ways
        self.kind.choices = [(word, gettext(label)) for word, label in KINDS.items()]
        self.names = {str(id_): name for id_, name in sources}
        self.source.choices = list(self.names.items())
        return self

    @property
    def typed_numbers(self) -> list[str]:
        """Each number once, as it is written on the cases."""
        return list(dict.fromkeys(NUMBER.findall((self.numbers.data or "").upper())))

    def wish(self, ids: dict[str, int]) -> Wish | None:
        """What was asked for; None, with the reason beside the field, when it cannot be said yet. `ids`: of the cases
        among the typed numbers that the giver reads."""
        if not self.validate():
            return None
        if self.how.data == KIND:
            return Wish(KIND, kind=self.kind.data) if self.kind.data in KINDS else self._wrong(self.kind)
        if self.how.data == LIKE:
            if self.source.data not in self.names:
                return self._wrong(self.source)
            why = (self.why.data or "").strip()
            if self.identities.data and not why:
                return self._wrong(self.why, N_("Write why: it stays on the record of each of them."))
            return Wish(LIKE, source_id=int(self.source.data), identities=bool(self.identities.data), why=why)
        typed = self.typed_numbers
        if not typed or len(typed) > MOST:
            return self._wrong(self.numbers, N_("Write the numbers of up to 200 cases, such as ER-2026-483920."))
        if missing := [number for number in typed if number not in ids]:
            words = _("Not among the cases that you read: %(numbers)s", numbers=", ".join(missing[:10]))
            return self._wrong(self.numbers, words)
        return Wish(CHOSEN, chosen=tuple(sorted(ids[number] for number in typed)))

    def _wrong(self, field: Field, why: str = N_("Choose one of the list.")) -> Wish | None:
        field.errors = [*field.errors, gettext(why)]
        return None
