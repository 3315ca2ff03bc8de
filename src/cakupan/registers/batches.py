"""Rows on their way in: texts by canonical column, each row with its number in the source, and what was wrong already there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from cakupan.registers.kinds import Kind
from cakupan.registers.layout import Layout, Place
from cakupan.registers.profile import Profile


@dataclass(frozen=True)
class Note:
    """Something found while reading a row, before its values were looked at; ``column`` is the file's own heading."""

    row: int
    column: str
    value: str
    reason: str
    severity: str = "fault"


@dataclass(frozen=True)
class Batch:
    """Some rows in the order of the file. ``table``: ``row``, ``readable``, ``nik_rounded``, and a text per canonical column."""

    table: pa.Table
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Shape:
    """What turns a file's cells into a batch: its layout, and the profile and kind that say which columns there must be."""

    layout: Layout
    profile: Profile
    kind: Kind

    @property
    def positions(self) -> tuple[int, ...]:
        """The positions of a row that are wanted, in ascending order."""
        return tuple(sorted({p for place in self.layout.places.values() for p in place.positions}))

    def batch(self, cells: dict[int, pa.Array], rows: pa.Array, *, readable: pa.Array, rounded: pa.Array) -> pa.Table:
        """A batch's table from texts by position; a column that the file lacks is the profile's constant, or null."""
        columns = {"row": rows, "readable": readable, "nik_rounded": rounded}
        for column in self.kind.columns:
            columns[column.name] = self._texts(column.name, cells, len(rows))
        return pa.table(columns)

    def _texts(self, column: str, cells: dict[int, pa.Array], length: int) -> pa.Array:
        place = self.layout.places.get(column)
        if place is None:
            constant = self.profile.constants.get(column)
            return pa.nulls(length, pa.string()) if constant is None else pa.array([constant] * length, pa.string())
        if len(place.positions) == 1 and not place.digits:
            return cells[place.positions[0]]
        return _joined(place, cells)


def _joined(place: Place, cells: dict[int, pa.Array]) -> pa.Array:
    parts = [pc.utf8_trim_whitespace(cells[p]) for p in place.positions]
    if not place.digits:
        return pc.binary_join_element_wise(*parts, " ", null_handling="skip")
    padded = [pc.utf8_lpad(part, width, "0") for part, width in zip(parts, place.digits, strict=True)]
    return pc.binary_join_element_wise(*padded, "")


def texts(rows: Sequence[Sequence[str] | None], positions: Sequence[int]) -> dict[int, pa.Array]:
    """Columns of text from rows of cells; a row that could not be read (None) is null throughout."""
    return {p: pa.array([None if row is None else row[p] for row in rows], pa.string()) for p in positions}
