"""What may come in: a file that somebody uploads, judged by its size and content before anything reads it.

The name says nothing: content decides. Nothing here opens a workbook, runs a formula or follows a link.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cakupan.law.refusal import Refusal
from cakupan.registers.lines import unicode_of
from cakupan.registers.packed import check_workbook, locked, other_format

BYTES_MAX = 200 * 1024**2
UNPACKED_BYTES_MAX = 2 * 1024**3
HEAD_BYTES = 4096
PIECE_BYTES = 1024 * 1024
ENDINGS: Mapping[str, str] = {"text": ".csv", "workbook": ".xlsx", "parquet": ".parquet"}
# How files that are not taken begin.
REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\xfe\xed\xfa", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"#!", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a text document (RTF)"),
)
WEB_PAGES = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<script")
OLE = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Signs that no text has: all controls but tab, line feed, form feed, carriage return and the end-of-file of old systems.
CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 26})


@dataclass(frozen=True)
class Incoming:
    """A file that may be read: its format by content, its size, and what is worth noting (``external_links``, ``dde``)."""

    format: str
    bytes: int
    notes: tuple[str, ...] = ()

    @property
    def ending(self) -> str:
        """The ending that a copy of the file must bear to be read."""
        return ENDINGS[self.format]


def check_incoming(path: Path, *, bytes_max: int = BYTES_MAX, unpacked_bytes_max: int = UNPACKED_BYTES_MAX) -> Incoming:
    """Whether an uploaded file may be read at all. Raises :class:`Refusal` with what to send instead.

    ``bytes_max`` limits the file as it is, ``unpacked_bytes_max`` what a workbook may unpack to.
    """
    size = _checked_size(path, bytes_max)
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith(OLE):
        raise locked(path) if _has(path, ENCRYPTED) else other_format(path, "a workbook of the old kind (.xls)")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Incoming("workbook", size, check_workbook(path, unpacked_bytes_max=unpacked_bytes_max))
    if head.startswith(b"PAR1"):
        _check_parquet_end(path, size)
        return Incoming("parquet", size)
    _check_text(path, head)
    return Incoming("text", size)


def _checked_size(path: Path, bytes_max: int) -> int:
    if not path.is_file():
        raise Refusal(path.name, why="there is no such file.", mend="Choose a file and send it again.", file=path.name)
    size = path.stat().st_size
    if size == 0:
        raise Refusal(path.name, why="it is empty.", mend="Choose the right file; nothing was imported.", file=path.name)
    if size > bytes_max:
        raise Refusal(
            path.name,
            why=f"it has {size // 1024**2:,} MB; {bytes_max // 1024**2:,} MB are taken at most.",
            mend="Take out what is not asked for (pictures, other sheets, columns), or deliver the register in parts.",
            file=path.name,
            bytes=size,
            bytes_max=bytes_max,
        )
    return size


def _has(path: Path, sign: bytes) -> bool:
    """Whether a file holds these bytes anywhere; read in pieces that overlap."""
    left = b""
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            if sign in left + piece:
                return True
            left = piece[-len(sign) :]
    return False


def _check_parquet_end(path: Path, size: int) -> None:
    with path.open("rb") as file:
        file.seek(max(0, size - 8))
        end = file.read()
    if not end.endswith(b"PAR1") or int.from_bytes(end[:4], "little") > size - 12:
        raise Refusal(
            f"{path.name} is cut off or damaged",
            why="it begins as Parquet and has no end.",
            mend="Send the whole file again; nothing was imported.",
            file=path.name,
        )


def _check_text(path: Path, head: bytes) -> None:
    for beginning, found in REFUSED:
        if head.startswith(beginning):
            raise other_format(path, found)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(WEB_PAGES):
        raise other_format(path, "a web page or XML")
    if unicode_of(path) not in ("utf-16-le", "utf-16-be"):
        _check_signs(path)


def _check_signs(path: Path) -> None:
    line = 1
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            if len(piece) != len(piece.translate(None, CONTROLS)):
                at = next(at for at, sign in enumerate(piece) if sign in CONTROLS)
                raise _not_text(path, line + piece[:at].count(b"\n"))
            line += piece.count(b"\n")


def _not_text(path: Path, line: int) -> Refusal:
    return Refusal(
        path.name,
        why=f"it is not text: line {line} holds signs that only programs use.",
        mend="Open it in a spreadsheet, save it as CSV (UTF-8) or .xlsx, and send that.",
        file=path.name,
        row=line,
    )
