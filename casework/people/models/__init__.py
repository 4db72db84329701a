"""Accounts, the organisation and its directory, as rows."""

from .accounts import Admission, Attempt, Credential, Draft, FormNonce, OneTimeLink, Person, RoleGrant, UserSession
from .organisation import DirectoryImport, Employee, Route, Setting, Site

__all__ = [
    "Admission",
    "Attempt",
    "Credential",
    "DirectoryImport",
    "Draft",
    "Employee",
    "FormNonce",
    "OneTimeLink",
    "Person",
    "RoleGrant",
    "Route",
    "Setting",
    "Site",
    "UserSession",
]
