"""`casework check`: whether an installation is whole, as far as the server may look.

The server opens what it has the keys of: case secrets, the outer layer of every seal, its own tier of values; and it
recomputes every MAC. What only people can open it does not open: of such a value it sees the form and the epoch, of a
file that it is there and as long as what was sealed into it must be. That a file's bytes are those that were put there
says a backup, whose sums they are compared with.

Everything is read in one view of the database, in rows as they come: memory does not grow with the installation.
"""
