"""`casework mail` sends what waits in the outbox, once: for a timer, or to see why nothing arrives."""

from argparse import Namespace, _SubParsersAction
from typing import Any

from casework.cli.opened import opened
from casework.cli.refusal import Refused
from casework.settings import Settings


def add(commands: "_SubParsersAction[Any]") -> None:
    parser = commands.add_parser("mail", help="send what waits in the outbox, once (`casework serve` does so itself)")
    parser.set_defaults(do=_mail)


def _mail(_: Namespace) -> int:
    from casework.staff.actions.posting import post  # here, for `casework serve` is to start quickly

    settings = Settings.from_environment()
    if settings.mail is None:
        raise Refused("No mail server is set up: name one in CASEWORK_MAIL, and CASEWORK_MAIL_FROM.")
    with opened(settings) as database:
        done = post(database, settings.mail)
    print(f"{done.sent} sent, {done.put_off} refused for now, {done.given_up} given up.")
    if done.away:
        print(f"The mail server at {settings.mail.host} cannot be used: {done.away}")
    return 1 if done.away or done.given_up else 0
