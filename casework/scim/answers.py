"""What is answered to the directory: one resource, a page of them, nothing, or what was wrong. Loaded with the first
request that has a good token."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from pydantic import ValidationError
from scim2_models import (
    Context,
    Error,
    Group,
    InvalidSyntaxException,
    InvalidValueException,
    ListResponse,
    NotFoundException,
    PatchOp,
    PreconditionFailedException,
    ResourceType,
    Schema,
    SCIMException,
    ScimFilter,
    ServiceProviderConfig,
)
from scim2_models.path import Comparison
from sqlalchemy.orm import Session

from casework.db import Database
from casework.people.accounts import Taken

from . import groups, users
from .asked import Asked
from .described import MOST, POLICY, SERVICE, Account

DEPTH = 20
"""Brackets and nots of a filter."""
TOGETHER = MOST
"""Resources looked at in one go, where a filter has to look at all."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Kind:
    model: Any
    does: ModuleType


KINDS = {"Users": _Kind(Account, users), "Groups": _Kind(Group, groups)}


def answer(database: Database, asked: Asked) -> Answer:
    """Do what was asked in one transaction; what is wrong with it becomes an error as RFC 7644, 3.12 has it."""
    try:
        with POLICY:
            return _answer(database, asked)
    except ValidationError as wrong:
        return error(Error.from_validation_errors(wrong)[0])
    except SCIMException as wrong:
        return error(wrong.to_error())
    except Taken:
        return error(Error(status=409, scim_type="uniqueness", detail="There is an account with this address already."))


def error(said: Error) -> Answer:
    return Answer(said.status or 400, said.model_dump_json())


def _answer(database: Database, asked: Asked) -> Answer:
    if asked.kind not in KINDS:
        return _about(asked)
    kind = KINDS[asked.kind]
    if asked.method == "GET":
        with database.reading() as db:
            return _resource(db, asked, kind, kind.does.one(db, asked)) if asked.id else _page(db, asked, kind)
    do = _WRITES.get((asked.method, bool(asked.id)))
    if do is None:
        return error(Error(status=405, detail="This resource does not take that."))
    with database.transaction() as db:
        return do(db, asked, kind)


def _create(db: Session, asked: Asked, kind: _Kind) -> Answer:
    wanted = kind.model.model_validate(_json(asked), scim_ctx=Context.RESOURCE_CREATION_REQUEST)
    made = kind.does.create(db, asked, wanted)
    return _resource(db, asked, kind, made, 201, Context.RESOURCE_CREATION_RESPONSE)


def _replace(db: Session, asked: Asked, kind: _Kind) -> Answer:
    row = kind.does.one(db, asked)
    _unchanged(db, asked, kind, row)
    wanted = kind.model.model_validate(_json(asked), scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST)
    kind.does.write(db, asked, row, wanted)
    return _resource(db, asked, kind, row, 200, Context.RESOURCE_REPLACEMENT_RESPONSE)


def _patch(db: Session, asked: Asked, kind: _Kind) -> Answer:
    row = kind.does.one(db, asked)
    _unchanged(db, asked, kind, row)
    wanted = kind.does.shown(db, row, asked)
    change = PatchOp.__class_getitem__(kind.model)
    change.model_validate(_json(asked), scim_ctx=Context.RESOURCE_PATCH_REQUEST).patch(wanted)
    kind.does.write(db, asked, row, wanted)
    return _resource(db, asked, kind, row, 200, Context.RESOURCE_PATCH_RESPONSE)


def _delete(db: Session, asked: Asked, kind: _Kind) -> Answer:
    row = kind.does.one(db, asked)
    _unchanged(db, asked, kind, row)
    kind.does.remove(db, asked, row)
    return Answer(204)


_WRITES: dict[tuple[str, bool], Callable[[Session, Asked, _Kind], Answer]] = {
    ("POST", False): _create,
    ("PUT", True): _replace,
    ("PATCH", True): _patch,
    ("DELETE", True): _delete,
}


def _page(db: Session, asked: Asked, kind: _Kind) -> Answer:
    first, count = max(1, _number(asked, "startIndex", 1)), min(MOST, max(0, _number(asked, "count", 100)))
    if text := asked.query.get("filter", ""):
        fitting = _fitting(db, asked, kind, text)
        total, found = len(fitting), fitting[first - 1 : first - 1 + count]
    else:
        total = kind.does.count(db)
        found = kind.does.some(db, asked, start=first - 1, most=count) if first <= total else []
    shown = [_versioned(one) for one in found]
    said = ListResponse.__class_getitem__(kind.model)(
        total_results=total, start_index=first, items_per_page=len(shown), resources=shown
    )
    return Answer(200, said.model_dump_json(scim_ctx=Context.RESOURCE_QUERY_RESPONSE))


def _fitting(db: Session, asked: Asked, kind: _Kind, text: str) -> list[Any]:
    if text.count("(") + text.count("[") + text.lower().count("not") > DEPTH:
        raise InvalidValueException(detail="This filter is too deep.")
    wanted = ScimFilter.__class_getitem__(kind.model)(text)
    chosen = _by_tag(db, asked, kind, wanted.ast)
    return [one for one in (chosen if chosen is not None else _everybody(db, asked, kind)) if wanted.match(one)]


def _by_tag(db: Session, asked: Asked, kind: _Kind, asks: Any) -> list[Any] | None:
    if not isinstance(asks, Comparison) or str(asks.op) != "eq" or not isinstance(asks.value, str):
        return None
    found: list[Any] | None = kind.does.found(db, asked, str(asks.attr_path).lower(), asks.value)
    return found


def _everybody(db: Session, asked: Asked, kind: _Kind) -> Iterator[Any]:
    beyond = 0
    while found := kind.does.some(db, asked, beyond=beyond, most=TOGETHER):
        yield from found
        beyond = int(found[-1].id)


def _about(asked: Asked) -> Answer:
    """What the service says of itself."""
    if asked.method != "GET":
        return error(Error(status=405, detail="This resource does not take that."))
    if asked.kind == "ServiceProviderConfig" and not asked.id:
        assert isinstance(SERVICE.config, ServiceProviderConfig)
        return Answer(200, SERVICE.config.model_dump_json(scim_ctx=Context.RESOURCE_QUERY_RESPONSE))
    every: dict[str, tuple[Any, list[Any]]] = {
        "ResourceTypes": (ResourceType, list(SERVICE.resource_types)),
        "Schemas": (Schema, list(SERVICE.schemas)),
    }
    model, known = every.get(asked.kind, (None, []))
    if model is None:
        raise NotFoundException
    if asked.id:
        found = next((one for one in known if str(one.id).lower() == asked.id.lower()), None)
        if found is None:
            raise NotFoundException
        return Answer(200, found.model_dump_json(scim_ctx=Context.RESOURCE_QUERY_RESPONSE))
    said = ListResponse.__class_getitem__(model)(
        total_results=len(known), start_index=1, items_per_page=len(known), resources=known
    )
    return Answer(200, said.model_dump_json(scim_ctx=Context.RESOURCE_QUERY_RESPONSE))


def _resource(
    db: Session,
    asked: Asked,
    kind: _Kind,
    row: Any,
    status: int = 200,
    context: Context = Context.RESOURCE_QUERY_RESPONSE,
) -> Answer:
    said = _versioned(kind.does.shown(db, row, asked))
    headers = {"ETag": said.meta.version, "Location": str(said.meta.location)}
    return Answer(status, said.model_dump_json(scim_ctx=context), headers)


def _versioned(one: Any) -> Any:
    """With a version that differs when anything of it does."""
    text = one.model_dump_json(scim_ctx=Context.RESOURCE_QUERY_RESPONSE)
    one.meta.version = f'W/"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    return one


def _unchanged(db: Session, asked: Asked, kind: _Kind, row: Any) -> None:
    if asked.if_match and asked.if_match != "*":
        version = _versioned(kind.does.shown(db, row, asked)).meta.version
        if version not in {one.strip() for one in asked.if_match.split(",")}:
            raise PreconditionFailedException


def _json(asked: Asked) -> Any:
    try:
        found = json.loads(asked.body)
    except (ValueError, RecursionError) as wrong:
        raise InvalidSyntaxException from wrong
    if not isinstance(found, dict):
        raise InvalidSyntaxException
    return found


def _number(asked: Asked, name: str, default: int) -> int:
    text = asked.query.get(name, "") or str(default)
    try:
        return int(text)
    except ValueError as wrong:
        raise InvalidValueException(detail=f"{name} is a whole number.") from wrong
