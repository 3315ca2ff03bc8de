"""The sheet of pairs that a person must judge: a register's row beside the likeliest resident, field by field with its weight."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cakupan.registers.areas import area_name
from cakupan.report.sheets import Book, Column, Pages, Sheet
from cakupan.report.texts import say_code

CHOICES = ("sama", "berbeda", "tanya Dukcapil")
COLOURS = {"sama": ("#D7EFE3", "#0F4C4A"), "berbeda": ("#F6D9D3", "#7A2114"), "tanya Dukcapil": ("#FFEFC2", "#6B4600")}
HUNDREDTHS = 100  # linking weighs in whole hundredths of a bit, so that every engine decides alike


@dataclass(frozen=True)
class Review:
    """The links of one register to the residents: ``decided`` as linking's step of that name, ``rows`` of the register."""

    subject: str
    decided: Path
    rows: Path


@dataclass(frozen=True)
class _Field:
    """One field of a comparison: the columns shown of both sides, and linking's name of its level and weight."""

    head: str
    columns: tuple[str, ...]
    name: str
    width: float
    dated: bool = False


FIELDS = (
    _Field("NIK", ("nik",), "nik", 19),
    _Field("Nama", ("name",), "name", 28),
    _Field("Tanggal lahir", ("birth_date",), "date", 17, dated=True),
    _Field("JK", ("sex",), "sex", 6),
    _Field("Ibu · KK · desa", ("mother_name", "family_card_number", "area_code"), "household", 44),
)


def write_reviews(book: Book, reviews: Sequence[Review], residents: Path, *, rows_max: int) -> None:
    """Write the sheet ``Perlu diteliti``: every link under review, the heaviest first."""
    pages = Pages(
        lambda name: Sheet(
            book, name, review_columns(), titles=("Apakah ini orang yang sama?",), frozen_columns=4, rows_max=rows_max
        ),
        "Perlu diteliti",
        on_finish=_ask_decision,
    )
    number = 0
    for review in reviews:
        for link, theirs, ours in _pairs(review, residents):
            number += 1
            pages.row(_pair_row(number, review.subject, link, theirs, ours))
    pages.finish()


def review_columns() -> tuple[Column, ...]:
    """The columns of the sheet: each field as the register has it, as the residents have it, how they agree, and its weight."""
    compared = [column for field in FIELDS for column in _field_columns(field)]
    return (
        Column("No", "whole", 8),
        Column("Register", "text", 24),
        Column("Baris berkas", "whole", 10),
        Column("Bobot (bit)", "bits", 10),
        *compared,
        Column("Bobot awal", "bits", 10),
        Column("Kandidat berikut (bit)", "bits", 12),
        Column("Mengapa diteliti", "text", 28),
        Column("Keputusan", "entry", 16),
        Column("Catatan", "entry", 36),
    )


def _field_columns(field: _Field) -> tuple[Column, ...]:
    kind: Any = "date" if field.dated else "text"
    return (
        Column(f"{field.head}: register", kind, field.width),
        Column(f"{field.head}: penduduk", kind, field.width),
        Column(f"{field.head}: kecocokan", "text", 24),
        Column(f"{field.head}: bobot", "bits", 9),
    )


def _ask_decision(sheet: Sheet) -> None:
    sheet.choices("Keputusan", CHOICES)
    sheet.colour_words("Keputusan", COLOURS)


_Pair = tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]]


def _pairs(review: Review, residents: Path) -> Iterator[_Pair]:
    decided = pq.read_table(review.decided, filters=pc.field("decision") == "review")
    ordered = decided.sort_by([("bits", "descending"), ("query_row", "ascending")])
    theirs, ours = _people(review.rows, ordered["query_row"]), _people(residents, ordered["target_row"])
    for batch in ordered.to_batches(max_chunksize=8192):
        for link in batch.to_pylist():
            yield link, theirs[link["query_row"]], ours[link["target_row"]]


def _people(register: Path, rows: pa.ChunkedArray) -> Mapping[int, Mapping[str, Any]]:
    columns = ["row", *(column for field in FIELDS for column in field.columns)]
    found = pq.read_table(register, columns=columns, filters=pc.field("row").isin(pc.unique(rows)))
    return {person["row"]: person for person in found.to_pylist()}


def _pair_row(
    number: int, subject: str, link: Mapping[str, Any], theirs: Mapping[str, Any], ours: Mapping[str, Any]
) -> tuple[Any, ...]:
    compared = [value for field in FIELDS for value in _compared(field, link, theirs, ours)]
    second = link["second_bits"]
    return (
        number,
        str(say_code("subject", subject)),
        link["query_row"],
        link["bits"] / HUNDREDTHS,
        *compared,
        link["prior_bits"] / HUNDREDTHS,
        None if second is None else second / HUNDREDTHS,
        str(say_code("rule", link["rule"])),
        "",
        "",
    )


def _compared(field: _Field, link: Mapping[str, Any], theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> tuple[Any, ...]:
    level = str(say_code(f"level_{field.name}", str(link[f"{field.name}_level"])))
    return (_shown(field, theirs), _shown(field, ours), level, link[f"{field.name}_bits"] / HUNDREDTHS)


def _shown(field: _Field, person: Mapping[str, Any]) -> Any:
    if len(field.columns) == 1:
        return person[field.columns[0]]
    parts = {**person, "area_code": area_name(person["area_code"] or "") or person["area_code"]}
    return " · ".join(str(parts[column] or "–") for column in field.columns)
