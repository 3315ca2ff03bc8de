"""The registers as files: CSV in the columns that the offices hand over, and the truth beside them as Parquet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cakupan.scenarios import fields, rosters
from cakupan.scenarios.arrays import Array, chance, day_number, stream
from cakupan.scenarios.errors import OfficeErrors
from cakupan.scenarios.families import FIRST_CHILD, HEAD, LAST_CHILD, SPOUSE
from cakupan.scenarios.identifiers import scatter
from cakupan.scenarios.people import People
from cakupan.scenarios.rosters import Roster

SLICE = 200_000  # rows whose text is held at once
Columns = dict[str, "pa.Array | list[str]"]
FILES = {
    "residents": "penduduk.csv",
    "poverty": "dtks.csv",
    "members": "peserta.csv",
    "deaths": "akta_kematian.csv",
    "moves": "mutasi_pindah.csv",
}
TRUTH = "truth"
JKN_STARTED = day_number(dt.date(2014, 1, 1))
SEXES_IN_FULL = ("LAKI-LAKI", "PEREMPUAN")
SEXES = ("L", "P")


@dataclass(frozen=True)
class Written:
    """One register as written: its file, and per row of it (header not counted) the person and the roster entry."""

    path: Path
    person: Array
    entry: Array
    roster: Roster


def write_registers(
    people: People, folder: Path, *, member_rows: Roster | None = None, poverty_rows: Roster | None = None
) -> dict[str, Written]:
    """Write the five registers into ``folder`` and the truth into ``folder/truth``. The same people give the same bytes.

    ``member_rows`` and ``poverty_rows`` replace the rosters that would be drawn (a case decides who holds which card).
    """
    rows = all_rosters(people, member_rows=member_rows, poverty_rows=poverty_rows)
    with RegisterFiles(folder) as files:
        return files.add(people, rows)


def all_rosters(people: People, *, member_rows: Roster | None = None, poverty_rows: Roster | None = None) -> dict[str, Roster]:
    """Who stands in which of the five registers, by kind."""
    return {
        "residents": rosters.resident_roster(people),
        "poverty": rosters.poverty_roster(people) if poverty_rows is None else poverty_rows,
        "members": rosters.member_roster(people) if member_rows is None else member_rows,
        "deaths": rosters.death_roster(people),
        "moves": rosters.move_roster(people),
    }


_Row = Callable[[np.random.Generator, People, Roster, OfficeErrors], Columns]


class RegisterFiles:
    """Registers while they are written, one part of the region after the other, and the truth beside them."""

    def __init__(self, folder: Path, *, names: Mapping[str, str] = FILES) -> None:
        self._folder, self._names = folder, names
        self._files: dict[str, BinaryIO] = {}
        self._truth: dict[str, pq.ParquetWriter] = {}
        self._rows: dict[str, int] = {}
        self._persons = 0

    def __enter__(self) -> Self:
        (self._folder / TRUTH).mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        for file in (*self._files.values(), *self._truth.values()):
            file.close()

    def add(self, people: People, rows: Mapping[str, Roster], *, shown: Mapping[str, Array] | None = None) -> dict[str, Written]:
        """Write one part's rosters. ``shown`` (a truth value per roster entry, by kind) leaves rows out of a register's file."""
        shown = shown or {}
        written = {kind: self._write(people, kind, roster, shown.get(kind)) for kind, roster in rows.items()}
        for kind, register in written.items():
            self._write_truth(people, kind, register)
        self._persons += people.count
        return written

    def _write(self, people: People, kind: str, roster: Roster, shown: Array | None) -> Written:
        errors, row = _form(people, kind)
        path, entries = self._folder / self._names[kind], [np.empty(0, dtype=np.int64)]
        for columns, entry in _slices(people, kind, roster, errors, row, shown):
            if kind not in self._files:
                self._files[kind] = path.open("wb")
                _write_header(self._files[kind], columns)
            _write_lines(self._files[kind], columns)
            entries.append(entry)
        entry = np.concatenate(entries)
        return Written(path=path, person=roster.person[entry], entry=entry, roster=roster)

    def _write_truth(self, people: People, kind: str, register: Written) -> None:
        table = _truth(people, register, first_row=self._rows.get(kind, 0) + 2, first_person=self._persons)
        if kind not in self._truth:
            path = self._folder / TRUTH / f"{_truth_name(kind, self._names[kind])}.parquet"
            self._truth[kind] = pq.ParquetWriter(path, table.schema, compression="zstd")
        self._truth[kind].write_table(table)
        self._rows[kind] = self._rows.get(kind, 0) + len(register.person)


def _truth_name(kind: str, file: str) -> str:
    """The truth of a case's usual file is named for its kind, that of a further delivery for the delivery."""
    return kind if file == FILES[kind] else Path(file).stem


def _form(people: People, kind: str) -> tuple[OfficeErrors, _Row]:
    errors = people.errors
    forms: dict[str, tuple[OfficeErrors, _Row]] = {
        "residents": (errors.residents, _residents),
        "poverty": (errors.poverty, _poverty),
        "members": (errors.members, _members),
        "deaths": (errors.events, _deaths),
        "moves": (errors.events, _moves),
    }
    return forms[kind]


def _slices(
    people: People, kind: str, roster: Roster, errors: OfficeErrors, row: _Row, shown: Array | None = None
) -> Iterator[tuple[Columns, Array]]:
    for part, start in enumerate(range(0, max(1, len(roster)), SLICE)):
        rng = stream(people.seed, kind, part)
        inside = np.arange(start, min(start + SLICE, len(roster)))
        columns = row(rng, people, roster.take(inside), errors)
        order = _with_repetitions(rng, len(inside), errors.row_repeated, exactly=_repetitions(people, kind, part))
        # Left out last: who is not shown in one delivery is written in the next one as if all had been in both.
        order = order if shown is None else order[shown[inside[order]]]
        yield {name: _as_array(column).take(pa.array(order)) for name, column in columns.items()}, inside[order]


def _repetitions(people: People, kind: str, part: int) -> int | None:
    """The resident register's rows are counted exactly; its few repeated rows all stand in the first part."""
    if kind != "residents":
        return None
    return people.repeated_rows if part == 0 else 0


def _with_repetitions(rng: np.random.Generator, rows: int, share: float, *, exactly: int | None) -> Array:
    """0 … rows-1 with some numbers standing twice, the second time anywhere further down."""
    count = int(chance(rng, share, rows).sum()) if exactly is None else exactly
    again = rng.choice(rows, count, replace=False) if count else np.empty(0, dtype=np.int64)
    place = np.r_[np.arange(rows, dtype=float), again + rng.random(count) * (rows - again)]
    order: Array = np.r_[np.arange(rows), again][np.argsort(place, kind="stable")]
    return order


def _as_array(column: pa.Array | list[str]) -> pa.Array:
    return pa.array(column, pa.string()) if isinstance(column, list) else column


def write_csv(path: Path, columns: Columns) -> None:
    """Write columns as CSV: a header, commas, quotes only where needed, LF."""
    with path.open("wb") as file:
        _write_header(file, columns)
        _write_lines(file, columns)


def _write_header(file: BinaryIO, columns: Columns) -> None:
    file.write((",".join(columns) + "\n").encode())


def _write_lines(file: BinaryIO, columns: Columns) -> None:
    quoted = [_quoted(pc.fill_null(_as_array(column), "")) for column in columns.values()]
    lines = pc.binary_join_element_wise(pc.binary_join_element_wise(*quoted, ","), "", "\n")
    # The joined lines lie one after another in the array's own buffer: that is the file.
    offsets = np.frombuffer(lines.buffers()[1], dtype=np.int32)[lines.offset : lines.offset + len(lines) + 1]
    file.write(memoryview(lines.buffers()[2])[offsets[0] : offsets[-1]])


def _quoted(column: pa.Array) -> pa.Array:
    needs = pc.match_substring_regex(column, '[,"\n]')
    doubled = pc.replace_substring(column, '"', '""')
    return pc.if_else(needs, pc.binary_join_element_wise('"', doubled, '"', ""), column)


def _residents(rng: np.random.Generator, people: People, rows: Roster, errors: OfficeErrors) -> Columns:
    who = rows.person
    rt, rw = fields.rt_and_rw(rng, people, who, errors, padded=True)
    return {
        "NIK": pc.cast(pa.array(rows.number), pa.string()),
        "NO_KK": fields.family_cards(rng, people, who, errors),
        "NAMA_LGKP": fields.names(rng, people, who, errors),
        "TMPT_LHR": people.places.towns.take(pa.array(people.birth_town[who])),
        "TGL_LHR": fields.birth_dates(rng, people, who, errors, fields.ISO_ONLY),
        "JENIS_KLMIN": fields.sexes(rng, people, who, errors, SEXES_IN_FULL),
        "NAMA_LGKP_IBU": fields.mothers(rng, people, who, errors),
        "STAT_HBKEL": pa.array(["1", "2", "3", "4"]).take(pa.array(_family_role(people, who))),
        "ALAMAT": fields.addresses(rng, people, who, errors),
        "NO_RT": rt,
        "NO_RW": rw,
        "KODE_WILAYAH": fields.villages(rng, people, who, errors, dotted=True),
        "FLAG_STATUS": pc.cast(pa.array(rows.status), pa.string()),
    }


def _family_role(people: People, who: Array) -> Array:
    slot = people.household.slot[who]
    child = (slot >= FIRST_CHILD) & (slot <= LAST_CHILD)
    return np.select([slot == HEAD, slot == SPOUSE, child], [0, 1, 2], 3)


def _poverty(rng: np.random.Generator, people: People, rows: Roster, errors: OfficeErrors) -> Columns:
    who = rows.person
    rt, rw = fields.rt_and_rw(rng, people, who, errors, padded=False)
    return {
        "ID_DTKS": _source_ids(people, rows),
        "NIK": fields.identity_numbers(rng, people, who, people.nik[who], errors),
        "NO_KK": fields.family_cards(rng, people, who, errors),
        "NAMA_LGKP": fields.names(rng, people, who, errors),
        "TGL_LHR": fields.birth_dates(rng, people, who, errors, fields.AS_TYPED),
        "JENIS_KLMIN": fields.sexes(rng, people, who, errors, SEXES),
        "NAMA_LGKP_IBU": fields.mothers(rng, people, who, errors),
        "ALAMAT": fields.addresses(rng, people, who, errors),
        "NO_RT": rt,
        "NO_RW": rw,
        "KODE_WILAYAH": fields.villages(rng, people, who, errors, dotted=False),
        "DESIL": pc.cast(pa.array(people.decile[people.family[who]]), pa.string()),
    }


def _source_ids(people: People, rows: Roster) -> pa.Array:
    """ID_DTKS: thirteen digits, the province first."""
    return pc.binary_join_element_wise(
        people.places.province, pc.utf8_lpad(pc.cast(pa.array(rows.number), pa.string()), 11, "0"), ""
    )


def card_numbers(people: People, rows: Roster) -> pa.Array:
    """NO_KARTU: thirteen digits beginning with 000, scattered; ``rows.number`` counts the cards from 1."""
    seed = people.seed if people.region_seed is None else people.region_seed
    return pc.utf8_lpad(pc.cast(pa.array(scatter(rows.number, digits=9, seed=seed)), pa.string()), 13, "0")


def _members(rng: np.random.Generator, people: People, rows: Roster, errors: OfficeErrors) -> Columns:
    who = rows.person
    village = people.village[people.family[who]]
    columns: Columns = {
        "NO_KARTU": card_numbers(people, rows),
        "NIK": fields.identity_numbers(rng, people, who, people.nik[who], errors),
        "NO_KK": fields.family_cards(rng, people, who, errors),
        "NAMA": fields.names(rng, people, who, errors),
        "TGL_LHR": fields.birth_dates(rng, people, who, errors, fields.AS_TYPED),
        "JK": fields.sexes(rng, people, who, errors, SEXES),
        "NAMA_IBU": fields.mothers(rng, people, who, errors),
        "ALAMAT": fields.addresses(rng, people, who, errors),
        "KODE_WILAYAH": fields.villages(rng, people, who, errors, dotted=True),
        "SEGMEN": pa.array(people.segment_labels).take(pa.array(rows.segment)),
        "STATUS_PESERTA": pa.array(["NON AKTIF", "AKTIF"]).take(pa.array(rows.status)),
        "KELAS": fields.classes(people, who, rows.segment),
        "TMT": fields.iso_dates(_start_days(rng, people, rows)),
        "KODE_FASKES": pc.binary_join_element_wise("P", pc.cast(pa.array(people.places.district[village]), pa.string()), ""),
        "NAMA_FASKES": pc.binary_join_element_wise("PUSKESMAS", people.places.district_names.take(pa.array(village)), " "),
    }
    if people.payer_labels:
        columns["PEMBAYAR"] = pa.array(people.payer_labels).take(pa.array(rows.segment))
    return columns


def _start_days(rng: np.random.Generator, people: People, rows: Roster) -> Array:
    """Since when the card counts in its segment: as the roster says; else a Pemda's members since this month, the others since
    some day after 2013."""
    this_month = day_number(people.as_of.replace(day=1))
    earlier = rng.integers(JKN_STARTED, people.as_of_day, len(rows))
    if rows.start_day is None:
        return np.where(rows.segment == rosters.PEMDA, this_month, earlier)
    drawn = np.maximum(earlier, people.household.birth_day[rows.person])
    return np.where(rows.start_day == rosters.DRAWN, drawn, rows.start_day)


def _event(rng: np.random.Generator, people: People, rows: Roster, errors: OfficeErrors) -> Columns:
    who = rows.person
    return {
        "NIK": fields.identity_numbers(rng, people, who, people.nik[who], errors),
        "NO_KK": fields.family_cards(rng, people, who, errors),
        "NAMA_LGKP": fields.names(rng, people, who, errors),
        "TGL_LHR": fields.birth_dates(rng, people, who, errors, fields.ISO_ONLY),
        "NAMA_LGKP_IBU": fields.mothers(rng, people, who, errors),
        "KODE_WILAYAH": fields.villages(rng, people, who, errors, dotted=True),
    }


def _deaths(rng: np.random.Generator, people: People, rows: Roster, errors: OfficeErrors) -> Columns:
    regency = people.places.villages[0].as_py()[:5].replace(".", "")
    number = pc.utf8_lpad(pc.cast(pa.array(rows.number), pa.string()), 6, "0")
    return {
        **_event(rng, people, rows, errors),
        "TGL_KEMATIAN": fields.iso_dates(people.fates.death_day[rows.person]),
        "NO_AKTA": pc.binary_join_element_wise(f"{regency}-KM-", number, ""),
        "TGL_LAPOR": fields.iso_dates(people.fates.death_reported_day[rows.person]),
    }


def _moves(rng: np.random.Generator, people: People, rows: Roster, errors: OfficeErrors) -> Columns:
    destinations = people.places.destinations
    return {
        **_event(rng, people, rows, errors),
        "TGL_PINDAH": fields.iso_dates(people.fates.move_day[rows.person]),
        "KODE_TUJUAN": destinations.take(pa.array(rng.integers(0, len(destinations), len(rows)))),
    }


def _truth(people: People, register: Written, *, first_row: int, first_person: int) -> pa.Table:
    """One row per row of the register's CSV and in its order.

    ``row``: physical line, the header counted; ``person``: two rows of one person are duplicates; ``nik``: the person's in the
    resident register, null if not there (who was registered twice stands there under another one too); ``entry``: equal for rows
    repeated letter for letter; ``provably_dead``, ``provably_moved``: a record exists, dated up to the position.
    """
    who = register.person
    here = people.fates.register_flag >= 0
    return pa.table(
        {
            "row": pa.array(np.arange(len(who), dtype=np.int64) + first_row),
            "person": pa.array(who.astype(np.int64) + first_person),
            "nik": pc.cast(pa.array(people.nik[who], mask=~here[who]), pa.string()),
            "entry": pa.array(register.entry.astype(np.int64)),
            "provably_dead": pa.array(people.provably_dead[who]),
            "provably_moved": pa.array(people.provably_moved[who]),
        }
    )
