"""What a form shows beside the password, as actions take it."""

from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from typing import Any

from casework.people.passkeys import place_of
from casework.settings import Settings
from casework.staff.actions.factors import Shown


def shown(form: Any, settings: Settings) -> Shown:
    """`code`, or `assertion` and `prf` as the page's script put them there."""
    code = str(form["code"].data or "") if "code" in form else ""
    if "assertion" not in form:
        return Shown(code)
    assertion = str(form["assertion"].data or "")
    return Shown(code, assertion, secret(form), place_of(settings.origin))


def secret(form: Any) -> bytes:
    """32 octets in base64url; empty when they are not."""
    text = str(form["prf"].data or "")
    try:
        said = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (NotBase64, ValueError):
        return b""
    return said if len(said) == 32 else b""
