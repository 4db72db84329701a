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
    ACCESS_GIVEN = "access:given"
    ACCESS_WHOLE = "access:whole"
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
    FOREIGN_COOKIE = "session:foreign cookie"
    SESSION_REVOKED = "session:revoked"
    STEPPED_UP = "session:stepped up"
    PERSON_INVITED = "person:invited"
    PERSON_ENROLLED = "person:enrolled"
    PERSON_ADMITTED = "person:admitted"
    PERSON_CHANGED = "person:changed"
    PERSON_SUSPENDED = "person:suspended"
    PERSON_RESTORED = "person:restored"
    PERSON_LEFT = "person:left"
    HANDOVER_ENDED = "handover:ended"
    PASSWORD_CHANGED = "person:password"  # noqa: S105 - a tag
    RESET_ASKED = "reset:asked"
    RESET_SENT = "reset:sent"
    RESET_REFUSED = "reset:refused"
    NEW_KEY_BEGUN = "reset:new key"
    ADDRESS_CHANGED = "person:address"
    ADDRESS_DISPUTED = "person:address disputed"
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
    ROLE_PROPOSED = "role:proposed"
    ROLE_DECLINED = "role:declined"
    KEY_HANDED_IN = "custody:handed in"
    KEY_TAKEN_BACK = "custody:taken back"
    KEY_POLICY_SET = "custody:policy"
    KEPT_KEY_ENDED = "custody:ended"
    SCIM_TOKEN_MADE = "scim:token"  # noqa: S105 - a tag
    SCIM_TOKEN_ENDED = "scim:token ended"  # noqa: S105 - a tag
    SCIM_REFUSED = "scim:refused"
    ROUTE_SET = "route:set"
    ROUTE_REMOVED = "route:removed"
    SETTING_CHANGED = "setting:changed"
    SITE_CHANGED = "site:changed"
    DIRECTORY_IMPORTED = "directory:imported"
    EMPLOYEES_JOINED = "directory:joined"
    TAMPERED = "tampering:met"
    TRAIL_READ = "trail:read"
    KEYRING_EXPORTED = "keys:exported"
    BACKUP_MADE = "backup:made"
    BACKUP_RESTORED = "backup:restored"
    KEYS_ROTATED = "keys:rotated"
    KEYS_REWRAPPED = "keys:rewrapped"
    KEYS_RENEWED = "keys:renewed"
    KEYS_RETIRED = "keys:retired"
    CASE_REKEYED = "case:rekeyed"
    PAIR_RENEWED = "person:renewed"
    RECOVERY_PUBLISHED = "recovery:published"
    RECOVERY_REPLACED = "recovery:replaced"
    RECOVERY_ASKED = "recovery:asked"
    RECOVERY_USED = "recovery:used"
    RECOVERY_ENDED = "recovery:ended"
    RECOVERY_TESTED = "recovery:tested"
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
    Tag.ACCESS_GIVEN: N_("began to give a colleague the keys of many cases"),
    Tag.ACCESS_WHOLE: N_("gave the last of those keys"),
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
    Tag.FOREIGN_COOKIE: N_("signed in where a cookie was that is not theirs; it counts no more"),
    Tag.SESSION_REVOKED: N_("ended a session"),
    Tag.STEPPED_UP: N_("proved again who they are"),
    Tag.PERSON_INVITED: N_("made an account"),
    Tag.PERSON_ENROLLED: N_("enrolled"),
    Tag.PERSON_ADMITTED: N_("admitted a colleague"),
    Tag.PERSON_CHANGED: N_("changed what an account says of its owner"),
    Tag.PERSON_SUSPENDED: N_("suspended an account"),
    Tag.PERSON_RESTORED: N_("restored an account"),
    Tag.PERSON_LEFT: N_("recorded that a colleague has left"),
    Tag.HANDOVER_ENDED: N_("ended the last keys of a colleague who left"),
    Tag.PASSWORD_CHANGED: N_("changed their password"),
    Tag.RESET_ASKED: N_("asked for a link to a new password"),
    Tag.RESET_SENT: N_("had a link to a new password sent"),
    Tag.RESET_REFUSED: N_("was refused a new password: the link or the code did not count"),
    Tag.NEW_KEY_BEGUN: N_("began with a new key, without the recovery code"),
    Tag.ADDRESS_CHANGED: N_("changed an e-mail address"),
    Tag.ADDRESS_DISPUTED: N_("said that their e-mail address was changed by somebody else"),
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
    Tag.ROLE_PROPOSED: N_("passed on that a directory asks for a role which holds cases"),
    Tag.ROLE_DECLINED: N_("declined a role that a directory asked for"),
    Tag.KEY_HANDED_IN: N_("put their key into the server's keeping, to sign in with the provider"),
    Tag.KEY_TAKEN_BACK: N_("took their key back from the server's keeping"),
    Tag.KEY_POLICY_SET: N_("set which rooms are sealed to no key that the server keeps"),
    Tag.KEPT_KEY_ENDED: N_("ended keys kept by the server of rooms that are sealed to none such"),
    Tag.SCIM_TOKEN_MADE: N_("made a token for the directory"),
    Tag.SCIM_TOKEN_ENDED: N_("ended a token of the directory"),
    Tag.SCIM_REFUSED: N_("was refused: no good token of the directory"),
    Tag.ROUTE_SET: N_("set who reads what comes in"),
    Tag.ROUTE_REMOVED: N_("removed somebody from what comes in"),
    Tag.SETTING_CHANGED: N_("changed a setting"),
    Tag.SITE_CHANGED: N_("changed a site"),
    Tag.DIRECTORY_IMPORTED: N_("imported the directory"),
    Tag.EMPLOYEES_JOINED: N_("declared two directory entries one person"),
    Tag.TAMPERED: N_("met a row that was changed outside Casework, and did not count it"),
    Tag.TRAIL_READ: N_("read the trail"),
    Tag.KEYRING_EXPORTED: N_("exported the keyring"),
    Tag.BACKUP_MADE: N_("made a backup"),
    Tag.BACKUP_RESTORED: N_("put a backup back"),
    Tag.KEYS_ROTATED: N_("made another key for the installation"),
    Tag.KEYS_REWRAPPED: N_("put every case under the newest key"),
    Tag.KEYS_RENEWED: N_("put everything that the server vouches for under the newest key"),
    Tag.KEYS_RETIRED: N_("destroyed a key that had served its time"),
    Tag.PAIR_RENEWED: N_("took another key for themselves"),
    Tag.CASE_REKEYED: N_("gave rooms of the case new keys"),
    Tag.RECOVERY_PUBLISHED: N_("entered a recovery key"),
    Tag.RECOVERY_REPLACED: N_("entered another recovery key in place of the one before"),
    Tag.RECOVERY_ASKED: N_("asked for a recovery ceremony"),
    Tag.RECOVERY_USED: N_("opened the case to somebody by recovery"),
    Tag.RECOVERY_ENDED: N_("ended a recovery ceremony"),
    Tag.RECOVERY_TESTED: N_("tested the recovery cards"),
    Tag.INSTALLED: N_("set up the installation"),
}
