"""`…/interviews/{id}/statement`: drawn from the notes, given to read and sign, and what came back."""

from datetime import time
from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.access import Action
from casework.cases.forms.fields import number_of, said
from casework.cases.queries import clocks, given, record
from casework.cases.routes.doing import FILE, Answer, Asked, Deed, Doing, Key, nowhere
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.handlers import routes
from casework.db import Database
from casework.investigations import comparing
from casework.investigations.actions import interview_statements as verbs
from casework.investigations.actions.interview_statements import LINK, PAPER, Back
from casework.investigations.forms.interviews import (
    BeginForm,
    DraftForm,
    HandForm,
    SignedForm,
    WhyForm,
    moment,
)
from casework.investigations.queries import interviews as queries
from casework.investigations.queries.interviews import Shown, StatementShown
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment
from casework.web.page import page
from casework.web.text import _, day

from .interview_words import back, now_there, one_of, row_of, there, versioned, who, whose, zone, zone_of_case

WORK = Action.WORK_CASE
FORM = "investigations/interview_form.html"
NOON = time(12)
"""Of a day on which it was signed by hand nobody knows the hour."""
AT = "/interviews/{item:int}/statement"


def drawn(one: Shown) -> str:
    """From the notes: each question with what was said to it, and nothing where nothing was."""
    parts = [f"{answer.question}\n{answer.now}" for answer in one.answers if answer.question and answer.now]
    return "\n\n".join(parts)


def _start_draft(asked: Asked) -> dict[str, Any]:
    one = one_of(asked)
    draft = one.statement
    return {"version": str(draft.version if draft else 0), "text": draft.text if draft else drawn(one)}


def _write(deed: Deed) -> str:
    row, form = row_of(deed), deed.form
    verbs.write(deed.db, deed.case, row, deed.file, form.text.data, version=form.seen, by=deed.by)
    return back(row, "#statement")


def _start_hand(asked: Asked) -> dict[str, Any]:
    one = one_of(asked)
    held = one.row.held_at or one.row.state_since
    heading = _("Your statement of %(day)s", day=day(held, zone(asked)))
    return {"version": str(one.row.version), "heading": heading, "how": LINK if one.row.party_id else PAPER}


def _fill_hand(asked: Asked, form: Any) -> None:
    if one_of(asked).row.party_id is None:
        form.how.choices = [one for one in form.how.choices if one[0] == PAPER]


def _theirs(asked: Asked) -> list[Key]:
    """Whom it goes to, where they have a room of their own already."""
    dialogue = (Compartment.DIALOGUE, one_of(asked).row.party_id or 0)
    return [FILE, dialogue] if dialogue in asked.shown.rooms else [FILE]


def _hand(deed: Deed) -> str:
    row, form = row_of(deed), deed.form
    verbs.hand(
        deed.db, deed.case, row, deed.file, form.how.data, said(form.heading), due_on=form.due_on.data,
        version=form.seen, by=deed.by,
    )  # fmt: skip
    return back(row, "#statement")


def _what_they_said(asked: Asked) -> dict[str, Any]:
    """Their answer beside our text, before it is taken into the file."""
    one = one_of(asked)
    statement = one.statement
    if statement is None or statement.given_id is None or one.row.party_id is None:
        raise NotFoundException
    room = asked.shown.rooms.get((Compartment.DIALOGUE, one.row.party_id))
    found = given.of_party(asked.db, room, one.row.party_id) if room is not None else []
    answer = next((put.answer for put in found if put.id == statement.given_id), None)
    return {**whose(asked), "answer": answer, "pieces": pieces(statement.text, answer.text if answer else ""),
            "answered_at": statement.answered_at, "may_read": room is not None}  # fmt: skip


def pieces(ours: str | None, theirs: str | None) -> list[comparing.Piece]:
    """Where they differ, word by word; nothing where there is only one text."""
    return comparing.differences(ours, theirs) if ours and theirs else []


def _take_in(deed: Deed) -> str:
    row = row_of(deed)
    dialogue = deed.room(Compartment.DIALOGUE, row.party_id or 0)
    verbs.take_in(deed.db, deed.case, row, deed.file, dialogue, version=deed.form.seen, by=deed.by)
    return back(row, "#statement")


def _start_signed(asked: Asked) -> dict[str, Any]:
    one = one_of(asked)
    text = one.statement.text if one.statement else ""
    return {
        **versioned(asked),
        "name": _in_the_file(asked.shown, one),
        "on": now_there(zone(asked)).date(),
        "theirs": text,
    }


def _in_the_file(shown: record.Record, one: Shown) -> str:
    """Their name as the file has it; of who is kept apart from it, nothing, also for who knows it."""
    party = shown.party(one.row.party_id)
    return who(shown, one) if party is None or (party.room == "file" and party.name) else ""


def _fill_signed(asked: Asked, form: Any) -> None:
    one = one_of(asked)
    if not _in_the_file(asked.shown, one):
        del form.name
    papers = [paper for paper in asked.shown.papers if paper.room == "file" and not paper.is_original]
    form.paper.choices = [
        ("", _("not scanned in yet")), *((str(paper.id), paper.name or str(paper.position)) for paper in papers)
    ]  # fmt: skip


def _signed(deed: Deed) -> str:
    row, form = row_of(deed), deed.form
    at = moment(form.on.data, NOON, zone_of_case(deed))
    theirs = said(form.theirs) if form.result.data == verbs.CORRECTED else ""
    name = said(form.name) if "name" in form else ""
    came = Back(form.result.data, name, at, theirs, number_of(form.paper))
    verbs.back_on_paper(deed.db, deed.case, row, deed.file, came, version=form.seen, by=deed.by)
    return back(row, "#statement")


def _because(verb: Any) -> Any:
    def do(deed: Deed) -> str:
        row = row_of(deed)
        verb(deed.db, deed.case, row, deed.file, deed.form.reason.data, version=deed.form.seen, by=deed.by)
        return back(row, "#statement")

    return do


@get(
    "/cases/{number:str}/interviews/{interview_id:int}/statement/print", sync_to_thread=True,
    opt={"needs": WORK, "title": N_("A statement to be signed")},
)  # fmt: skip
def sheet(
    request: Request[Any, Any, Any], interview_id: FromPath[int], opened: NamedDependency[Entry],
    database: NamedDependency[Database], actor: NamedDependency[Actor],
) -> Answer:  # fmt: skip
    """To be printed and signed by hand: the text, the day, a line for the name."""
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        one = queries.one(db, shown, interview_id)
        if one is None:
            raise NotFoundException
        zone_there = clocks.place(db, shown.case.site_id).zone
    statement: StatementShown | None = one.statement or (one.statements[0] if one.statements else None)
    if statement is None:
        raise NotFoundException
    return page(
        request, "investigations/interview_sheet.html", shown=shown, one=one, statement=statement,
        who=_in_the_file(shown, one) or _("the person who reported"),
        zone=zone_there, path=f"{opened.path}/interviews/{interview_id}",
    )  # fmt: skip


ROUTES: list[Any] = [
    sheet,
    *routes(
        Doing(
            AT, WORK, N_("Draw up the statement"), N_("Keep it"), DraftForm, _write, start=_start_draft, fill=there,
            more=whose, template=FORM,
            says=N_("From the notes, in their own words. They read it, correct it, and sign it or not."),
        ),
        Doing(
            f"{AT}/hand", WORK, N_("Give them the statement"), N_("Give it to them"), HandForm, _hand,
            start=_start_hand, fill=_fill_hand, rooms=_theirs, more=whose, template=FORM,
            says=N_("As it stands now: it is not changed any more while they have it."),
        ),
        Doing(
            f"{AT}/back", WORK, N_("Take the statement back"), N_("Take it back"), WhyForm, _because(verbs.take_back),
            start=versioned, fill=there, more=whose, template=FORM,
        ),
        Doing(
            f"{AT}/answer", WORK, N_("What they said to their statement"), N_("Take it into the file"), BeginForm,
            _take_in, start=versioned, fill=there, rooms=nowhere, more=_what_they_said,
            template="investigations/interview_answered.html",
        ),
        Doing(
            f"{AT}/signed", WORK, N_("A statement came back signed"), N_("Write it down"), SignedForm, _signed,
            start=_start_signed, fill=_fill_signed, more=whose, template=FORM,
        ),
        Doing(
            f"{AT}/refused", WORK, N_("They do not sign the statement"), N_("Write it down"), WhyForm,
            _because(verbs.refuse), start=versioned, fill=there, more=whose, template=FORM,
            says=N_("What we wrote stays, with why they did not sign it. Not signing proves nothing by itself."),
        ),
        Doing(
            f"{AT}/another", WORK, N_("Draw up another statement"), N_("Go on"), WhyForm, _because(verbs.another),
            start=versioned, fill=there, more=whose, template=FORM,
            says=N_("The one that is settled stays as it is."),
        ),
    ),
]  # fmt: skip
