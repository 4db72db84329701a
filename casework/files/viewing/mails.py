"""`.eml`: what a mail says, and one of its attachments. Runs in the capped child alone: it parses what strangers
sent."""

import encodings
import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import suppress
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser

from .letters import MOST, Attached, Letter, body, one_line
from .markup import words_of
from .unseen import Unseen

MOST_PARTS = 5_000
LONGEST_HEADER = 20_000
"""Characters beyond which a header is taken as it stands: sorting it out would take too long."""
MESSAGE = "message/rfc822"
PLAIN, PAGE = "text/plain", "text/html"


def load_writing() -> None:
    """Every way of writing text, and what writes a mail within a mail out again, before the child gives up opening
    files."""
    importlib.import_module("email.generator")
    for module in pkgutil.iter_modules(encodings.__path__):
        with suppress(ImportError):
            importlib.import_module(f"encodings.{module.name}")


def letter(data: bytes) -> Letter:
    message = _read(data)
    said, was_markup, parts = _sorted(message)
    text, cut = body(said)
    listed = tuple(Attached(_name(part, at), _size(part)) for at, part in enumerate(parts[:MOST], 1))
    return Letter(
        subject=_header(message, "Subject"), sender=_header(message, "From"), to=_header(message, "To"),
        copies=_header(message, "Cc"), sent=_header(message, "Date"), text=text, was_markup=was_markup, cut=cut,
        attached=listed, beyond=max(0, len(parts) - MOST),
    )  # fmt: skip


def part(data: bytes, at: int) -> tuple[str, bytes]:
    """Name and octets of one attachment, by its place from 1."""
    _said, _was_markup, parts = _sorted(_read(data))
    if not 1 <= at <= min(len(parts), MOST):
        raise Unseen("part")
    return _name(parts[at - 1], at), _octets(parts[at - 1])


def _read(data: bytes) -> EmailMessage:
    try:
        return BytesParser(policy=policy.default).parsebytes(data)
    except RecursionError:  # nested without end: its first lines can be read all the same
        return BytesParser(policy=policy.default).parsebytes(data, headersonly=True)


def _header(message: Message, name: str) -> str:
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    if len(raw) > LONGEST_HEADER:
        return one_line(raw)
    try:
        return one_line(str(message[name] or ""))
    except Exception:  # noqa: BLE001 - the library stumbles over headers that are none
        return one_line(raw)


def _sorted(message: EmailMessage) -> tuple[str, bool, list[Message]]:
    """Its text, whether that was a page, and what hangs on it."""
    plain, pages, hangs = list[Message](), list[Message](), list[Message]()
    for one in _leaves(message):
        kind = one.get_content_type()
        shown = kind in (PLAIN, PAGE) and not one.get_filename() and one.get_content_disposition() != "attachment"
        (hangs if not shown else plain if kind == PLAIN else pages).append(one)
    said = "\n\n".join(_text(one) for one in plain).strip()
    if said:
        return said, False, hangs
    return "\n\n".join(words_of(_text(one)) for one in pages), bool(pages), hangs


def _leaves(message: Message) -> Iterator[Message]:
    """Parts that have no parts of their own; a mail in a mail is one."""
    waiting, met = [message], 0
    while waiting:
        one, met = waiting.pop(), met + 1
        if met > MOST_PARTS:
            return
        inner = one.get_payload()
        if one.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting += [part for part in reversed(inner) if isinstance(part, Message)]
        else:
            yield one


def _text(one: Message) -> str:
    data = _octets(one)
    try:
        return data.decode(str(one.get_content_charset() or "utf-8"), "replace")
    except (LookupError, ValueError):
        return data.decode("utf-8", "replace")


def _octets(one: Message) -> bytes:
    inner = one.get_payload()
    if isinstance(inner, list):
        return inner[0].as_bytes(policy=policy.compat32) if inner and isinstance(inner[0], Message) else b""
    found = one.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _size(one: Message) -> int:
    return len(_octets(one))


def _name(one: Message, at: int) -> str:
    named = ""
    with suppress(Exception):
        named = one_line(str(one.get_filename() or ""), 200)
    if named:
        return named
    if one.get_content_type() == MESSAGE:
        return f"{at}.eml"
    return f"{at}.{one.get_content_subtype()}"[:40]
