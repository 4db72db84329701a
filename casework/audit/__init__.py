"""The trail: what was done, by whom, in a chain that cannot be rewritten without the keyring."""

from . import trail
from .sentences import SENTENCES
from .tags import TAGS, Act, Tag, tag_of
from .tags_of_house import HouseTag
from .verify import Fault, Unfit, excerpt, faults, head, verify

__all__ = [
    "SENTENCES", "TAGS", "Act", "Fault", "HouseTag", "Tag", "Unfit", "excerpt", "faults", "head", "tag_of", "trail",
    "verify",
]  # fmt: skip
