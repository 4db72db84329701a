"""What the trail can say: one tag a kind of act, each with its sentence."""

from enum import StrEnum

from casework.settings import N_


class Tag(StrEnum):
    CASE_OPENED = "case:opened"
    CASE_READ = "case:read"
    CASE_DENIED = "case:denied"
    CASE_STEP = "case:step"
    CASE_CLOSED = "case:closed"
    CASE_REOPENED = "case:reopened"
    CASE_WITHDRAWN = "case:withdrawn"
    CASE_PAUSED = "case:paused"
    CASE_RESUMED = "case:resumed"
    CASE_OVERRIDDEN = "case:overridden"
    CASE_CHANGED = "case:changed"
    CASE_LINKED = "case:linked"
    CASE_UNATTENDED = "case:unattended"
    NOTE_ADDED = "note:added"
    NOTE_CORRECTED = "note:corrected"
    NOTE_RETRACTED = "note:retracted"
    MESSAGE_SENT = "message:sent"
    MESSAGE_SETTLED = "message:settled"
    PAPER_ADDED = "paper:added"
    PAPER_READ = "paper:read"
    PAPER_RELEASED = "paper:released"
    PARTY_ADDED = "party:added"
    PARTY_CHANGED = "party:changed"
    ALLEGATION_ADDED = "allegation:added"
    ALLEGATION_CHANGED = "allegation:changed"
    FINDING_RECORDED = "finding:recorded"
    FINDINGS_APPROVED = "findings:approved"
    FINDINGS_RETURNED = "findings:returned"
    MEASURE_ADDED = "measure:added"
    MEASURE_ENDED = "measure:ended"
    ACTION_ADDED = "action:added"
    ACTION_DONE = "action:done"
    TOLD_RECORDED = "told:recorded"
    NO_CONFLICT = "conflict:none"
    CONFLICT_DECLARED = "conflict:declared"
    WALL_RAISED = "wall:raised"
    WALL_CONFIRMED = "wall:confirmed"
    WALL_LIFTED = "wall:lifted"
    MEMBER_ADDED = "member:added"
    MEMBER_REMOVED = "member:removed"
    IDENTITY_READ = "identity:read"
    IDENTITY_DISCLOSED = "identity:disclosed"
    REPORT_RECEIVED = "report:received"
    REPORT_FOLLOWED = "report:followed"
    REPORT_WITHDRAWN = "report:withdrawn"
    RECEIPT_MADE = "receipt:made"
    REPORTER_NAMED = "reporter:named"
    SIGNED_IN = "session:signed in"
    SIGN_IN_REFUSED = "session:refused"
    SIGNED_OUT = "session:signed out"
    SESSION_REVOKED = "session:revoked"
    STEPPED_UP = "session:stepped up"
    PERSON_INVITED = "person:invited"
    PERSON_ENROLLED = "person:enrolled"
    PERSON_ADMITTED = "person:admitted"
    PERSON_CHANGED = "person:changed"
    PERSON_SUSPENDED = "person:suspended"
    PERSON_RESTORED = "person:restored"
    PASSWORD_CHANGED = "person:password"  # noqa: S105 - a tag
    PHONE_TAKEN = "factor:phone"
    PHONE_GIVEN_UP = "factor:no phone"
    CODES_PRINTED = "factor:codes printed"
    PRINTED_CODE_USED = "factor:code used"
    FACTORS_REPLACED = "factor:replaced"
    PASSKEY_ADDED = "passkey:added"
    PASSKEY_CHANGED = "passkey:changed"
    PASSKEY_REMOVED = "passkey:removed"
    PASSKEY_REFUSED = "passkey:refused"
    ROLE_GIVEN = "role:given"
    ROLE_ENDED = "role:ended"
    ROUTE_SET = "route:set"
    ROUTE_REMOVED = "route:removed"
    SETTING_CHANGED = "setting:changed"
    SITE_CHANGED = "site:changed"
    DIRECTORY_IMPORTED = "directory:imported"
    EMPLOYEES_JOINED = "directory:joined"
    TRAIL_READ = "trail:read"
    KEYRING_EXPORTED = "keys:exported"
    INSTALLED = "installation:made"


SENTENCES: dict[Tag, str] = {
    Tag.CASE_OPENED: N_("opened the case"),
    Tag.CASE_READ: N_("read the case"),
    Tag.CASE_DENIED: N_("asked for a case number that is not theirs to read"),
    Tag.CASE_STEP: N_("moved the case"),
    Tag.CASE_CLOSED: N_("closed the case"),
    Tag.CASE_REOPENED: N_("reopened the case"),
    Tag.CASE_WITHDRAWN: N_("decided on a withdrawal"),
    Tag.CASE_PAUSED: N_("paused the case"),
    Tag.CASE_RESUMED: N_("took the case up again"),
    Tag.CASE_OVERRIDDEN: N_("went past a guard, with a reason"),
    Tag.CASE_CHANGED: N_("changed what the case says of itself"),
    Tag.CASE_LINKED: N_("linked the case to another"),
    Tag.CASE_UNATTENDED: N_("left the case with nobody who can read it"),
    Tag.NOTE_ADDED: N_("added a note"),
    Tag.NOTE_CORRECTED: N_("corrected a note"),
    Tag.NOTE_RETRACTED: N_("retracted a note"),
    Tag.MESSAGE_SENT: N_("sent a message"),
    Tag.MESSAGE_SETTLED: N_("said that a message needs no answer"),
    Tag.PAPER_ADDED: N_("added a paper"),
    Tag.PAPER_READ: N_("opened a paper"),
    Tag.PAPER_RELEASED: N_("released an original paper to the file"),
    Tag.PARTY_ADDED: N_("added a party"),
    Tag.PARTY_CHANGED: N_("changed a party"),
    Tag.ALLEGATION_ADDED: N_("added an allegation"),
    Tag.ALLEGATION_CHANGED: N_("changed an allegation"),
    Tag.FINDING_RECORDED: N_("recorded a finding"),
    Tag.FINDINGS_APPROVED: N_("approved the findings"),
    Tag.FINDINGS_RETURNED: N_("returned the findings"),
    Tag.MEASURE_ADDED: N_("set an interim measure"),
    Tag.MEASURE_ENDED: N_("ended an interim measure"),
    Tag.ACTION_ADDED: N_("set an action"),
    Tag.ACTION_DONE: N_("marked an action as done"),
    Tag.TOLD_RECORDED: N_("recorded who was told what"),
    Tag.NO_CONFLICT: N_("declared no conflict of interest"),
    Tag.CONFLICT_DECLARED: N_("declared a conflict of interest"),
    Tag.WALL_RAISED: N_("raised a wall"),
    Tag.WALL_CONFIRMED: N_("confirmed a wall"),
    Tag.WALL_LIFTED: N_("lifted a wall"),
    Tag.MEMBER_ADDED: N_("added a member"),
    Tag.MEMBER_REMOVED: N_("removed a member"),
    Tag.IDENTITY_READ: N_("read an identity"),
    Tag.IDENTITY_DISCLOSED: N_("disclosed an identity"),
    Tag.REPORT_RECEIVED: N_("sent a report"),
    Tag.REPORT_FOLLOWED: N_("looked at their report"),
    Tag.REPORT_WITHDRAWN: N_("asked to withdraw their report"),
    Tag.RECEIPT_MADE: N_("made a receipt for somebody on the case"),
    Tag.REPORTER_NAMED: N_("gave their name"),
    Tag.SIGNED_IN: N_("signed in"),
    Tag.SIGN_IN_REFUSED: N_("was refused at sign-in"),
    Tag.SIGNED_OUT: N_("signed out"),
    Tag.SESSION_REVOKED: N_("ended a session"),
    Tag.STEPPED_UP: N_("proved again who they are"),
    Tag.PERSON_INVITED: N_("made an account"),
    Tag.PERSON_ENROLLED: N_("enrolled"),
    Tag.PERSON_ADMITTED: N_("admitted a colleague"),
    Tag.PERSON_CHANGED: N_("changed what an account says of its owner"),
    Tag.PERSON_SUSPENDED: N_("suspended an account"),
    Tag.PERSON_RESTORED: N_("restored an account"),
    Tag.PASSWORD_CHANGED: N_("changed their password"),
    Tag.PHONE_TAKEN: N_("took another phone for their codes"),
    Tag.PHONE_GIVEN_UP: N_("gave up the phone that made their codes"),
    Tag.CODES_PRINTED: N_("made new printed codes"),
    Tag.PRINTED_CODE_USED: N_("used a printed code"),
    Tag.FACTORS_REPLACED: N_("lost their second factors and took new ones, by link and recovery code"),
    Tag.PASSKEY_ADDED: N_("added a passkey"),
    Tag.PASSKEY_CHANGED: N_("changed the name of a passkey, or what it opens"),
    Tag.PASSKEY_REMOVED: N_("removed a passkey"),
    Tag.PASSKEY_REFUSED: N_("was refused: the passkey may be a copy"),
    Tag.ROLE_GIVEN: N_("gave a role"),
    Tag.ROLE_ENDED: N_("ended a role"),
    Tag.ROUTE_SET: N_("set who reads what comes in"),
    Tag.ROUTE_REMOVED: N_("removed somebody from what comes in"),
    Tag.SETTING_CHANGED: N_("changed a setting"),
    Tag.SITE_CHANGED: N_("changed a site"),
    Tag.DIRECTORY_IMPORTED: N_("imported the directory"),
    Tag.EMPLOYEES_JOINED: N_("declared two directory entries one person"),
    Tag.TRAIL_READ: N_("read the trail"),
    Tag.KEYRING_EXPORTED: N_("exported the keyring"),
    Tag.INSTALLED: N_("set up the installation"),
}
