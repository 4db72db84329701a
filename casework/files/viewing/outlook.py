"""`.msg`: what a mail that Outlook saved says, and one of its attachments. Runs in the capped child alone: it parses
what strangers sent. One value that does not open leaves the others readable; a mail within a mail stays in it."""

from collections.abc import Callable
from typing import Any

from oxmsg import Message
from oxmsg.attachment import Attachment
from oxmsg.recipient import Recipient

from .letters import MOST, Attached, Letter, body, one_line
from .markup import words_of
from .unseen import Unseen

KIND_OF_RECIPIENT, SHORT_NAME, SHOWN_NAME = 0x0C15, 0x3704, 0x3001
TO, COPY = 1, 2


def letter(data: bytes) -> Letter:
    message = _read(data)
    said, was_markup = _said(message)
    text, cut = body(said)
    attached = _or(lambda: message.attachments, ())
    sent = _or(lambda: message.sent_date, None)
    return Letter(
        subject=one_line(_or(lambda: message.subject, "") or ""),
        sender=one_line(_or(lambda: message.sender, "") or ""), to=_people(message, TO),
        copies=_people(message, COPY), sent=sent.strftime("%Y-%m-%d %H:%M UTC") if sent else "",
        text=text, was_markup=was_markup, cut=cut,
        attached=tuple(Attached(_name(one, at), _size(one)) for at, one in enumerate(attached[:MOST], 1)),
        beyond=max(0, len(attached) - MOST),
    )  # fmt: skip


def part(data: bytes, at: int) -> tuple[str, bytes]:
    attached = _or(lambda: _read(data).attachments, ())
    if not 1 <= at <= min(len(attached), MOST):
        raise Unseen("part")
    octets = _or(lambda: attached[at - 1].file_bytes, None)
    if octets is None:
        raise Unseen("part")
    return _name(attached[at - 1], at), octets


def _read(data: bytes) -> Message:
    try:
        return Message.load(data)
    except Exception as error:
        raise Unseen("damaged") from error


def _or(read: Callable[[], Any], otherwise: Any) -> Any:
    """What it says; what is wrong with one value is no reason to show none."""
    try:
        return read()
    except Exception:  # noqa: BLE001 - the library takes files at their word
        return otherwise


def _said(message: Message) -> tuple[str, bool]:
    if said := (_or(lambda: message.body, "") or "").strip():
        return said, False
    page = _or(lambda: message.html_body, "") or ""
    return words_of(page), bool(page)


def _people(message: Message, kind: int) -> str:
    everybody = _or(lambda: message.recipients, ())
    return one_line(", ".join(_person(one) for one in everybody if _sort(one) == kind))


def _sort(one: Recipient) -> int:
    return int(_or(lambda: one.properties.int_prop_value(KIND_OF_RECIPIENT), None) or TO)


def _person(one: Recipient) -> str:
    name, address = _or(lambda: one.name, "") or "", _or(lambda: one.email_address, "") or ""
    return f"{name} <{address}>" if name and address and name != address else name or address


def _name(one: Attachment, at: int) -> str:
    for named in (_or(lambda: one.file_name, ""), _value(one, SHORT_NAME), _value(one, SHOWN_NAME)):
        if line := one_line(named or "", 200):
            return line
    return f"{at}.bin"


def _value(one: Attachment, which: int) -> str:
    return _or(lambda: one.properties.str_prop_value(which), "") or ""


def _size(one: Attachment) -> int | None:
    octets = _or(lambda: one.file_bytes, None)
    return None if octets is None else len(octets)
