"""Why a file is not taken: one sentence for the person who sent it."""

from casework.settings import N_, Said

EMPTY = N_("This file is empty.")
PROGRAM = N_("This is a program or a script. Send what it shows as a picture or a PDF instead.")
WEB_PAGE = N_("This is a web page or a drawing made of code. Save it as a PDF or a picture and send that.")
MACROS = N_("This document contains macros. Save it without them (.docx, .xlsx, .pptx or PDF) and send that.")
LOCKED = N_("This document has a password. Take the password off and send it again.")
ARCHIVE = N_("This is an archive. Send the files in it one by one.")
TWO_THINGS = N_("This file is two kinds of file at once. Save it anew or send a picture of it.")
BROKEN = N_("This file is damaged or incomplete: it could not be read as what it says it is.")
HUGE = N_("This picture has more points than can be opened safely. Save it smaller and send that.")
UNKNOWN = N_(
    "This kind of file cannot be taken. Pictures, PDF, Office documents, e-mails, text, chats, sound and video can."
)


class Refused(ValueError):
    """`said` is the sentence."""

    def __init__(self, message: str) -> None:
        self.said = Said(message)
        super().__init__(message)
