"""Kinds told by their container: sound, video and HEIC. They are kept as they are, so structure is enough."""

from casework.files.kinds import Kind

HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
SOUND_BRANDS = {b"M4A ", b"M4B ", b"M4P "}
VIDEO_BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash", b"MSNV"}
VIDEO_BRANDS |= {b"3gp4", b"3gp5", b"3gp6", b"mp71"}
QUICKTIME_BOXES = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
# MPEG audio: bit rates in kbit/s by layer III tables for version 1, and for versions 2 and 2.5.
RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
SAMPLES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def container(head: bytes) -> Kind | None:
    """The kind of sound, video or HEIC, or nothing."""
    if head[4:8] == b"ftyp":
        return _iso(head)
    if head[4:8] in QUICKTIME_BOXES and 8 <= int.from_bytes(head[:4]) < 1 << 31:
        return Kind.MOV
    if head[:4] == b"RIFF" and head[8:16] == b"WAVEfmt ":
        return Kind.WAV
    if head[:5] in (b"fLaC\x00", b"fLaC\x80"):
        return Kind.FLAC
    if head[:4] == b"OggS":
        return _ogg(head)
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return Kind.WEBM if b"\x42\x82\x84webm" in head[:64] else None
    return Kind.MP3 if _mp3(head) else None


def _iso(head: bytes) -> Kind | None:
    size = int.from_bytes(head[:4])
    if not 16 <= size <= 512:
        return None
    major, brands = head[8:12], {head[n : n + 4] for n in range(16, size, 4)}
    if major in HEIC_BRANDS:
        return Kind.HEIC
    if major == b"qt  ":
        return Kind.MOV
    if major in SOUND_BRANDS:
        return Kind.M4A
    return Kind.MP4 if ({major} | brands) & VIDEO_BRANDS else None


def _ogg(head: bytes) -> Kind | None:
    first = head[27 + head[26] :][:8] if len(head) > 27 else b""
    if first == b"OpusHead":
        return Kind.OPUS
    return Kind.OGG if first[:7] in (b"\x01vorbis", b"Speex  ", b"\x7fFLAC\x01") or first[:5] == b"\x7fFLAC" else None


def _mp3(head: bytes) -> bool:
    at = 0
    if head[:3] == b"ID3" and len(head) > 10 and not any(byte & 0x80 for byte in head[6:10]):
        at = 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9])
        # A cover picture can be longer than what was kept of the file: the tag itself must do then.
        if at + 4 > len(head):
            return True
        while at < len(head) and head[at] == 0:
            at += 1
    for _ in range(3):
        length = _frame(head[at : at + 4])
        if not length:
            return False
        at += length
        if at + 4 > len(head):
            break
    return at > 0


def _frame(header: bytes) -> int:
    """The length of an MPEG layer III frame, 0 when this is none."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, rate, sample = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version not in SAMPLES or not 0 < rate < len(RATES_1) or sample > 2:
        return 0
    kilobits = (RATES_1 if version == 3 else RATES_2)[rate]
    per_frame = 144000 if version == 3 else 72000
    return per_frame * kilobits // SAMPLES[version][sample] + (header[2] >> 1 & 1)
