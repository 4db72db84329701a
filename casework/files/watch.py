"""What kind of file is it? Decided from its bytes, never from its name alone; what is not on the list is refused."""

import logging
import warnings
from collections.abc import Iterable
from typing import IO, cast

from casework.files.containers import container
from casework.files.documents import COMPOUND, compound, directory_at, zipped
from casework.files.kinds import Kind
from casework.files.peek import Hole, Peek
from casework.files.refusal import BROKEN, EMPTY, HUGE, MACROS, PROGRAM, TWO_THINGS, UNKNOWN, WEB_PAGE, Refused
from casework.files.writing import Writing, written

# At its lower levels the library logs what a picture says of its maker and its place.
logging.getLogger("PIL").setLevel(logging.WARNING)

# How many bytes must be there before anything is refused early.
ENOUGH = 4096
PROGRAMS = (
    *(b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\x00asm", b"dex\n", b"L\x00\x00\x00\x01\x14\x02\x00"),
    *(b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"!<arch>\n"),
)
PROGRAM_ENDINGS = (
    " exe dll com scr pif msi msix bat cmd ps1 psm1 vbs vbe js mjs jse wsf wsh hta jar apk app sh bash py pyc pl rb php"
    " lnk reg cpl inf scf url iso img dmg pkg deb rpm so dylib chm "
)
MACRO_ENDINGS = " docm xlsm pptm dotm xltm potm ppam xlam "
PAGE_ENDINGS = " html htm xhtml mht mhtml svg svgz xml xsl "
PICTURES = {
    b"\xff\xd8\xff": Kind.JPEG,
    b"\x89PNG\r\n\x1a\n": Kind.PNG,
    b"GIF87a": Kind.GIF,
    b"GIF89a": Kind.GIF,
    b"II*\x00": Kind.TIFF,
    b"MM\x00*": Kind.TIFF,
}
ZIP_END = b"PK\x05\x06"
ZIP_END_SIZE = 22


class Watch:
    """Feed it the file as it streams past, then ask for its kind. Memory is bounded, nothing is written."""

    def __init__(self, name: str) -> None:
        ending = name.rpartition(".")[2].lower() if "." in name else ""
        for endings, why in ((PROGRAM_ENDINGS, PROGRAM), (MACRO_ENDINGS, MACROS), (PAGE_ENDINGS, WEB_PAGE)):
            if f" {ending} " in endings:
                raise Refused(why)
        self._name = name
        self._peek = Peek()
        self._writing = Writing()
        self._looked = False

    def feed(self, chunk: bytes) -> None:
        """The next bytes, in order. Refused as soon as it is clear that the file will not be taken."""
        if self._looked:
            self._take(chunk)
            return
        first = max(0, ENOUGH - self._peek.size)
        self._take(chunk[:first])
        if self._peek.size >= ENOUGH:
            # The head may point to a stretch that comes in this very chunk.
            self._looked = True
            self._look()
            self._take(chunk[first:])

    def _take(self, chunk: bytes) -> None:
        self._peek.feed(chunk)
        self._writing.feed(chunk)

    def _look(self) -> None:
        head = bytes(self._peek.head)
        self._point(head)
        if self._program(head):
            raise Refused(PROGRAM)
        if not self._writing.fits and not _known(head):
            raise Refused(UNKNOWN)

    def kind(self) -> Kind:
        """The kind, when all has been fed; Refused says why not."""
        head = bytes(self._peek.head)
        if not head:
            raise Refused(EMPTY)
        if self._program(head):
            raise Refused(PROGRAM)
        if head.startswith(b"PK\x03\x04"):
            return zipped(self._peek)
        if self._ends_as_zip():
            raise Refused(TWO_THINGS)
        if head.startswith(COMPOUND):
            return compound(self._peek)
        return self._plain(head)

    def _program(self, head: bytes) -> bool:
        """A text may begin with the letters MZ; a program never is text."""
        return head.startswith(PROGRAMS) and not (head.startswith((b"MZ", b"dex\n")) and self._writing.fits)

    def _plain(self, head: bytes) -> Kind:
        if head.startswith(b"%PDF-"):
            if b"%%EOF" not in self._peek.parts()[1][1][-2048:]:
                raise Refused(BROKEN)
            return Kind.PDF
        if picture := _picture(head):
            self._parsed(picture)
            return picture
        if kind := container(head):
            return kind
        if self._writing.finish():
            return written(head, self._name)
        raise Refused(UNKNOWN)

    def _point(self, head: bytes) -> None:
        """Some kinds keep their index elsewhere: remember that stretch as it passes."""
        if head.startswith(COMPOUND):
            self._peek.want(directory_at(head))
        elif _picture(head) is Kind.TIFF:
            self._peek.want(int.from_bytes(head[4:8], "little" if head[:2] == b"II" else "big"))

    def _parsed(self, kind: Kind) -> None:
        """A picture is one when the library that would show it reads it as that."""
        from PIL import Image, UnidentifiedImageError

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                Image.open(cast("IO[bytes]", self._peek.file()), formats=[kind.value.upper()])
        except Hole:
            return
        except Image.DecompressionBombError as error:
            raise Refused(HUGE) from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError, IndexError, EOFError) as error:
            # Its index can lie where nothing was kept; only what fits wholly in the head is known to be damaged.
            if self._peek.size <= len(self._peek.head):
                raise Refused(BROKEN) from error

    def _ends_as_zip(self) -> bool:
        """Is an archive hung on behind? Its end mark and the length it gives reach exactly the end of the file."""
        tail = self._peek.parts()[1][1]
        at = tail.rfind(ZIP_END)
        while at >= 0:
            comment = int.from_bytes(tail[at + 20 : at + 22], "little")
            if len(tail) - at >= ZIP_END_SIZE and at + ZIP_END_SIZE + comment == len(tail):
                return True
            at = tail.rfind(ZIP_END, 0, at)
        return False


def recognise(name: str, chunks: bytes | Iterable[bytes]) -> Kind:
    """The kind of a file at hand; Refused when it is not taken."""
    watch = Watch(name)
    for chunk in (chunks,) if isinstance(chunks, bytes) else chunks:
        watch.feed(chunk)
    return watch.kind()


def _picture(head: bytes) -> Kind | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    return next((kind for mark, kind in PICTURES.items() if head.startswith(mark)), None)


def _known(head: bytes) -> bool:
    return bool(head.startswith((b"PK\x03\x04", b"%PDF-", COMPOUND)) or _picture(head) or container(head))
