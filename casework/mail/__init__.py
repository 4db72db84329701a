"""Mail: what people are told, written in the change's own transaction, sealed to the server, gone when it is sent.

A mail says that there is something to see, and where; never what. Its subject says nothing, and it carries no secret
but a one-time link that is meant for whoever gets it. `tell` and `send_link` write into the caller's transaction and
do nothing where no mail server is set up; `delivery` sends, in the web process and as `casework mail`.
"""

from .news import Notice
from .notices import CHOSEN, WORDS, offered
from .outbox import Office, office_of, open_office, send_link, tell, tell_once

__all__ = [
    "CHOSEN",
    "WORDS",
    "Notice",
    "Office",
    "offered",
    "office_of",
    "open_office",
    "send_link",
    "tell",
    "tell_once",
]
