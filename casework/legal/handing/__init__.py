"""A case file on its way out: gathered once, then built, closed and written by a process of its own, in constant
memory. What is written lies closed: nothing of it is ever on a disk as it reads.

`child` makes a bag (RFC 8493, a zip as a stream) or a PDF, through `closing` (the age format); `composing` typesets our
own pages in parts and appends what is a PDF or a picture, each of which `press` has parsed apart from everything else.
"""
