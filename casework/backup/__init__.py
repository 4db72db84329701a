"""Backups: the database and the files as they were at one moment, never the keyring, never the journal.

In which order. Files are written before their rows and removed after them, so files are copied first; then one
consistent view of the database is opened and the files that came in between are copied: every row's file is in the
backup. Only then the database itself, as that view has it, for that may take long; a file that went between view and
copy has another view opened. What no row speaks of is left out again. The list of sums and the manifest come last,
under a MAC of the installation; then the folder gets its name. A crash leaves `NAME.part`, which nobody takes for a
backup and the next run removes.

What is not in it. The keyring, or whoever finds a backup reads it. The journal, for it must be newer than the backup:
it says what happened since and must not be undone. Both are kept elsewhere; `restore` asks for them.

Restoring goes into an empty place: everything is compared with the manifest before anything is written; then the
files, then the database beside its place, in which what the journal knows is done once more and every session and
link ends; then it gets its name. Until that moment a mark says that it is unfinished: `serve` refuses, and the same
command goes on where it stopped.
"""
