"""One round of the post: links that were asked for are made, then everything that waits is sent."""

from collections.abc import Callable

from casework.db import Database, utc_now
from casework.mail import delivery
from casework.settings import MailServer

from . import forgotten


def post(database: Database, server: MailServer, over: Callable[[], bool] = delivery.never) -> delivery.Done:
    forgotten.answer(database, utc_now())
    return delivery.deliver(database, server, over)
