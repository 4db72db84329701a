"""Files from people: which kinds are taken, what is taken out of them, and where their sealed bytes lie.

`watch` decides the kind while a file streams past, `pool` removes who and where from it in a capped child
process, `store` keeps bytes that the vault has already encrypted. Nothing here writes plaintext to a disk.
"""

from casework.files.ending import Ending, Unfinished
from casework.files.kinds import Kind
from casework.files.names import paper_name, safe_name
from casework.files.pool import Cleaned, Cleaner, clean
from casework.files.refusal import Refused
from casework.files.store import Missing, Store, StoreFull, Writer
from casework.files.watch import Watch, recognise

__all__ = [
    "Cleaned",
    "Cleaner",
    "Ending",
    "Kind",
    "Missing",
    "Refused",
    "Store",
    "StoreFull",
    "Unfinished",
    "Watch",
    "Writer",
    "clean",
    "paper_name",
    "recognise",
    "safe_name",
]
