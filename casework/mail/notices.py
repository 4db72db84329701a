"""What a mail can say: one notice a kind of news. None names a case, a party, a colleague or a secret."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from casework.people.roles import Role
from casework.settings import N_

from .news import Notice


@dataclass(frozen=True, slots=True)
class Words:
    """`about`: in a list of what one may be told. `body`: the one thing that the mail says. `chosen`: may be switched
    off. `waits`: collected for so long, so that ten reports are one mail and its time says little. `only`: the roles
    that are ever told of it; none: every one."""

    about: str
    body: str
    chosen: bool = False
    waits: timedelta = timedelta(0)
    only: frozenset[Role] = frozenset()


NEWS = N_("News in Casework")
ACCOUNT = N_("About your Casework account")
LINK = N_("Your link to Casework")
A_WHILE, AN_HOUR = timedelta(minutes=3), timedelta(hours=1)
"""What comes of a referral is one notice, whoever did what, and a mail in an hour: neither its sort nor its time tells
those who see mail pass whether an employee took something up."""

WORDS: dict[Notice, Words] = {
    Notice.NEW_CASE: Words(
        N_("Something came in that I can read"), N_("There is something new for you in Casework."), True, A_WHILE
    ),
    Notice.MESSAGE: Words(
        N_("Somebody on a case wrote"), N_("Somebody waits for your answer in Casework."), True, A_WHILE
    ),
    Notice.SUPPORT: Words(
        N_("Something in employee assistance waits for me"),
        N_("There is something new for you in Casework."),
        True,
        AN_HOUR,
        frozenset({Role.EAP}),
    ),
    Notice.COURT_ORDER: Words(
        N_("A court order waits for my answer, or has got one"),
        N_("Somebody waits for your answer in Casework."),
        True,
        A_WHILE,
        frozenset({Role.EAP, Role.COUNSEL}),
    ),
    Notice.PRIVILEGE: Words(
        N_("Something waits for me to confirm that it is privileged"),
        N_("Somebody waits for your answer in Casework."),
        True,
        A_WHILE,
        frozenset({Role.COUNSEL}),
    ),
    Notice.HOLD: Words(N_("I am asked to keep something, or need not"), N_("Somebody waits for you in Casework.")),
    Notice.SHARED: Words(
        N_("A colleague added me to a case"), N_("A colleague shared something with you in Casework."), True, A_WHILE
    ),
    Notice.HANDED_OVER: Words(
        N_("Work is handed over to me"), N_("Work is being handed over to you in Casework."), True, A_WHILE
    ),
    Notice.HANDED_OVER_WHOLE: Words(
        N_("All of what is handed over to me is there"),
        N_("The work that was handed over to you in Casework is there, all of it."),
        True,
        A_WHILE,
    ),
    Notice.HANDOVER_OPENED: Words(
        N_("A colleague is out, and a hand-over waits"), N_("A hand-over waits in Casework."), True, A_WHILE
    ),
    Notice.ACCESS_WHOLE: Words(
        N_("What a colleague began to give is given"),
        N_("What somebody began to give to a colleague in Casework is given, all of it."),
        True,
        A_WHILE,
    ),
    Notice.DEADLINE: Words(
        N_("A deadline of mine comes near"), N_("Something in Casework is due soon, and waits for you."), True, A_WHILE
    ),
    Notice.COLLEAGUE_ADMITTED: Words(
        N_("Another lead admitted a colleague"), N_("A colleague was admitted. Look whether that is right.")
    ),
    Notice.COLLEAGUE_SUSPENDED: Words(
        N_("A colleague was suspended, left or was called back"),
        N_("A colleague was suspended, has left or was called back. Look whether that is right."),
    ),
    Notice.NO_LEAD: Words(
        N_("No lead is left, and I stand in for them"),
        N_("No lead is left who can act in Casework. You stand in for them until there is one: sign in and look."),
    ),
    Notice.ACCESS_GIVEN: Words(
        N_("A colleague is given many cases at once"),
        N_("A colleague is being given many cases at once. Look whether that is right."),
    ),
    Notice.ROLES_CHANGED: Words(
        N_("Somebody’s roles changed"), N_("Somebody’s roles were changed. Look whether that is right.")
    ),
    Notice.ROUTING_CHANGED: Words(
        N_("Who reads what comes in changed"), N_("Who reads what comes in was changed. Look whether that is right.")
    ),
    Notice.RECOVERY: Words(
        N_("The recovery cards were used or replaced"),
        N_("The recovery cards were asked for, used or replaced. Look whether you know of it, and ask if you do not."),
    ),
    Notice.NEW_KEY: Words(
        N_("A colleague waits to be admitted"),
        N_("A colleague enrolled and waits to be admitted. Call them, on a number that you know, before you do."),
    ),
    Notice.ADMITTED: Words(N_("I was admitted"), N_("A lead has admitted you. You can work in Casework now.")),
    Notice.SIGN_IN_CHANGED: Words(
        N_("How I sign in changed"), N_("How you sign in to Casework was changed, from within your account.")
    ),
    Notice.PASSWORD_CHANGED: Words(
        N_("My password changed"), N_("Your password for Casework was changed, and your other sessions ended.")
    ),
    Notice.FACTOR_CHANGED: Words(
        N_("My second factor changed"), N_("What you sign in with besides your password was changed.")
    ),
    Notice.PRINTED_CODE_USED: Words(
        N_("One of my printed codes was used"),
        N_("One of your printed codes was used in Casework. If that was not you, change your password."),
    ),
    Notice.FEW_CODES: Words(
        N_("Few of my printed codes are left"), N_("Few of your printed codes are left. Make new ones.")
    ),
    Notice.PASSKEY_REFUSED: Words(
        N_("A passkey of mine may have been copied"),
        N_("A passkey of yours was refused, since it may be a copy. Remove it, and change your password."),
    ),
    Notice.KEY_RENEWED: Words(
        N_("I have a new key"),
        N_(
            "You enrolled again, with a new key. Nothing is sealed to it before a lead has compared six words with you."
        ),
    ),
    Notice.ADDRESS_CHANGED: Words(
        N_("My address changed"),
        N_("Casework writes to this address from now on. For three days no link to a new password is sent."),
    ),
    Notice.SUSPENDED: Words(N_("My account was suspended or restored"), N_("Your account was suspended or restored.")),
    Notice.ADDRESS_DISPUTED: Words(
        N_("A colleague’s address was changed by somebody else"),
        N_("A colleague says that somebody else changed the address of their account. Call them, and look at it."),
    ),
    Notice.EXIT_SENT: Words(
        N_("A leaver answered, and I can read it"),
        N_("There is something new for you in Casework."),
        True,
        A_WHILE,
        frozenset({Role.INTERVIEWER, Role.LEAD, Role.ALTERNATE}),
    ),
    Notice.REVIEW_ASKED: Words(
        N_("Something waits for my review"),
        N_("Somebody waits for your answer in Casework."),
        True,
        A_WHILE,
        frozenset({Role.COUNSEL, Role.OUTSIDE}),
    ),
    Notice.REVIEW_ANSWERED: Words(
        N_("What I asked counsel has news"), N_("There is something new for you in Casework."), True, A_WHILE
    ),
    Notice.TRIAL: Words(
        N_("A trial"), N_("Mail from Casework arrives: you asked for this one to see whether it does.")
    ),
    Notice.RESET_LINK: Words(
        N_("A link to a new password"),
        N_(
            "Somebody, most likely you, asked for a new password. This link works once, for one hour. You also need "
            "the recovery code on your paper. If you did not ask, do nothing: the link alone opens nothing."
        ),
    ),
    Notice.ENROL_LINK: Words(
        N_("A link to enrol"),
        N_("With this link you enrol in Casework. It works once, for one day; pass it to nobody."),
    ),
    Notice.NOT_ME_LINK: Words(
        N_("A link to object"),
        N_(
            "Casework writes to another address of yours from now on. If you wanted that, there is nothing to do. If "
            "it was not you, say so with this link within three days, and tell a lead by telephone."
        ),
    ),
    Notice.EXIT_LINK: Words(
        N_("A link to questions on leaving"),
        N_(
            "With this link you can answer some questions in your own time, if you like. Before you do, its page says "
            "who will be able to read it. It works for some weeks, also when your account is closed."
        ),
    ),
    Notice.ANSWER_LINK: Words(
        N_("A link for you"),
        N_(
            "With this link you can read something that concerns you, and answer it in your own time. You need a code "
            "with it, which you are given in person or by telephone, and never by mail. Pass it to nobody."
        ),
    ),
}

CHOSEN = tuple(notice for notice, words in WORDS.items() if words.chosen)
"""What each person decides for themselves; everything else is told in any case."""


def offered(roles: Collection[Role]) -> list[Notice]:
    """Of those the ones that somebody of these roles may ever be told."""
    return [notice for notice in CHOSEN if not WORDS[notice].only or not WORDS[notice].only.isdisjoint(roles)]


LINKS = frozenset({Notice.RESET_LINK, Notice.ENROL_LINK, Notice.NOT_ME_LINK, Notice.EXIT_LINK, Notice.ANSWER_LINK})
OWN = frozenset(
    {
        Notice.ADMITTED,
        Notice.SIGN_IN_CHANGED,
        Notice.PASSWORD_CHANGED,
        Notice.FACTOR_CHANGED,
        Notice.PRINTED_CODE_USED,
        Notice.FEW_CODES,
        Notice.PASSKEY_REFUSED,
        Notice.KEY_RENEWED,
        Notice.ADDRESS_CHANGED,
        Notice.SUSPENDED,
    }
)


def subject_of(notice: Notice) -> str:
    """One of three, none of which says anything."""
    return LINK if notice in LINKS else ACCOUNT if notice in OWN else NEWS
