"""Accounts, the organisation and its directory, as rows."""

from .accounts import Admission, Attempt, Credential, Draft, FormNonce, OneTimeLink, Person, RoleGrant, UserSession
from .factors import Passkey, PrintedCode
from .organisation import DirectoryImport, Employee, Route, Setting, Site
from .provider import RoleClaim, ServerKeptKey, SsoSubject

__all__ = [
    "Admission",
    "Attempt",
    "Credential",
    "DirectoryImport",
    "Draft",
    "Employee",
    "FormNonce",
    "OneTimeLink",
    "Passkey",
    "Person",
    "PrintedCode",
    "RoleClaim",
    "RoleGrant",
    "Route",
    "ServerKeptKey",
    "Setting",
    "Site",
    "SsoSubject",
    "UserSession",
]
