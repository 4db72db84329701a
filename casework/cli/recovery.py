"""`casework recovery`, away from the server: making the share cards, testing them, using them. The server's side of a
ceremony is in `asking`."""

import os
from argparse import ArgumentParser, Namespace, _SubParsersAction
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from casework.cli import asking, replacing, written
from casework.cli.refusal import Refused
from casework.demo.marker import is_demo
from casework.settings import Settings
from casework.vault import RECOVERY_ID, Holder, HolderKind, Unreadable, ceremony, export, hpke, pairs, recovery
from casework.vault.ceremony import Purpose, Recipient, Request

WHOSE = {False: "Casework recovery", True: "Casework recovery, employee assistance"}
CARD = """\
--------------------------------------------------------------------------------
{title}, card {number} of 3. Any two cards open everything.
Six words of the key that it is of, which are no secret: {key}.
Give each card to another person. Keep it sealed, on paper, away from the others.

{words}
"""


def add(commands: "_SubParsersAction[Any]") -> None:
    for_recovery = commands.add_parser("recovery", help="the pair that opens everything when all else is lost")
    parts = for_recovery.add_subparsers(required=True, metavar="COMMAND")
    new = parts.add_parser("new", help="make it, on a machine away from the server, and print its three share cards")
    new.add_argument("--cards", type=Path, metavar="FOLDER", help="also as a sheet of paper each (PDF)")
    new.add_argument("--eap", action="store_true", help="the pair of employee assistance, kept by its coordinators")
    new.set_defaults(do=_new)
    test = parts.add_parser("test", help="away from the server: do two cards still fit? Opens nothing")
    test.add_argument("request", nargs="?", type=Path, help="what `casework recovery ask --test` wrote")
    test.add_argument("--key", metavar="KEY", help="without a request: the line that begins with casework-recovery-1:")
    _answers(test, needed=False)
    test.set_defaults(do=_test)
    use = parts.add_parser("use", help="away from the server: open what a request asks for to the people it names")
    use.add_argument("request", type=Path, help="what `casework recovery ask` wrote")
    _answers(use, needed=True)
    use.set_defaults(do=_use)
    keyring = parts.add_parser("open", help="away from the server: the keyring out of its export, for a new machine")
    keyring.add_argument("export", type=Path)
    keyring.add_argument("--to", type=Path, required=True, metavar="FILE")
    keyring.set_defaults(do=_open)
    asking.add(parts)
    replacing.add(parts)


def _answers(parser: ArgumentParser, *, needed: bool) -> None:
    parser.add_argument("--present", action="append", default=[], metavar="NAME", help="who is there; given twice")
    parser.add_argument("--to", type=Path, required=needed, metavar="FILE", help="the answer, for the server")


def _new(asked: Namespace) -> None:
    away()
    pair, title = recovery.new(), WHOSE[asked.eap]
    key = pairs.fingerprint(recovery.decode_public(pair.public))
    if asked.cards is not None:
        from casework.cli import cards

        for path in cards.write(asked.cards, title, pair.shares, pair.public, key):
            print(f"{path}: print it once, then destroy the file.")
    for number, words in enumerate(pair.shares, 1):
        print(CARD.format(title=title, number=number, words=_laid_out(words.split()), key=key))
    print("-" * 80)
    then = "`casework recovery publish --eap`" if asked.eap else "`casework init --recovery`"
    print("Where there is a recovery key already, it takes its place by `casework recovery replace`.")
    print(f"The public half, for {then}; it is no secret:\n\n{pair.public}")


def _test(asked: Namespace) -> None:
    away()
    if asked.request is None:
        _fits(asked)
        return
    request = _read(asked.request, Purpose.TEST)
    if request.wanted or request.to:
        raise Refused("This request is to be used, not tested with: nothing was done.")
    replacing.two_present(asked)
    _answer(request, asked)


def _fits(asked: Namespace) -> None:
    """Without the server: nothing is proved to it, and nothing is left."""
    if asked.key is None:
        raise Refused("Name the file that `casework recovery ask --test` wrote, or the key's public line by `--key`.")
    try:
        public = recovery.decode_public(asked.key)
    except ValueError as wrong:
        raise Refused(str(wrong)) from wrong
    if hpke.public_of(_private()) != public:
        raise Refused("These cards are of another recovery key.")
    print("The cards fit. For the server to know it: `casework recovery ask --test` there, and its file here.")


def _use(asked: Namespace) -> None:
    away()
    request = _read(asked.request, Purpose.USE, Purpose.RENEW)
    replacing.two_present(asked)
    cases = len({one.target.case_id for one in request.wanted})
    print(f"Asked for on {request.asked[:10]}: {cases:,} cases, {len(request.wanted):,} keys of rooms.\n")
    for one in request.to:
        _compare(one, request.purpose)
    _answer(request, asked)


def _compare(one: Recipient, purpose: Purpose) -> None:
    """Typed as they are heard: whoever edited the request would have to speak with that person's voice. Of the next
    recovery key as they stand on its cards."""
    if purpose is Purpose.RENEW:
        print("To be sealed to another recovery key. Type the six words that stand on its own, new cards.")
    else:
        print(f"To be opened to {one.name}. Call them: they read the six words of “Fingerprint” on their own page /me.")
    typed = " ".join(input("The words: ").lower().split())
    if typed != pairs.fingerprint(one.public):
        raise Refused("These are not the words of the key that the request names: nothing was opened.")


def _answer(request: Request, asked: Namespace) -> None:
    if asked.to is None:
        raise Refused("Say where the answer is to go: `--to FILE`.")
    if asked.to.exists():
        raise Refused(f"There is a file at {asked.to} already: it is never written over.")
    document, shut = ceremony.answer(request, _private(), asked.present, datetime.now(UTC).isoformat())
    written.anew(asked.to, document)
    if shut:
        print(f"{shut:,} keys did not open with these cards: somebody changed them, or they are of elsewhere.")
    print(f"Carry {asked.to} to the server: `casework recovery take {asked.to.name}`. Then destroy both files.")


def _open(asked: Namespace) -> None:
    away()
    holder = Holder(HolderKind.RECOVERY, RECOVERY_ID, 1, _private())
    written.anew(asked.to, export.open_(asked.export.read_bytes(), holder).encode())
    print(f"The keyring is in {asked.to}. Carry it to the new machine, mode 600, and destroy it here.")


def _read(path: Path, *purposes: Purpose) -> Request:
    request = ceremony.read(path.read_bytes())
    if request.purpose not in purposes:
        verb = "test" if request.purpose is Purpose.TEST else "use"
        raise Refused(f"This request is for `casework recovery {verb}`.")
    return request


def _private() -> bytes:
    """Out of two cards, typed here; with or without the numbers that stand before the words."""
    shares = [input(f"The words of {which} card: ") for which in ("one", "another")]
    try:
        return recovery.join([" ".join(word for word in text.split() if not word.isdigit()) for text in shares])
    except Unreadable as wrong:
        raise Refused(str(wrong)) from wrong


def away() -> None:
    """Refuse beside a keyring, the demo's excepted: no server ever sees a share."""
    settings = Settings.from_environment()
    if os.path.lexists(settings.keyring) and not is_demo(settings.folder):
        raise Refused(
            f"There is a keyring at {settings.keyring}: the recovery pair is made and used on another machine, "
            "so that no server ever sees its shares."
        )


def _laid_out(words: list[str], across: int = 5) -> str:
    """Numbered, so that a card can be read aloud and copied without losing the place."""
    cells = [f"{number:2} {word:<10}" for number, word in enumerate(words, 1)]
    return "\n".join("".join(cells[at : at + across]).rstrip() for at in range(0, len(cells), across))
