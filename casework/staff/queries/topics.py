"""What is kept about staff, topic by topic, each with the tables that it lies in: a test compares them with the tables
that there are, and how long with the constants that the sweeping goes by."""

from datetime import timedelta
from typing import NamedTuple

from casework.access import Action
from casework.mail import delivery
from casework.people import addresses, drafts, limits, links, sessions
from casework.people.directory import importing
from casework.settings import N_, Said
from casework.web import nonces

WITH_CASE = Said(N_("As long as the case."))
ALWAYS = Said(N_("As long as the account; it is not deleted by itself."))


class Topic(NamedTuple):
    """`looks`: whoever has one of these permissions, beside the person; none: nobody does, only the program. `told`:
    the person gets it with their own data."""

    id: str
    title: str
    what: str
    why: str
    long: Said
    looks: tuple[Action, ...]
    tables: tuple[str, ...]
    told: bool = True


def _for(words: str, length: timedelta) -> Said:
    hours = int(length.total_seconds() // 3600)
    if hours > 24 and hours % 24 == 0:
        return Said(words, {"long": Said(N_("%(num)s days"), {"num": str(hours // 24)})})
    return Said(words, {"long": Said(N_("%(num)s hours"), {"num": str(hours)})})


TOPICS = (
    Topic(
        "account", N_("Your account"),
        N_("Name, duty, e-mail address, time zone, standing, when it was made, which line of the directory it is."),
        N_("Reporters are shown who reads what they send; colleagues, who works with them."),
        ALWAYS, (Action.SEE_PEOPLE,), ("person", "scim_user", "scim_member", "scim_token"),
    ),
    Topic(
        "address", N_("Changes of your address"),
        N_("The earlier address, when it was changed and by whom, and an objection of yours."),
        N_("A reset of the password cannot follow a change of the address at once, and you can undo what was not you."),
        _for(N_("For %(long)s after the change."), addresses.KEPT), (), ("address_change",),
    ),
    Topic(
        "proof", N_("How you prove who you are"),
        N_("Verifiers of password and recovery code, secrets of second factors, passkeys by name and last use."),
        N_("To let you in and nobody else. Nothing of it can be turned back into a password."),
        ALWAYS, (), ("credential", "passkey", "printed_code", "server_kept_key", "sso_subject", "vault_public_key"),
    ),
    Topic(
        "sessions", N_("Where you are signed in"),
        N_("Kind of browser, when it began, when it was used last. No address of the network."),
        N_("You can see and end them; a text that came too late is kept for its writer."),
        _for(N_("Until it ends, at most 12 hours, and %(long)s after it."), sessions.REMEMBERED), (), ("user_session",),
    ),
    Topic(
        "tries", N_("Tries at sign-in and links"),
        N_("Failed tries as tags that nobody can turn back, by account and by network address; links sent to you."),
        N_("To slow down whoever guesses."),
        Said(
            N_("Tries for %(tries)s hour, links for %(links)s hours, numbers of forms for %(forms)s days."),
            {
                "tries": str(int(limits.KEPT.total_seconds() // 3600)),
                "links": str(int(links.LASTS.total_seconds() // 3600)), "forms": str(nonces.KEPT.days),
            },
        ),
        (), ("one_time_link",),
    ),
    Topic(
        "drafts", N_("Texts that came too late"),
        N_("What you sent after your session had ended, sealed to you: nobody else can read it."),
        N_("Nothing that was typed is lost."), _for(N_("For %(long)s."), drafts.KEPT), (), ("draft",),
    ),
    Topic(
        "mail", N_("Mail to you"),
        N_("Which notice was queued for you and when, sealed until it is sent; what you want to be told."),
        N_("To tell you that something waits, never what."),
        _for(N_("Until it is sent, %(long)s when it cannot be. Your choice: as long as the account."), delivery.SHOWN),
        (Action.EDIT_SETTINGS,), ("outbox", "told_choice", "told_once"),
    ),
    Topic(
        "roles", N_("Your roles, and what you receive"),
        N_("Roles with who gave and ended them, admissions, your place in the routing."),
        N_("They decide to whom cases are sealed; each line is under a code that shows changes."),
        ALWAYS, (Action.SEE_PEOPLE,), ("role_grant", "admission", "route", "role_claim"),
    ),
    Topic(
        "cases", N_("What you do on cases"),
        N_("Which cases you are and were on, when you looked last, and who wrote, decided, added or settled what."),
        N_("A file must say who acted; the next thing to do is found by it."),
        WITH_CASE, (Action.READ_CASE,),
        (
            "allegation", "appeal", "approval", "case", "case_declaration", "case_link", "case_member", "closure",
            "deadline", "determination", "evidence", "evidence_change", "evidence_custody", "evidence_point",
            "position_statement", "proceeding", "proceeding_step", "settlement",
            "finding", "given", "interim_measure", "message", "note", "note_change", "paper", "party",
            "interview", "interview_answer", "interview_correction", "interview_event", "interview_statement",
            "letter",
            "mediation", "mediation_session", "mediation_side", "plan", "plan_item", "plan_share", "police_report",
            "party_guest", "pause", "step_taken",
            "departure", "direction", "identity_disclosure", "privilege_claim", "processing_notice", "redaction",
            "report_comment", "report_file", "report_section", "report_version",
            "restriction",
            "aftercare", "comparison", "support_offer", "task", "told", "withdrawal",
            "consultation", "decision", "hearing", "hearing_move", "just_cause", "retaliation_review", "warning",
        ),
    ),
    Topic(
        "keys", N_("Your keys to rooms"),
        N_("Which rooms of which cases are sealed to you, since when; who gave you many at once; hand-overs."),
        N_("They are what lets you read."),
        Said(N_("Until the key is taken back; that it was is on the trail.")), (Action.SEE_HANDOVER,),
        ("vault_seal", "bulk_grant", "handover"),
    ),
    Topic(
        "retention", N_("What you did about how long things are kept"),
        N_("What you chose for a case that was closed again; what you asked to have destroyed, agreed to or declined."),
        N_("Two people answer for what is gone."),
        Said(N_("Your choice as long as the case; who destroyed what is kept.")), (Action.SEE_RETENTION,),
        ("retention_choice", "destruction", "destroyed", "destroyed_for"),
    ),
    Topic(
        "exports", N_("Case files that you had handed out"),
        N_("Which case you had made into a file, when, which rooms it was from, and when you fetched it; the lines of "
           "a chronology that you wrote."),
        N_("Whoever answers for a case must know what of it has left the house."),
        WITH_CASE, (Action.READ_CASE,), ("case_export", "chronology_row"),
    ),
    Topic(
        "walls", N_("Conflicts of interest"),
        N_("That you must not meet a case, and why. You are not told: it would tell you of the case."),
        N_("Whoever reports must be safe from whom it is about."),
        WITH_CASE, (Action.DECIDE_WALL,), ("wall",), told=False,
    ),
    Topic(
        "restrictions", N_("Cases that were closed to you"),
        N_("That a case was restricted to others, when, and what you could read of it. You are not told of it again."),
        N_("Those who read on must know who had read it."),
        WITH_CASE, (Action.READ_CASE,), ("restriction_loss",), told=False,
    ),
    Topic(
        "support", N_("What you do in employee assistance"),
        N_("Which referrals, placements, appointments, disclosures, records of danger and court orders you worked on."),
        N_("What is confidential must say who handled it."),
        Said(N_("As long as the referral.")), (Action.SEE_REFERRALS,),
        (
            "court_order", "eap_appointment", "eap_disclosure", "eap_placement", "referral_danger", "referral_note",
            "referral_step", "support_message",
        ),
    ),
    Topic(
        "reviews", N_("What you asked counsel, and answered as counsel"),
        N_("Who asked for a review, who has it, who answered, commented on a paragraph, or gave it to somebody else."),
        N_("Some steps wait until counsel has agreed: a file must say who did."),
        WITH_CASE, (Action.READ_CASE,),
        ("review", "review_comment", "review_handover", "review_round"),
    ),
    Topic(
        "exits", N_("What you do when others leave"),
        N_("Whose leaving you planned, heard, noted, owned tasks of; questionnaires and figures that you published."),
        N_("The next thing to do is found by it."),
        Said(N_("As long as what is kept of that leaving.")), (Action.SEE_EXITS,),
        ("exit_note", "exit_step", "leaver", "leaving_task", "questionnaire", "snapshot"),
    ),
    Topic(
        "requests", N_("What you do for people who ask about their data"),
        N_("Which requests you entered, checked, searched for and answered, and when."),
        N_("The law sets a month; who was asked has to answer."),
        Said(N_("As long as what is kept of that request.")), (Action.WORK_REQUEST,),
        ("request_answer", "search_task", "subject_request"),
    ),
    Topic(
        "holds", N_("Holds, and what you were asked to keep"),
        N_("Which holds you placed or released, which notice you were sent and when you acknowledged it; systems that "
           "you were asked to keep from deleting."),
        N_("A court can ask who was told to keep what, and when."),
        Said(N_("As long as what is kept of that hold.")), (Action.SEE_HOLDS,),
        ("hold", "hold_custodian", "hold_scope", "preservation_task"),
    ),
    Topic(
        "settings", N_("Settings that you changed"),
        N_("Which setting you changed last, and when; a directory that you read in and did not confirm."),
        N_("Others can ask you."),
        _for(N_("Until somebody else changes it; an unconfirmed directory for %(long)s."), importing.KEPT),
        (Action.EDIT_SETTINGS, Action.IMPORT_DIRECTORY),
        (
            "setting", "directory_import", "letter_template", "letterhead", "plan_template", "question_set",
            "report_template",
        ),
    ),
    Topic(
        "trail", N_("The trail"),
        N_("Who signed in, read, wrote, gave and was refused what, and when: never content. The list is below."),
        N_("To show that nobody looked who should not. It is not there to compare people: no page counts by person."),
        Said(N_("As long as the installation: a chain out of which nothing can be taken.")),
        (Action.READ_TRAIL,), ("trail_entry",),
    ),
)  # fmt: skip
