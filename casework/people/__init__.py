"""Accounts, key pairs, sessions, the organisation and its employee directory: models and verbs without policy."""

from .actor import SYSTEM, VISITOR, Actor, ActorKind
from .roles import CASE_HOLDING, CASEWORKERS, Role

__all__ = ["CASEWORKERS", "CASE_HOLDING", "SYSTEM", "VISITOR", "Actor", "ActorKind", "Role"]
