"""Checks after the end: asked, asked once more, written down, given up, taken up as a case."""

from typing import Any

from casework.cases.forms.fields import CaseForm, one_of, pick, text
from casework.cases.lifecycle import kinds
from casework.cases.lifecycle.aftercare import QUESTIONS
from casework.settings import N_

CONSENTS, KEEPS = "consents", "keeps"


class AskForm(CaseForm):
    words = text(N_("What you write to them"), N_("The questions follow below it."), most=3000)


class RemindForm(CaseForm):
    words = text(N_("What you write to them"), N_("A message in their own dialogue; it is the last of it."), most=2000)


class TalkForm(CaseForm):
    """What they said, question by question; what was not talked about stays empty."""

    answer_0 = text(QUESTIONS[0], needed=False, most=3000)
    answer_1 = text(QUESTIONS[1], needed=False, most=3000)
    answer_2 = text(QUESTIONS[2], needed=False, most=3000)
    answer_3 = text(QUESTIONS[3], needed=False, most=3000)
    answer_4 = text(QUESTIONS[4], needed=False, most=3000)
    answer_5 = text(QUESTIONS[5], needed=False, most=3000)

    def answers(self) -> dict[str, str]:
        return {question: str(self[f"answer_{at}"].data or "") for at, question in enumerate(QUESTIONS)}


class GiveUpForm(CaseForm):
    why = text(N_("Why?"), N_("They asked to be left in peace, for example, or cannot be reached."), most=2000)


class TakeUpForm(CaseForm):
    kind = pick(N_("Kind of case"), {kind: words for kind, words in kinds.KINDS.items() if kind != kinds.DISCIPLINARY})
    consent = one_of(
        N_("May what they said go into it?"),
        {CONSENTS: N_("Yes, they agreed to that"), KEEPS: N_("No: it stays in their own dialogue")},
        N_("Who they are goes into it in neither case."),
    )
    words = text(
        N_("What gives reason for it?"),
        N_("In your words, without saying who told you. It is all that the new case begins with if they do not agree."),
        most=5000,
    )

    def value(self) -> dict[str, Any]:
        return {"kind": self.kind.data, "words": self.words.data, "consents": self.consent.data == CONSENTS}
