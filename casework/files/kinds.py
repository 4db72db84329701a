"""The kinds of file that are taken: everything else is refused."""

from enum import StrEnum

from casework.settings import N_


class Kind(StrEnum):
    """The value is what the database keeps; `media` is what a download says it is."""

    JPEG = "jpeg"
    PNG = "png"
    GIF = "gif"
    WEBP = "webp"
    TIFF = "tiff"
    HEIC = "heic"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    DOC = "doc"
    XLS = "xls"
    PPT = "ppt"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    EML = "eml"
    MSG = "msg"
    TEXT = "text"
    CSV = "csv"
    JSON = "json"
    CHAT = "chat"
    MP3 = "mp3"
    M4A = "m4a"
    WAV = "wav"
    OGG = "ogg"
    OPUS = "opus"
    FLAC = "flac"
    MP4 = "mp4"
    MOV = "mov"
    WEBM = "webm"

    @property
    def media(self) -> str:
        """The media type of a download."""
        return _MEDIA[self]

    @property
    def ending(self) -> str:
        """The file name's ending, with its dot."""
        return _ENDINGS.get(self, f".{self.value}")

    @property
    def label(self) -> str:
        """What a person calls it; a message id."""
        return next(label for label, kinds in _LABELS.items() if self in kinds)

    @property
    def cleanable(self) -> bool:
        """Can who and where be taken out of it? Anything else goes whole to where identities are kept."""
        return self in CLEANED or self in UNCHANGED


CLEANED = frozenset({Kind.JPEG, Kind.PNG, Kind.GIF, Kind.WEBP, Kind.TIFF, Kind.PDF})
UNCHANGED = frozenset({Kind.TEXT, Kind.CSV, Kind.JSON})

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_MEDIA = {
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.GIF: "image/gif",
    Kind.WEBP: "image/webp",
    Kind.TIFF: "image/tiff",
    Kind.HEIC: "image/heic",
    Kind.PDF: "application/pdf",
    Kind.DOCX: _OFFICE + "wordprocessingml.document",
    Kind.XLSX: _OFFICE + "spreadsheetml.sheet",
    Kind.PPTX: _OFFICE + "presentationml.presentation",
    Kind.DOC: "application/msword",
    Kind.XLS: "application/vnd.ms-excel",
    Kind.PPT: "application/vnd.ms-powerpoint",
    Kind.ODT: _OPEN + "text",
    Kind.ODS: _OPEN + "spreadsheet",
    Kind.ODP: _OPEN + "presentation",
    Kind.EML: "message/rfc822",
    Kind.MSG: "application/vnd.ms-outlook",
    Kind.TEXT: "text/plain",
    Kind.CSV: "text/csv",
    Kind.JSON: "application/json",
    Kind.CHAT: "application/zip",
    Kind.MP3: "audio/mpeg",
    Kind.M4A: "audio/mp4",
    Kind.WAV: "audio/wav",
    Kind.OGG: "audio/ogg",
    Kind.OPUS: "audio/ogg",
    Kind.FLAC: "audio/flac",
    Kind.MP4: "video/mp4",
    Kind.MOV: "video/quicktime",
    Kind.WEBM: "video/webm",
}
_ENDINGS = {Kind.JPEG: ".jpg", Kind.TEXT: ".txt", Kind.CHAT: ".zip"}
_LABELS = {
    N_("picture"): {Kind.JPEG, Kind.PNG, Kind.GIF, Kind.WEBP, Kind.TIFF, Kind.HEIC},
    N_("PDF document"): {Kind.PDF},
    N_("text document"): {Kind.DOCX, Kind.DOC, Kind.ODT},
    N_("spreadsheet"): {Kind.XLSX, Kind.XLS, Kind.ODS, Kind.CSV},
    N_("slides"): {Kind.PPTX, Kind.PPT, Kind.ODP},
    N_("e-mail"): {Kind.EML, Kind.MSG},
    N_("text"): {Kind.TEXT, Kind.JSON},
    N_("chat"): {Kind.CHAT},
    N_("sound recording"): {Kind.MP3, Kind.M4A, Kind.WAV, Kind.OGG, Kind.OPUS, Kind.FLAC},
    N_("video"): {Kind.MP4, Kind.MOV, Kind.WEBM},
}
