"""Accounts, key pairs, sessions, the organisation and its employee directory: models and verbs without policy."""

from .actor import SYSTEM, VISITOR, Actor, ActorKind
from .roles import CASE_HOLDING, CASEWORKERS, SEES_LEAVING, Role

__all__ = ["CASEWORKERS", "CASE_HOLDING", "SEES_LEAVING", "SYSTEM", "VISITOR", "Actor", "ActorKind", "Role"]
