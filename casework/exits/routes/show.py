"""`/exits/{number}`: where it stands, who can read it, what was said, what is to be done."""

from datetime import date, datetime
from typing import Any, NamedTuple

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

from casework.access import Action, policy
from casework.audit import Tag
from casework.cases.lifecycle.workflow import Next
from casework.db import Database, utc_now
from casework.exits.actions.answers import PERSON
from casework.exits.lifecycle import COMPLETED, PLANNED, REVIEWED, STATES, WAYS, WORKFLOW, Facts
from casework.exits.queries import checklist, opened
from casework.exits.queries.opened import Shown
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment
from casework.web.page import page
from casework.web.text import _, gettext

from . import answered, checklist_lines, readers
from .doing import Answer
from .entry import Entry, read

PATHS = {
    "invite": "/invitation", "complete": "/interview", "decline": "/refusal", "review": "/review",
    "cancel": "/cancellation",
}  # fmt: skip
AGAIN = N_("Invite them anew")
TAKEN = {
    "invite": N_("Invited: a link and a code were made"), "complete": N_("The answers came in"),
    "decline": N_("They would rather not"), "expire": N_("Link and code ran out"), "review": N_("Reviewed"),
    "cancel": N_("Cancelled"),
}  # fmt: skip
LABELS = {"complete": N_("Speak with them, and write the answers down")}


class Stage(NamedTuple):
    """As `ui/track.html` wants it."""

    kind: str
    label: str
    on: date | datetime | None
    words: str


class Can(NamedTuple):
    label: str
    path: str
    reasons: list[tuple[str, str]]


@get("/exits/{number:str}", sync_to_thread=True, opt={"needs": Action.SEE_EXITS})
def show(
    request: Request[Any, Any, Any],
    entry: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    """The reading is on the trail before anything of it is shown; reading the answers says so by itself."""
    hears = entry.hears and bool(policy.judge(actor, Action.READ_ANSWERS))
    tells = hears and entry.exit.state in (COMPLETED, REVIEWED)
    read(database, actor, entry, Tag.EXIT_READ, *((Tag.EXIT_ANSWERS_READ,) if tells else ()))
    with database.reading() as db:
        shown = opened.load(db, actor, entry.exit.number, utc_now(), only=entry.rooms)
        if shown is None:
            raise NotFoundException
        parts = answered.parts(db, shown.answered) if hears and shown.answered else []
        leaving = shown.rooms.get(Compartment.LEAVING)
        tasks = checklist.of(db, shown.exit, leaving) if leaving else []
    return page(
        request,
        "exits/show.html",
        shown=shown,
        path=entry.path,
        whom=shown.name or _("A name that cannot be opened"),
        way=gettext(WAYS.get(shown.way, shown.way)),
        facts=_facts(shown),
        track_=_track(shown),
        steps=_steps(shown, actor, hears=hears),
        lines=readers.lines(shown, actor),
        hears=hears,
        parts=parts,
        plans=bool(policy.judge(actor, Action.PLAN_EXIT)) and Compartment.LEAVING in shown.rooms,
        interviewer=shown.people.get(shown.exit.interviewer_id or 0, ""),
        step_words={step: gettext(words) for step, words in TAKEN.items()},
        lost=tells and shown.answered is not None and shown.answered.answers is None,
        tasks=checklist_lines.flat(entry.exit.number, tasks, actor),
        open_tasks=checklist_lines.still_open(tasks),
        in_person=shown.answered is not None and shown.answered.mode == PERSON,
    )


def _facts(shown: Shown) -> list[tuple[str, str]]:
    exit_, none = shown.exit, _("not known")
    found = [(_("How"), gettext(WAYS.get(shown.way, shown.way))), (_("Department"), exit_.department or none)]
    if shown.site:
        found.append((_("Site"), shown.site))
    if shown.contact:
        found.append((_("To write to"), shown.contact))
    return [*found, (_("Planned by"), shown.people.get(exit_.planned_by, ""))]


def _track(shown: Shown) -> list[Stage]:
    """The way straight through; where it went another way, that stands where it is now."""
    state, path = shown.exit.state, WORKFLOW.path
    taken = {step.to_state: (step.at, shown.people.get(step.by, "")) for step, _why in shown.steps}
    taken.setdefault(PLANNED, (shown.exit.planned_at, shown.people.get(shown.exit.planned_by, "")))
    if state not in path:
        gone = [one for one in path if one in taken and taken[one][0] <= taken[state][0]]
        return [*(_stage("done", one, taken) for one in gone), _stage("now", state, taken)]
    at = path.index(state)
    done = [_stage("done", one, taken) for one in path[:at] if one in taken]
    return [*done, _stage("now", state, taken), *(_stage("next", one, {}) for one in path[at + 1 :])]


def _stage(kind: str, state: str, taken: dict[str, tuple[datetime, str]]) -> Stage:
    on, who = taken.get(state, (None, ""))
    return Stage(kind, gettext(STATES[state]), on, who if kind == "done" else "")


def _steps(shown: Shown, actor: Actor, *, hears: bool) -> list[Can]:
    """What this reader can do next, or why not yet; what takes a key that they lack is not offered."""
    facts: Facts = shown.facts
    found = []
    for one in WORKFLOW.next_steps(facts):
        name = one.step.name
        if name not in PATHS or not policy.judge(actor, one.step.action):
            continue
        room = Compartment.INTERVIEW if one.step.action is Action.READ_ANSWERS else Compartment.LEAVING
        if room in shown.rooms and (hears or room is Compartment.LEAVING):
            found.append(_can(shown, one))
    return found


def _can(shown: Shown, one: Next[Facts]) -> Can:
    name = one.step.name
    label = AGAIN if name == "invite" and shown.exit.state != PLANNED else LABELS.get(name, one.step.label)
    reasons = [(_(why.said), why.anchor) for why in one.whys]
    return Can(gettext(label), f"/exits/{shown.exit.number}{PATHS[name]}", reasons)


HANDLERS: list[Any] = [show]
