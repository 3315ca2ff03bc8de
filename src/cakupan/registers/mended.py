"""Mended rows back into the file they came from, so that what is imported is the whole register and not only its bad rows."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cakupan.law.refusal import Refusal
from cakupan.registers.kinds import kind_named
from cakupan.registers.layout import REMARKS
from cakupan.registers.profile import Profile, heading_key, load_profile
from cakupan.registers.snapshot import file_sha256
from cakupan.registers.source import Source, open_source
from cakupan.registers.workbook import as_text, is_rounded

# How a remark begins: which row of which file it is about. A person may read it; nobody has to type it.
TAG = re.compile(r"Baris ([0-9]+) \[([0-9a-f]{8})\]")
TAG_DIGITS = 8
ROWS_NAMED = 5


def row_tag(row: int, sha256: str) -> str:
    """The beginning of a remark about a row of the file with this hash."""
    return f"Baris {row} [{sha256[:TAG_DIGITS]}]"


def mended_register(*, original: Path, mended: Path, kind: str, profile: str | Path | Profile | None = None, out: Path) -> int:
    """Write ``original`` with the rows of the workbook ``mended`` in place of its own to the CSV ``out``; returns how many.

    A row that is not in ``mended`` stays as it was, faults and all. Raises :class:`Refusal` if a row of ``mended`` does not say
    which row of this file it is, says one twice or one that is not there, or the columns are not the same.
    """
    wanted = kind_named(kind)
    layout = load_profile(profile if profile is not None else wanted.profile)
    source = open_source(original, profile=layout, kind=wanted)
    rows = _mended_rows(open_source(mended, profile=layout, kind=wanted), source, file_sha256(original), mended.name)
    replaced = set()
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows(_above(source))
        for number, cells in source.raw_rows():
            if number in rows:
                replaced.add(number)
            writer.writerow(_texts(rows.get(number, cells)))
    if len(replaced) < len(rows):
        out.unlink()
        raise _rows(mended.name, rows.keys() - replaced, "they name rows that the file does not have.")
    return len(replaced)


def _above(source: Source) -> Iterator[list[str]]:
    """The rows down to the header, each on the line where it stood: a profile may count them."""
    line = 1
    for number, cells in source.above:
        for _ in range(line, number):
            yield [""] * source.shape.layout.width
        yield [" ".join(text.split()) for text in _texts(cells)]
        line = number + 1


def _texts(cells: Sequence[Any]) -> list[str]:
    # A rounded number must not become a text that looks whole.
    return [f"{cell:.14E}" if is_rounded(cell) else as_text(cell) for cell in cells]


def _mended_rows(mended: Source, source: Source, sha256: str, file: str) -> Mapping[int, Sequence[Any]]:
    places, remarks = _places(mended, source, file)
    found: dict[int, Sequence[Any]] = {}
    untold, repeated = [], []
    for row, cells in mended.raw_rows():
        padded = [*cells, *[""] * (mended.shape.layout.width - len(cells))]
        tag = TAG.match(str(padded[remarks]))
        if tag is None or tag[2] != sha256[:TAG_DIGITS]:
            untold.append(row)
            continue
        if int(tag[1]) in found:
            repeated.append(row)
        found[int(tag[1])] = [padded[at] if at is not None else "" for at in places]
    if untold:
        raise _rows(file, untold, f"their column {REMARKS} does not say which row of this file they are.")
    if repeated:
        raise _rows(file, repeated, "they name a row that an earlier one names too.")
    return found


def _places(mended: Source, source: Source, file: str) -> tuple[list[int | None], int]:
    """Where in the mended workbook each column of the original stands, and where the remarks do."""
    at = {heading_key(heading): place for place, heading in enumerate(mended.shape.layout.headings)}
    headings = [heading for heading in source.shape.layout.headings if heading_key(heading) != heading_key(REMARKS)]
    missing = [heading for heading in (REMARKS, *headings) if heading and heading_key(heading) not in at]
    if missing:
        raise Refusal(
            file,
            why=f"it has no column {', '.join(missing)}.",
            mend="Mend the rows in the workbook as it was sent, and leave its columns.",
            file=file,
            missing=missing,
        )
    return [at.get(heading_key(heading)) for heading in source.shape.layout.headings], at[heading_key(REMARKS)]


def _rows(file: str, rows: Sequence[int] | set[int], why: str) -> Refusal:
    more = len(rows) - ROWS_NAMED
    shown = ", ".join(map(str, sorted(rows)[:ROWS_NAMED])) + (f" and {more} more" if more > 0 else "")
    return Refusal(
        f"rows {shown} of {file}",
        why=why,
        mend=f"Mend the rows in the workbook as it was sent: leave column {REMARKS}, and add no rows.",
        file=file,
        rows=sorted(rows),
    )
