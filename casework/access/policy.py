"""Who may do what, on one page. Keys decide what can be read; this decides what is offered."""

from dataclasses import replace

from casework.people import Actor, ActorKind, Role
from casework.settings import N_, Said
from casework.vault import Compartment

from .actions import Action
from .rules import Forbidden, Matter, Rule, Verdict


def _role(says: str, *roles: Role) -> Rule:
    return Rule(Said(says), lambda actor, _: actor.admitted and actor.has(*roles))


def _holds(says: str, *compartments: Compartment) -> Rule:
    wanted = frozenset(compartments)
    none: frozenset[Compartment] = frozenset()
    return Rule(Said(says), lambda actor, m: m is not None and bool(wanted & m.holders.get(actor.id, none)))


lead = _role(N_("a lead"), Role.LEAD)
alternate = _role(N_("an outside alternate"), Role.ALTERNATE)
administrator = _role(N_("the administrator"), Role.ADMINISTRATOR)
leading = lead | Rule(
    Said(N_("an alternate, while no lead is left")), lambda actor, _: actor.admitted and Role.LEAD in actor.stands_in
)
administering = administrator | Rule(
    Said(N_("a lead, while no administrator is left")),
    lambda actor, _: actor.admitted and Role.ADMINISTRATOR in actor.stands_in,
)
auditor = _role(N_("the auditor"), Role.AUDITOR)
caseworker = _role(
    N_("somebody who works cases"), Role.SPECIALIST, Role.LEAD, Role.ALTERNATE, Role.EEO, Role.LABOR, Role.OUTSIDE
)
deciding = _role(N_("somebody who decides cases"), Role.LEAD, Role.ALTERNATE, Role.SPECIALIST)
counsel = _role(N_("counsel"), Role.COUNSEL)
eeo = _role(N_("an EEO officer"), Role.EEO)
coordinator = _role(N_("a coordinator of employee assistance"), Role.EAP)
interviewing = _role(N_("an exit interviewer"), Role.INTERVIEWER) | Rule(
    Said(N_("a lead or an alternate, while no exit interviewer is left")),
    lambda actor, _: actor.admitted and Role.INTERVIEWER in actor.stands_in,
)
"""A firm that has no exit interviewer is heard by its leads; `people/standing_in.py` says who stands in for whom."""
planning = interviewing | _role(
    N_("somebody who plans how people leave"), Role.SPECIALIST, Role.LEAD, Role.ALTERNATE, Role.EEO, Role.LABOR
)
protecting = _role(N_("the data protection officer"), Role.DPO) | Rule(
    Said(N_("an alternate, while there is no data protection officer")),
    lambda actor, _: actor.admitted and Role.DPO in actor.stands_in,
)
staff = Rule(Said(N_("signed in and admitted")), lambda actor, _: actor.kind is ActorKind.PERSON and actor.admitted)
member = _holds(N_("on the case"), Compartment.FILE)
holder = _holds(N_("a holder of one of its keys"), *Compartment)
identity = _holds(N_("a holder of the identity's key"), Compartment.IDENTITY)
walled = Rule(Said(N_("walled off from it")), lambda actor, matter: matter is not None and actor.id in matter.walled)
declared = Rule(
    Said(N_("free of a conflict, and have said so")), lambda actor, m: m is not None and actor.id in m.declared
)
investigator = Rule(
    Said(N_("its investigator")),
    lambda actor, m: m is not None and (actor.id == m.investigator_id or actor.id in m.investigated),
)
"""Handing the case on makes nobody somebody who did not look into it."""
took_part = Rule(Said(N_("part of how it was decided")), lambda actor, m: m is not None and actor.id in m.decided_by)
restricted = Rule(Said(N_("asked about a restricted case")), lambda _, m: m is not None and m.restricted)
outside = _role(N_("somebody from outside"), Role.OUTSIDE)
reviewing = _holds(N_("a holder of this review’s key"), Compartment.REVIEW)
privileged = _holds(N_("a holder of its privileged key"), Compartment.PRIVILEGED)
unattended = Rule(Said(N_("asked about a case without readers")), lambda _, m: m is not None and m.unattended)

_works = member & ~walled & declared

RULES: dict[Action, Rule] = {
    Action.LIST_CASES: caseworker | counsel,
    Action.OPEN_CASE: caseworker,
    Action.SEE_CASE: holder & ~walled,
    Action.DECLARE: holder & ~walled,
    Action.READ_CASE: _works,
    Action.READ_IDENTITY: identity & ~walled & declared,
    Action.DISCLOSE_IDENTITY: (lead | alternate) & identity & ~walled & declared,
    Action.WORK_CASE: _works,
    Action.TAKE_STEP: _works,
    Action.OVERRIDE: (lead | alternate) & _works,
    Action.ASSIGN: _works,
    Action.APPROVE: (lead | alternate) & _works & ~investigator,
    Action.APPROVE_ALONE: (lead | alternate) & _works,
    Action.PREPARE_DECISION: _works,
    Action.DECIDE: deciding & _works & ~investigator,
    Action.DECIDE_ALONE: (lead | alternate) & _works,
    Action.SEE_WARNINGS: (deciding & _works & ~investigator) | ((lead | alternate) & _works),
    Action.COMPARE: (deciding & _works & ~investigator) | ((lead | alternate | counsel) & _works),
    Action.REVIEW_RETALIATION: (deciding | _role(N_("an EEO officer"), Role.EEO)) & _works & ~took_part,
    Action.DECIDE_WITHDRAWAL: (lead | alternate) & _works,
    Action.DECIDE_APPEAL: (lead | alternate) & _works & ~took_part,
    Action.REOPEN: (lead | alternate) & _works,
    Action.ADD_MEMBER: _works & (lead | alternate | counsel | ~restricted),
    Action.REMOVE_MEMBER: (lead | alternate) & _works,
    # What is handed on is not opened by it: whoever receives a key is asked for conflicts before they read.
    Action.HAND_ON: (lead | alternate) & member & ~walled & ~restricted,
    Action.GIVE_BACK: holder & ~walled,
    Action.RELEASE_PAPER: (lead | alternate) & identity & _works,
    Action.REDACT: holder & ~walled & declared,
    Action.REKEY: _works,
    Action.DECIDE_WALL: (lead | alternate) & ~walled,
    Action.SEE_UNATTENDED: (lead | alternate) & ~walled & unattended,
    Action.EXPORT_CASE: (lead | alternate | counsel) & _works,
    Action.MAKE_ACCOUNTS: administering,
    Action.SEE_PEOPLE: administrator | lead | alternate,
    Action.CHANGE_ADDRESS: leading,
    Action.ADMIT: leading,
    Action.GIVE_CASE_ROLES: leading,
    Action.GIVE_ROLES: administering,
    Action.SUSPEND: administrator | leading,
    # An alternate decides on the last lead, whose place they then take; on anybody else only once they have it.
    Action.SUSPEND_LAST_LEAD: administrator | alternate,
    Action.SEE_HANDOVER: lead | alternate,
    Action.END_HANDOVER: lead | alternate,
    Action.EDIT_ROUTING: leading,
    Action.EDIT_SETTINGS: administrator | lead,
    Action.KEEP_TEMPLATES: lead | eeo,
    Action.BAR_KEYS: lead,
    Action.LET_DIRECTORY_IN: administrator,
    Action.IMPORT_DIRECTORY: administrator | lead,
    Action.READ_TRAIL: auditor,
    # Who may read one referral, order or exit is settled by its rooms' seals; these say who is offered the pages.
    Action.SEE_REFERRALS: coordinator,
    Action.WORK_REFERRAL: coordinator,
    Action.KEEP_PROVIDERS: coordinator,
    Action.ADMIT_COORDINATOR: coordinator,
    Action.READ_EAP_TRAIL: coordinator,
    Action.SUGGEST_SUPPORT: caseworker | counsel,
    Action.SEE_ORDERS: coordinator | counsel,
    Action.ENTER_ORDER: coordinator,
    Action.CHECK_ORDER: counsel,
    Action.SEE_SUPPORT_FIGURES: coordinator | lead | alternate | auditor,
    Action.SEE_EXITS: planning | counsel,
    Action.PLAN_EXIT: planning,
    Action.READ_ANSWERS: interviewing,
    Action.ADMIT_INTERVIEWER: interviewing,
    Action.KEEP_QUESTIONNAIRES: interviewing | lead,
    Action.SEE_EXIT_FIGURES: interviewing | lead | alternate | auditor,
    Action.RESTRICT: ((lead | alternate) & _works) | (counsel & holder & ~walled & declared),
    Action.DIRECT: (lead | alternate | counsel) & _works,
    Action.DECIDE_PRIVILEGE: counsel & privileged & ~walled & declared,
    # Of which matters is settled by what exists for them; one proposes and another agrees.
    Action.SEE_RETENTION: lead | alternate | counsel | protecting,
    Action.DESTROY: lead | alternate | counsel | protecting,
    Action.CHOOSE_RETENTION: (lead | alternate) & _works,
    Action.EDIT_SCHEDULE: lead | protecting,
    Action.DESTROY_EXITS: interviewing | lead | alternate,
    Action.DESTROY_REFERRALS: coordinator,
    # An officer who asks for their own data is no officer of that request: then alternates hold its key, and work it.
    Action.WORK_REQUEST: protecting | alternate,
    Action.ADMIT_OFFICER: protecting | alternate,
    Action.SEARCH_OWN: staff,
    # Which hold somebody reads is settled by its seals, as with exits.
    Action.SEE_HOLDS: counsel | lead | alternate,
    Action.PLACE_HOLD: counsel | lead | alternate,
    Action.RELEASE_HOLD: counsel | lead | alternate,
    Action.ACKNOWLEDGE_HOLD: staff,
    Action.PRESERVE: administrator,
    Action.KEEP_PROCEEDINGS: _works,
    # A review is judged by the seals of its own room: whoever holds that one alone knows nothing else of the case.
    Action.ASK_REVIEW: _works,
    Action.SEE_REVIEW: reviewing & ~walled,
    Action.ANSWER_REVIEW: (counsel | outside) & reviewing & ~walled,
    Action.HAND_OVER_REVIEW: ((counsel | outside) & reviewing & ~walled) | ((lead | alternate) & reviewing & _works),
}

ROLE_ONLY: dict[Action, Rule] = {
    Action.ASK_REVIEW: caseworker | counsel,
    Action.SEE_REVIEW: caseworker | counsel,
    Action.ANSWER_REVIEW: counsel | outside,
    Action.HAND_OVER_REVIEW: counsel | outside | lead | alternate,
    Action.RESTRICT: lead | alternate | counsel,
    Action.DIRECT: lead | alternate | counsel,
    Action.DECIDE_PRIVILEGE: counsel,
    Action.LIST_CASES: caseworker | counsel,
    Action.PREPARE_DECISION: caseworker | counsel,
    Action.DECIDE: deciding,
    Action.SEE_WARNINGS: deciding,
    Action.COMPARE: deciding | counsel,
    Action.REVIEW_RETALIATION: deciding | _role(N_("an EEO officer"), Role.EEO),
    Action.KEEP_PROCEEDINGS: caseworker | counsel,
    **dict.fromkeys(
        (
            Action.OVERRIDE, Action.APPROVE, Action.APPROVE_ALONE, Action.DECIDE_ALONE, Action.DECIDE_WITHDRAWAL,
            Action.DECIDE_APPEAL, Action.REOPEN, Action.REMOVE_MEMBER, Action.HAND_ON, Action.RELEASE_PAPER,
            Action.DISCLOSE_IDENTITY, Action.DECIDE_WALL, Action.CHOOSE_RETENTION, Action.SEE_UNATTENDED,
        ),
        lead | alternate,
    ),
}  # fmt: skip
"""What can be said of an action before the case is known: the part of its rule that speaks of roles."""

_ON_A_CASE = frozenset(action for action in Action if action.value.startswith(("cases:", "legal:case:"))) - {
    Action.LIST_CASES,
    Action.OPEN_CASE,
}

OUTSIDERS = frozenset(
    {
        Action.LIST_CASES, Action.SEE_CASE, Action.READ_CASE, Action.READ_IDENTITY, Action.DECLARE, Action.WORK_CASE,
        Action.TAKE_STEP, Action.REDACT, Action.DECIDE_PRIVILEGE, Action.SEE_REVIEW, Action.ANSWER_REVIEW,
        Action.SEARCH_OWN, Action.ACKNOWLEDGE_HOLD, Action.KEEP_PROCEEDINGS,
    }
)  # fmt: skip
"""All that somebody from outside may ever do, whatever roles they have: on their one case, and where they were asked.
Nothing of it shows who else works here."""
FROM_OUTSIDE = Said(N_("This is not for somebody from outside."))


def judge(actor: Actor, action: Action, matter: Matter | None = None) -> Verdict:
    """May they? With the reason when not."""
    if outside.holds(actor, None) and action not in OUTSIDERS:
        return Verdict(False, FROM_OUTSIDE)
    rule = RULES[action]
    if staff.holds(actor, matter) and rule.holds(actor, matter):
        return Verdict(True)
    return Verdict(False, _needs(rule))


def _needs(rule: Rule) -> Said:
    return Said(N_("This needs you to be %(who)s."), {"who": rule.says})


def require(actor: Actor, action: Action, matter: Matter | None = None) -> None:
    """Forbidden, with the reason, unless they may."""
    if not (verdict := judge(actor, action, matter)):
        raise Forbidden(verdict.why)


def may_ever(actor: Actor, action: Action) -> Verdict:
    """The check at the door of a route: does any case exist for which they might? The verb judges the case itself."""
    if outside.holds(actor, None) and action not in OUTSIDERS:
        return Verdict(False, FROM_OUTSIDE)
    rule = ROLE_ONLY.get(action, staff if action in _ON_A_CASE else RULES[action])
    if staff.holds(actor, None) and rule.holds(actor, None):
        return Verdict(True)
    return Verdict(False, _needs(rule))


def in_place(actor: Actor, action: Action) -> dict[str, str]:
    """For the trail: in whose place they do this, where their own roles do not allow it."""
    needed = [
        role for role in actor.stands_in if not may_ever(replace(actor, stands_in=actor.stands_in - {role}), action)
    ]
    return {"in_place_of": ", ".join(sorted(needed))} if needed else {}
