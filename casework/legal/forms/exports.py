"""What of a case is handed out, in which form, and to whose key."""

from datetime import date
from typing import Any

from wtforms import PasswordField, SelectMultipleField, StringField, ValidationError
from wtforms.validators import InputRequired

from casework.cases.forms.fields import CaseForm, day, one_of, options, tick
from casework.legal.actions import exports
from casework.legal.actions.exports import Choice
from casework.legal.handing import closing
from casework.settings import N_
from casework.web.text import _

SHORTEST = 15
CLASSES = {
    "parties": N_("What was reported, and the parties"), "steps": N_("Steps, findings, measures, who was told"),
    "notes_internal": N_("Internal notes"), "notes_shared": N_("Shared notes"),
    "notes_medical": N_("Medical notes"), "notes_privileged": N_("Privileged notes"), "messages": N_("Messages"),
    "papers": N_("Papers"), "trail": N_("An excerpt of the trail, with its proof"),
}  # fmt: skip
USUAL = ("parties", "steps", "notes_internal", "notes_shared", "messages", "papers")
FORMS = {
    exports.BOTH: N_("A bag with a PDF in it"), exports.BAG: N_("A bag: every paper as it is, with hashes"),
    exports.PDF: N_("A PDF with a numbered index and a stamp on each page"),
}  # fmt: skip
COPIES = {
    "redacted": N_("The redacted copy, where there is one"), "originals": N_("As they are, with nothing taken out"),
}  # fmt: skip
HOW_TO = N_("""\
What ends in .age is closed with the passphrase that you were told by another way.

Unpack this ZIP. With age (https://age-encryption.org) or a program that knows its format, open the file with the key \
that lies beside it:

age --decrypt --identity key.age --output FILE FILE.age

FILE is the name without .age at its end. You are asked for the passphrase. What comes out lies open: keep it where \
nobody else reads it.""")
LOCKS = {exports.PASSPHRASE: N_("a passphrase"), exports.KEY: N_("a recipient’s key (age)")}


class LockForm(CaseForm):
    """How what leaves the house is closed."""

    lock = one_of(N_("What opens it?"), LOCKS)
    passphrase = PasswordField(
        N_("Passphrase"),
        description=N_("At least 15 characters, better five words. It is kept nowhere: who forgets it begins again."),
    )
    passphrase_again = PasswordField(N_("The same again"))
    recipient = StringField(
        N_("Recipient’s key"), description=N_("The public key that begins with age1. Ask for it by a way you trust.")
    )

    @property
    def closed_by(self) -> str:
        """What of the choices holds: where a form lets somebody leave it open, this says so."""
        return str(self.lock.data or "")

    def validate_passphrase(self, field: Any) -> None:
        if self.closed_by == exports.PASSPHRASE and len(field.data or "") < SHORTEST:
            raise ValidationError(_("Write at least %(least)s characters.", least=SHORTEST))

    def validate_passphrase_again(self, field: Any) -> None:
        if self.closed_by == exports.PASSPHRASE and (field.data or "") != (self.passphrase.data or ""):
            raise ValidationError(_("The two are not the same. Type the passphrase once more."))

    def validate_recipient(self, field: Any) -> None:
        if self.closed_by != exports.KEY:
            return
        try:
            closing.recipient(field.data or "")
        except closing.NoRecipient:
            raise ValidationError(_("This is no public key of age: it begins with age1, and is one line.")) from None

    def opens_by(self) -> dict[str, str]:
        if self.closed_by == exports.KEY:
            return {"recipient": str(self.recipient.data).strip()}
        return {"passphrase": str(self.passphrase.data), "how": _(HOW_TO)}


class ExportForm(LockForm):
    rooms = SelectMultipleField(
        N_("From which rooms?"), [InputRequired()],
        description=N_("Those whose key you hold. What was said in confidence goes only where it must."),
    )  # fmt: skip
    classes = SelectMultipleField(N_("What of it?"), [InputRequired()], choices=options(CLASSES))
    since = day(N_("From"), N_("Empty: from the beginning."), needed=False)
    until = day(N_("To"), N_("Empty: to today."), needed=False)
    copies = one_of(N_("Which copies?"), COPIES)
    originals = SelectMultipleField(
        N_("As they are nevertheless"), description=N_("Of these there is a redacted copy. Tick what goes untouched.")
    )
    form = one_of(N_("As what?"), FORMS)
    sure = tick(N_("I have looked at what is chosen, and whoever gets it may have it."))

    def validate_until(self, field: Any) -> None:
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(_("It ends before it begins."))

    def validate_sure(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Look at it once more, and say that you did."))

    def choice(self, rooms: frozenset[Any]) -> Choice:
        since, until = self.since.data, self.until.data
        assert since is None or isinstance(since, date)
        return Choice(
            form=str(self.form.data), rooms=rooms, classes=frozenset(self.classes.data or []), since=since, until=until,
            redacted=self.copies.data == "redacted",
            originals=frozenset(int(id_) for id_ in (self.originals.data or [] if "originals" in self else [])),
        )  # fmt: skip
