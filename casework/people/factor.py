"""What can prove somebody beside their password."""

from enum import StrEnum


class Factor(StrEnum):
    PHONE = "phone"
    PRINTED = "printed code"
    PASSKEY = "passkey"
