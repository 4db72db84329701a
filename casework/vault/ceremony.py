"""The papers of a ceremony: what the server asks of the share cards, and what comes back from where they are.

No compartment's key is in a paper but sealed: to recovery on the way out, to the people it is for on the way back.
Only a holder of the recovery pair can answer, and the answer is of no use for another request.
"""

import hashlib
import hmac
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from . import blob, hpke, room, seals
from .binding import bind
from .core import Vault
from .holder import Holder
from .pairs import PublicHalf
from .seals import Target
from .words import Compartment, HolderKind, Unreadable

REQUEST, ANSWER = "casework recovery request 1", "casework recovery answer 1"


class Purpose(StrEnum):
    TEST = "test"
    USE = "use"
    RENEW = "renew"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to whom rooms are to be opened: their public half is compared by its six words before it is used. Of a
    renewal: the recovery pair itself, in its next generation."""

    id: int
    generation: int
    name: str
    public: bytes


@dataclass(frozen=True, slots=True)
class Wanted:
    """One seal of recovery's, without the case's layer, and for whom (ids)."""

    target: Target
    commitment: bytes
    inner: bytes = field(repr=False)
    to: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """`pair`, `generation`, `public`: of the recovery pair. `digest` is of the paper as it was read or written."""

    id: bytes
    purpose: Purpose
    instance: bytes
    pair: int
    generation: int
    public: bytes
    asked: str
    challenge: bytes
    to: tuple[Recipient, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    digest: bytes = b""


@dataclass(frozen=True, slots=True)
class Given:
    """One compartment's key, sealed to one person."""

    compartment_id: int
    epoch: int
    person: int
    inner: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """`present`: who was there. `shut`: how many seals did not open."""

    request: bytes
    digest: bytes
    at: str
    present: tuple[str, ...]
    given: tuple[Given, ...]
    shut: int


def ask(
    vault: Vault,
    half: PublicHalf,
    purpose: Purpose,
    at: str,
    to: Sequence[Recipient] = (),
    wanted: Sequence[Wanted] = (),
) -> Request:
    """A new request. Whoever opens its challenge can answer it."""
    id_ = os.urandom(16)
    challenge = hpke.encrypt(half.key, _context(vault.instance, id_), _answer_key(vault, id_, vault.keyring.version))
    made = Request(
        id_, purpose, vault.instance, half.owner, half.generation, half.key, at, challenge, tuple(to), tuple(wanted)
    )
    return replace(made, digest=hashlib.sha256(encode(made)).digest())


def encode(request: Request) -> bytes:
    """The paper. It says which cases there are, and nothing of what is in them."""
    document = {
        "format": REQUEST,
        "id": request.id.hex(),
        "purpose": request.purpose.value,
        "instance": request.instance.hex(),
        "pair": request.pair,
        "generation": request.generation,
        "public": request.public.hex(),
        "asked": request.asked,
        "challenge": _written(request.challenge),
        "to": [[one.id, one.generation, one.name, one.public.hex()] for one in request.to],
        "seals": [
            [*_spelled(one.target), one.commitment.hex(), _written(one.inner), list(one.to)] for one in request.wanted
        ],
    }
    return json.dumps(document, indent=0, ensure_ascii=False).encode() + b"\n"


def read(document: bytes) -> Request:
    """Unreadable when it is no request of a format that this release knows."""
    try:
        found = json.loads(document)
        if found["format"] != REQUEST:
            raise ValueError(found["format"])
        return Request(
            id=bytes.fromhex(found["id"]),
            purpose=Purpose(found["purpose"]),
            instance=bytes.fromhex(found["instance"]),
            pair=int(found["pair"]),
            generation=int(found["generation"]),
            public=bytes.fromhex(found["public"]),
            asked=str(found["asked"]),
            challenge=b64decode(found["challenge"]),
            to=tuple(Recipient(int(i), int(g), str(name), bytes.fromhex(key)) for i, g, name, key in found["to"]),
            wanted=tuple(_wanted(*line) for line in found["seals"]),
            digest=hashlib.sha256(document).digest(),
        )
    except (ValueError, KeyError, TypeError):
        raise Unreadable("This is no recovery request of a format that this release knows.") from None


def answer(request: Request, private: bytes, present: Sequence[str], at: str) -> tuple[bytes, int]:
    """Away from the server, with the joined private half: the paper that goes back, and how many seals did not open.
    Whoever calls this has compared the six words of everybody in `request.to`."""
    if hpke.public_of(private) != request.public:
        raise Unreadable("These cards are of another recovery key than the one that the request is for.")
    key = hpke.decrypt(private, _context(request.instance, request.id), request.challenge)
    given, shut = _given(request, private)
    body = json.dumps(
        {
            "digest": request.digest.hex(),
            "at": at,
            "present": list(present),
            "seals": [[one.compartment_id, one.epoch, one.person, _written(one.inner)] for one in given],
            "shut": shut,
        },
        ensure_ascii=False,
    )
    document = {"format": ANSWER, "request": request.id.hex(), "body": body, "mac": _mac(key, request.id, body).hex()}
    return json.dumps(document, indent=0, ensure_ascii=False).encode() + b"\n", shut


def request_of(document: bytes) -> bytes:
    """Which request an answer says that it is to; nothing else of it is believed yet."""
    try:
        found = json.loads(document)
        if found["format"] != ANSWER:
            raise ValueError(found["format"])
        return bytes.fromhex(found["request"])
    except (ValueError, KeyError, TypeError):
        raise Unreadable("This is no answer of a recovery ceremony, of a format that this release knows.") from None


def check(vault: Vault, document: bytes, version: int) -> Answer:
    """The answer, made by a holder of the recovery pair; Unreadable when anything of it was changed since."""
    id_, found = request_of(document), json.loads(document)
    body, mac = str(found.get("body", "")), str(found.get("mac", ""))
    if not hmac.compare_digest(mac, _mac(_answer_key(vault, id_, version), id_, body).hex()):
        raise Unreadable("This answer was changed, or not made with the cards that the request was for.")
    said: dict[str, Any] = json.loads(body)
    return Answer(
        request=id_,
        digest=bytes.fromhex(said["digest"]),
        at=said["at"],
        present=tuple(said["present"]),
        given=tuple(Given(room_id, epoch, person, b64decode(inner)) for room_id, epoch, person, inner in said["seals"]),
        shut=int(said["shut"]),
    )


def _given(request: Request, private: bytes) -> tuple[list[Given], int]:
    """Each key opened for an instant, and sealed anew. What was swapped, or is of elsewhere, stays shut."""
    holder = Holder(HolderKind.RECOVERY, request.pair, request.generation, private)
    people, found, shut = {one.id: one for one in request.to}, list[Given](), 0
    kind = HolderKind.RECOVERY if request.purpose is Purpose.RENEW else HolderKind.PERSON
    for one in request.wanted:
        target = one.target
        try:
            context = seals.bound(request.instance, target, holder.kind, holder.id, holder.generation)
            key = room.check(hpke.decrypt(holder.opener, context, one.inner), one.commitment)
        except Unreadable:
            shut += 1
            continue
        for person in (people[id_] for id_ in one.to if id_ in people):
            to = seals.bound(request.instance, target, kind, person.id, person.generation)
            inner = hpke.encrypt(person.public, to, key)
            found.append(Given(target.compartment_id, target.epoch, person.id, inner))
    return found, shut


def _spelled(target: Target) -> list[int | str]:
    return [target.case_id, target.compartment_id, target.compartment.value, target.subject, target.epoch]


def _wanted(
    case: int, compartment: int, name: str, subject: int, epoch: int, commitment: str, inner: str, to: list[int]
) -> Wanted:
    target = Target(int(case), int(compartment), Compartment(name), int(subject), int(epoch))
    return Wanted(target, bytes.fromhex(commitment), b64decode(inner), tuple(int(id_) for id_ in to))


def _answer_key(vault: Vault, id_: bytes, version: int) -> bytes:
    return blob.derive(vault.subkey("keymac", version), bind("recovery-answer", vault.instance, id_))


def _mac(key: bytes, id_: bytes, body: str) -> bytes:
    return hmac.digest(key, bind("recovery-answer", id_, body), "sha256")


def _context(instance: bytes, id_: bytes) -> bytes:
    return bind("recovery-challenge", instance, id_)


def _written(data: bytes) -> str:
    return b64encode(data).decode()
