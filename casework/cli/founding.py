"""`casework init` makes an installation, `casework upgrade` brings its database to this version."""

from argparse import ArgumentTypeError, Namespace, _SubParsersAction
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect

from casework import migrations
from casework.backup.unfinished import is_unfinished
from casework.cli.opened import opened
from casework.cli.refusal import Refused
from casework.db import Database, utc_now
from casework.settings import Settings
from casework.vault import RECOVERY_ID, HolderKind, Keyring, Vault, keyring, pairs, recovery

if TYPE_CHECKING:  # only `casework init` needs them, and `casework serve` is to start quickly
    from casework.people.founders import Founder, Invitation


def add(commands: "_SubParsersAction[Any]") -> None:
    init = commands.add_parser("init", help="make a new installation and print its first set-up links")
    init.add_argument("--recovery", required=True, metavar="KEY", help="the line that `casework recovery new` printed")
    init.add_argument("--lead", required=True, type=_founder, metavar="'NAME <E-MAIL>'", help="the first lead")
    init.add_argument("--administrator", required=True, type=_founder, metavar="'NAME <E-MAIL>'")
    init.add_argument(
        "--alternate",
        action="append",
        type=_founder,
        default=[],
        metavar="'NAME <E-MAIL>'",
        help="an outside alternate, for reports about the line itself; may be given again",
    )
    init.set_defaults(do=_init)
    again = commands.add_parser("link", help="a new set-up link for somebody named at init, whose first one ran out")
    again.add_argument("email", metavar="E-MAIL")
    again.set_defaults(do=_link)
    upgrade = commands.add_parser("upgrade", help="bring the database to this version")
    upgrade.set_defaults(do=_upgrade)


def _init(asked: Namespace) -> None:
    settings = Settings.from_environment()
    try:
        public = recovery.decode_public(asked.recovery)
    except ValueError as wrong:
        raise Refused(str(wrong)) from wrong
    for folder in (settings.folder, settings.files, settings.journal, settings.keyring.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _nothing_there(settings)
    keyring.write(settings.keyring, Keyring.new())
    try:
        links = _found(settings, public, asked)
    except BaseException:
        settings.keyring.unlink()  # nothing was sealed under it
        raise
    _tell(settings, links)


def _nothing_there(settings: Settings) -> None:
    database = Database(settings.database_url)
    with database.reading() as db:
        tables = inspect(db.connection()).get_table_names()
    database.dispose()
    if tables:
        raise Refused("This database is in use already: name an empty one, or run `casework upgrade`.")


def _found(settings: Settings, public: bytes, asked: Namespace) -> "list[Invitation]":
    from casework.people import founders

    database = Database(settings.database_url, {"vault": Vault.load(settings.keyring, settings.journal)})
    try:
        with database.transaction() as db:
            migrations.apply(db.connection())
            pairs.publish(db, HolderKind.RECOVERY, RECOVERY_ID, public)
            return list(
                founders.found(
                    db, lead=asked.lead, administrator=asked.administrator, alternates=asked.alternate, now=utc_now()
                )
            )
    finally:
        database.dispose()


def _tell(settings: Settings, links: "list[Invitation]") -> None:
    print(f"Casework is set up in {settings.folder}.\n")
    print("One set-up link for each person. Each works once, for 24 hours; give it to nobody else.\n")
    for link in links:
        print(f"  {link.name}, {link.role.value}\n    {settings.origin}/enrol/{link.token}\n")
    print("Keep the keyring off this machine too: `casework keys export`. Then start it: `casework serve`.")


def _link(asked: Namespace) -> None:
    from casework.audit import HouseTag, trail
    from casework.people import SYSTEM, accounts, founders

    settings = Settings.from_environment()
    with opened(settings) as database, database.transaction() as db:
        token = founders.link_again(db, asked.email, utc_now())
        person = accounts.by_email(db, asked.email)
        if token is None or person is None:
            raise Refused("Nobody of this address was named at `casework init` and waits to enrol.")
        trail.record(db, SYSTEM, HouseTag.PERSON_INVITED, person=person.id, generation=1)
    print(f"It works once, for 24 hours; give it to nobody else.\n\n  {settings.origin}/enrol/{token}")


def _upgrade(_: Namespace) -> None:
    from casework.discipline.actions import filling

    settings = Settings.from_environment()
    if not settings.keyring.exists():
        raise Refused(f"There is no installation at {settings.folder}: run `casework init`, or set CASEWORK_DIR.")
    if is_unfinished(settings):
        raise Refused("A backup was not put back to its end here: run the same `casework restore` again.")
    lagged = migrations.behind(settings.database_url)
    migrations.upgrade(settings.database_url)
    with opened(settings) as database:
        filling.fill(database)
    print("The database was brought to this version." if lagged else "The database is at this version already.")


def _founder(text: str) -> "Founder":
    from casework.people.founders import Founder

    name, address = parseaddr(text)
    if not name or "@" not in address:
        raise ArgumentTypeError(f"“{text}”: write it as 'Ingrid Dahl <ingrid@example.org>'")
    return Founder(name, address)
