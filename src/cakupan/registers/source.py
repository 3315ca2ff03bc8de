"""Which reader opens a file: by its ending, after a look whether its first bytes agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from cakupan.law.refusal import Refusal
from cakupan.registers.batches import Batch, Shape
from cakupan.registers.columnar import ColumnarFile
from cakupan.registers.delimited import DelimitedFile
from cakupan.registers.kinds import Kind
from cakupan.registers.profile import Profile
from cakupan.registers.workbook import WorkbookFile

ENDINGS: Mapping[str, str] = {
    ".csv": "text",
    ".txt": "text",
    ".tsv": "text",
    ".psv": "text",
    ".xlsx": "workbook",
    ".xlsm": "workbook",
    ".xlsb": "workbook",
    ".ods": "workbook",
    ".xls": "old workbook",
    ".parquet": "parquet",
}
# How files of other formats begin.
BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "workbook"),
    (b"\xd0\xcf\x11\xe0", "old workbook"),
    (b"PAR1", "parquet"),
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
)
WEB_PAGES = (b"<!doctype html", b"<html", b"<?xml", b"<table")


class Source(Protocol):
    """A file of any format, opened: its shape is known, its rows are not read yet."""

    shape: Shape

    @property
    def encoding(self) -> str:
        """How the file's text is encoded, or the format's name."""

    @property
    def delimiter(self) -> str:
        """What parts the cells of a text; nothing elsewhere."""

    @property
    def above(self) -> tuple[tuple[int, tuple[Any, ...]], ...]:
        """The rows down to the header's last, each with its number, as they came."""

    @property
    def header_row(self) -> int:
        """The number of the header's first row."""

    def batches(self) -> Iterator[Batch]:
        """The rows, in the order of the file."""

    def raw_rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """The rows as they came, each with its number, in the order of the file; more cells than headings if it had more."""


def open_source(path: Path, *, profile: Profile, kind: Kind) -> Source:
    """Open a file for reading. Raises :class:`Refusal` if it is missing, empty, or not what its ending or the profile says."""
    match format_of(path):
        case "text":
            return DelimitedFile(path, profile=profile, kind=kind)
        case "parquet":
            return ColumnarFile(path, profile=profile, kind=kind)
        case _:
            return WorkbookFile(path, profile=profile, kind=kind)


def format_of(path: Path) -> str:
    """``text``, ``parquet``, ``workbook`` or ``old workbook``. Raises :class:`Refusal` where name and content do not agree."""
    if not path.exists():
        raise Refusal(path.name, why="there is no such file.", mend="Check the path.", file=path.name)
    if not path.is_file():
        raise Refusal(
            path.name, why="it is a folder, not a file.", mend="Name one file; each is imported by itself.", file=path.name
        )
    said = ENDINGS.get(path.suffix.lower())
    if said is None:
        raise Refusal(
            path.name,
            why=f"files ending in {path.suffix or 'nothing'} are not read.",
            mend=f"Deliver one of {', '.join(ENDINGS)}.",
            file=path.name,
        )
    found = _found_format(path)
    if found != said:
        raise _not_what_it_says(path, found)
    return said


def _found_format(path: Path) -> str:
    with path.open("rb") as file:
        beginning = file.read(64)
    if not beginning:
        raise Refusal(path.name, why="it is empty.", mend="Ask for the file again; nothing was imported.", file=path.name)
    if beginning.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(WEB_PAGES):
        return "web page"
    return next((name for magic, name in BEGINNINGS if beginning.startswith(magic)), "text")


def _not_what_it_says(path: Path, found: str) -> Refusal:
    kind = (
        "damaged, or a text file"
        if found == "text"
        else f"a {found} file"
        if found not in ("PDF", "gzip", "RAR", "7z")
        else found
    )
    return Refusal(
        path.name,
        why=f"its name ends in {path.suffix}, and its content is {kind}.",
        mend="Ask for the file again, or give it the ending of what it is." if found != "text" else "Ask for the file again.",
        file=path.name,
        found=found,
    )
