"""Receipts whose paper nobody has: there is nothing to derive them from."""

import secrets

from casework import vault
from casework.vault.receipts import Receipt


def receipt() -> Receipt:
    return Receipt(secrets.token_bytes(16), vault.hpke.new_private())
