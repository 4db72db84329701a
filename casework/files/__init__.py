"""Files from people: which kinds are taken, what is taken out of them, and where their sealed bytes lie.

`recognise` decides the kind while a file streams past, `clean` removes who and where from it in a capped child
process, `store` keeps bytes that the vault has already encrypted. Nothing here writes plaintext to a disk.
"""

from casework.files.clean import Cleaned, Cleaner, clean
from casework.files.kinds import Kind
from casework.files.names import paper_name, safe_name
from casework.files.recognise import Refused, Watch, recognise
from casework.files.store import Missing, Store, StoreFull, Writer

__all__ = [
    "Cleaned",
    "Cleaner",
    "Kind",
    "Missing",
    "Refused",
    "Store",
    "StoreFull",
    "Watch",
    "Writer",
    "clean",
    "paper_name",
    "recognise",
    "safe_name",
]
