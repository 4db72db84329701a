"""Accounts, the organisation and its directory, as rows."""

from .accounts import Admission, Attempt, Credential, Draft, FormNonce, OneTimeLink, Person, RoleGrant, UserSession
from .ceremony import Ceremony
from .factors import Passkey, PrintedCode
from .guests import GuestSession
from .organisation import DirectoryImport, Employee, Route, Setting, Site
from .provider import RoleClaim, ServerKeptKey, SsoSubject
from .resets import AddressChange, ResetAsked

__all__ = [
    "AddressChange",
    "Admission",
    "Attempt",
    "Ceremony",
    "Credential",
    "DirectoryImport",
    "Draft",
    "Employee",
    "FormNonce",
    "GuestSession",
    "OneTimeLink",
    "Passkey",
    "Person",
    "PrintedCode",
    "ResetAsked",
    "RoleClaim",
    "RoleGrant",
    "Route",
    "ServerKeptKey",
    "Setting",
    "Site",
    "SsoSubject",
    "UserSession",
]
