"""One page as a picture, and the words on it. Runs in the capped child alone: it parses what strangers sent."""

from contextlib import closing

import pypdfium2 as pdfium

from casework.files.kinds import Kind
from casework.files.redacting import pdf, pictures
from casework.files.redacting.drawing import PICTURES
from casework.files.redacting.report import Undoable

from .letters import body
from .unseen import Unseen


def picture(kind: Kind, data: bytes, number: int) -> tuple[bytes, int]:
    """PNG, and how many pages there are. Of several pictures in one file the first is shown."""
    try:
        if kind is Kind.PDF:
            drawn, done = pdf.page(data, number, lines=False)
        elif kind in PICTURES and number == 1:
            drawn, done = pictures.page(data, lines=False)
        else:
            raise Unseen("page")
    except Undoable as undone:
        raise Unseen("page" if undone.why == "page" else "damaged") from None
    return drawn, done.pages


def words(data: bytes, number: int) -> tuple[str, int]:
    """What is written on one page of a PDF, for who does not see its picture; and how many pages there are."""
    try:
        with closing(pdfium.PdfDocument(data)) as document:
            count = len(document)
            if not 1 <= number <= count:
                raise Unseen("page")
            with closing(document[number - 1]) as sheet, closing(sheet.get_textpage()) as text:
                return body(text.get_text_range())[0], count
    except pdfium.PdfiumError:
        raise Unseen("damaged") from None
