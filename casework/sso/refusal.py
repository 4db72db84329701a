"""Why a sign-in with the provider did not come to be: a word for the trail, and what the person is told."""

from casework.settings import N_


class Refused(Exception):
    """`why` stands on the trail; nothing of what the provider or the browser sent does."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class ProviderDown(Exception):
    """The provider does not answer, or answers nothing that can be used. Nobody is signed in, and nobody is refused."""


STATE, REPLAYED, ISSUER, SAID_NO, CODE, TOKEN, UNKNOWN, OWN_KEY, OTHER, CLAIMED, BARRED, OLD, LIMIT, GONE = (
    "state", "replayed", "issuer", "said no", "code", "token", "unknown", "own key", "other", "claimed", "barred",
    "auth time", "limit", "link",
)  # fmt: skip
WORDS = {
    STATE: N_("This sign-in was not begun in this browser, or longer than ten minutes ago. Begin again from here."),
    REPLAYED: N_("This answer of the provider was used already. Begin again from here."),
    ISSUER: N_("The answer did not come from the provider that this installation trusts."),
    SAID_NO: N_("The provider did not sign you in. If you did not stop it yourself, ask who runs it."),
    CODE: N_("The provider did not accept its own answer. Begin again from here."),
    TOKEN: N_("What the provider sent is not good for signing in here."),
    UNKNOWN: N_(
        "Nobody here is known by this sign-in. Use the one-time link that you were given for the first time; "
        "an e-mail address alone opens no account."
    ),
    OWN_KEY: N_("Your key is your own: the server cannot open it for you. Sign in with your password."),
    OTHER: N_("This is the sign-in of somebody else. Nothing was changed."),
    CLAIMED: N_("This sign-in belongs to another account already. Nothing was changed."),
    BARRED: N_(
        "You can read rooms whose keys may not lie with the server. Keep your password, or be taken off those first."
    ),
    OLD: N_("The provider did not ask you again who you are. Begin again, and sign in there once more."),
    LIMIT: N_("Too many tries from here. Wait a quarter of an hour, then begin again."),
    GONE: N_("The one-time link was used already, or is older than a day. Ask for a new one."),
}
