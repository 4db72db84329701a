"""What employee assistance keeps."""

from .order import CourtOrder
from .provider import Placement, Provider
from .referral import Danger, Referral, ReferralNote, ReferralParty, ReferralStep, SupportMessage
from .release import Appointment, Disclosure, Release

__all__ = [
    "Appointment",
    "CourtOrder",
    "Danger",
    "Disclosure",
    "Placement",
    "Provider",
    "Referral",
    "ReferralNote",
    "ReferralParty",
    "ReferralStep",
    "Release",
    "SupportMessage",
]
