"""A workbook's zip, judged by its directory before anything is inflated: bombs, macros, files within files, damage.

An XLSX is a zip of XML parts. Its directory at the end of the file says how many parts there are and how large each becomes;
only when that is credible are the parts inflated, piece by piece and thrown away, to see whether the directory told the truth.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cakupan.law.refusal import Refusal

PARTS_MAX = 2_000
DIRECTORY_BYTES_MAX = 1024 * 1024
# XML of a register shrinks to a tenth or a thirtieth; what shrinks two hundred times is mostly one byte repeated.
RATIO_MAX = 200
# A zip of this size may be as repetitive as it likes: inflating it harms nobody.
HARMLESS_BYTES = 64 * 1024 * 1024
TYPES_BYTES_MAX = 1024 * 1024
PIECE_BYTES = 1024 * 1024
END, END_BYTES, COMMENT_BYTES_MAX = b"PK\x05\x06", 22, 65_535
LOCATOR, LOCATOR_BYTES, END64, END64_BYTES = b"PK\x06\x07", 20, b"PK\x06\x06", 56
TYPES = "[Content_Types].xml"
MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml."
WORKBOOKS = (f"{MAIN}sheet.main+xml", f"{MAIN}template.main+xml")
MACROS = ("vbaproject.bin", "macroenabled", "xl/macrosheets/")
CONTAINERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


def check_workbook(path: Path, *, unpacked_bytes_max: int) -> tuple[str, ...]:
    """See whether a zip is a plain XLSX that may be opened. Returns notes: ``external_links``, ``dde``, as far as it has them.

    Raises :class:`Refusal` for a zip that is cut off, no XLSX, locked, dangerous, or too large when unpacked.
    """
    _check_directory(path)
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            _check_parts(path, parts, unpacked_bytes_max)
            _check_kind(path, packed, parts)
            return _notes(path, packed, parts)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise _damaged(path) from error


def _check_directory(path: Path) -> None:
    """The zip's end is there and its directory small: reading a directory of millions of parts is itself a way to be flooded."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        start = file.seek(max(0, size - END_BYTES - COMMENT_BYTES_MAX - LOCATOR_BYTES))
        tail = file.read()
        at = tail.rfind(END)
        if at < 0 or len(tail) - at < END_BYTES:
            raise _damaged(path)
        parts, directory_bytes = struct.unpack("<HI", tail[at + 10 : at + 16])
        if tail[max(0, at - LOCATOR_BYTES) : at].startswith(LOCATOR):
            parts, directory_bytes = _long_directory(path, file, start + at - LOCATOR_BYTES - END64_BYTES)
    if parts > PARTS_MAX or directory_bytes > DIRECTORY_BYTES_MAX:
        raise _bomb(path, f"it has more than {PARTS_MAX:,} parts; a workbook of a register has a few dozen.")


def _long_directory(path: Path, file: IO[bytes], at: int) -> tuple[int, int]:
    """Number of parts and bytes of the directory of a zip in the 64-bit form."""
    file.seek(max(0, at))
    record = file.read(END64_BYTES)
    if not record.startswith(END64) or len(record) < END64_BYTES:
        raise _damaged(path)
    parts, directory_bytes = struct.unpack("<QQ", record[32:48])
    return parts, directory_bytes


def _check_parts(path: Path, parts: list[zipfile.ZipInfo], unpacked_bytes_max: int) -> None:
    unpacked, size = sum(part.file_size for part in parts), path.stat().st_size
    if len(parts) > PARTS_MAX:
        raise _bomb(path, f"it has {len(parts):,} parts; a workbook of a register has a few dozen.")
    if unpacked > unpacked_bytes_max:
        raise _bomb(
            path, f"it unpacks to {unpacked // 1024**2:,} MB, more than the {unpacked_bytes_max // 1024**2:,} MB allowed."
        )
    if unpacked > HARMLESS_BYTES and unpacked > RATIO_MAX * size:
        raise _bomb(path, f"it unpacks to {unpacked // max(size, 1):,} times its size, as no register does.")
    if _overlap(parts):
        raise _bomb(path, "its parts lie over one another, so that few bytes unpack to many.")
    if len({part.filename.lower() for part in parts}) < len(parts):
        raise _damaged(path)
    if any(part.flag_bits & 0x1 for part in parts):
        raise locked(path)


def _overlap(parts: list[zipfile.ZipInfo]) -> bool:
    end = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end:
            return True
        end = part.header_offset + part.compress_size
    return False


def _check_kind(path: Path, packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if "mimetype" in names:
        raise other_format(path, "an OpenDocument file (.ods)")
    if TYPES not in names:
        raise other_format(path, "a zip archive that is no workbook")
    with packed.open(TYPES) as file:
        types = file.read(TYPES_BYTES_MAX).decode("utf-8", errors="replace")
    said = types.lower()
    if any(sign in said or any(sign in name.lower() for name in names) for sign in MACROS):
        raise _macros(path)
    if not any(kind in types for kind in WORKBOOKS):
        raise other_format(path, "an Office file that is no workbook (XLSX)")


def _notes(path: Path, packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> tuple[str, ...]:
    """Inflate every part in pieces, keeping none; a part that is longer than said, or another file, is refused."""
    found: set[str] = set()
    for part in parts:
        linked = part.filename.lower().startswith("xl/externallinks/")
        found |= {"external_links"} if linked else set()
        for number, piece in enumerate(_pieces(packed, part)):
            if number == 0 and piece.startswith(CONTAINERS):
                raise _file_within(path, part)
            if linked and b"ddeLink" in piece:
                found.add("dde")
    return tuple(sorted(found))


def _pieces(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    # ZipFile gives no more bytes than the directory said, and complains at the end if the part had others.
    with packed.open(part) as file:
        while piece := file.read(PIECE_BYTES):
            yield piece


def _damaged(path: Path) -> Refusal:
    return Refusal(
        f"{path.name} is cut off or damaged",
        why="it begins as a workbook, and its table of contents or a part of it cannot be read.",
        mend="Send it again; if that fails too, open it in a spreadsheet and save it anew.",
        file=path.name,
    )


def _bomb(path: Path, why: str) -> Refusal:
    return Refusal(path.name, why=why, mend="Copy the rows into the empty template, or deliver them as CSV.", file=path.name)


def locked(path: Path) -> Refusal:
    """The refusal of a file behind a password."""
    return Refusal(
        path.name,
        why="it is protected by a password.",
        mend="Open it, take the password off (File, Info, Protect Workbook) and save it again.",
        file=path.name,
    )


def other_format(path: Path, found: str) -> Refusal:
    """The refusal of a file of a format that is not taken."""
    return Refusal(
        path.name,
        why=f"it is {found}.",
        mend="Save it as a workbook (.xlsx) or as CSV and send that.",
        file=path.name,
        found=found,
    )


def _macros(path: Path) -> Refusal:
    return Refusal(
        path.name,
        why="it is a workbook with macros, and macros can do anything on the machine that opens it.",
        mend="Save it as a workbook without macros (.xlsx) and send that.",
        file=path.name,
    )


def _file_within(path: Path, part: zipfile.ZipInfo) -> Refusal:
    return Refusal(
        path.name,
        why=f"another file is packed into it ({part.filename}).",
        mend="Take embedded files out, or copy the rows into the empty template.",
        file=path.name,
        part=part.filename,
    )
