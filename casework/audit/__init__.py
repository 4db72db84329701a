"""The trail: what was done, by whom, in a chain that cannot be rewritten without the keyring."""

from . import trail
from .sentences import SENTENCES
from .tags import Tag
from .verify import Fault, Unfit, excerpt, faults, head, verify

__all__ = ["SENTENCES", "Fault", "Tag", "Unfit", "excerpt", "faults", "head", "trail", "verify"]
