"""An annex as the file that goes with the decree, by name by address, and the truth beside it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cakupan.scenarios import fields
from cakupan.scenarios.annex import PLANTED, Lines
from cakupan.scenarios.arrays import Array, stream
from cakupan.scenarios.cards import NO_CARD
from cakupan.scenarios.errors import ANNEX
from cakupan.scenarios.people import People
from cakupan.scenarios.registers_written import TRUTH, Columns, card_numbers, write_csv
from cakupan.scenarios.rosters import Roster

ENROLLED, REMOVED = "MASUK", "KELUAR"


@dataclass(frozen=True)
class DecreeForm:
    """What stands on every line: the decree, the agreement under it, and what is decided."""

    agreement_number: str
    decree_number: str
    decree_date: dt.date
    submitted_date: dt.date
    decided_by: str
    segment_label: str
    payer_label: str = "KABKOTA"
    class_: int = 3
    decision_label: str = ENROLLED


def write_annex(people: People, lines: Lines, card: Array, form: DecreeForm, out: Path, *, name: str = "lampiran_sk.csv") -> Path:
    """Write the annex as ``out/name`` and its truth as ``out/truth/decisions….parquet``.

    ``card``: the number of the card that each line carries, NO_CARD where the office knew of none.
    """
    write_csv(out / name, _columns(people, lines, card, form))
    here = people.fates.register_flag >= 0
    table = pa.table(
        {
            "row": pa.array(np.arange(len(lines), dtype=np.int64) + 2),
            "person": pa.array(lines.person),
            "nik": pc.cast(pa.array(people.nik[lines.person], mask=~here[lines.person]), pa.string()),
            "planted": pa.array(PLANTED).take(pa.array(lines.planted)),
        }
    )
    pq.write_table(table, out / TRUTH / f"decisions{lines.named.replace(' ', '_')}.parquet", compression="zstd")
    return out / name


def _columns(people: People, lines: Lines, card: Array, form: DecreeForm) -> Columns:
    rng, who, size = stream(people.seed, f"annex{lines.named}"), lines.person, len(lines)
    decile = pc.cast(pa.array(people.decile[people.family[who]]), pa.string())
    return {
        "NO_URUT": [str(line) for line in range(1, size + 1)],
        "NIK": fields.identity_numbers(rng, people, who, people.nik[who], ANNEX),
        "NO_KARTU": pc.if_else(pa.array(card == NO_CARD), "", _cards(people, who, card)),
        "NAMA": fields.names(rng, people, who, ANNEX),
        "ALAMAT": fields.addresses(rng, people, who, ANNEX),
        "KODE_WILAYAH": fields.villages(rng, people, who, ANNEX, dotted=True),
        "KEPUTUSAN": [form.decision_label] * size,
        "SEGMEN": [form.segment_label] * size,
        "KELAS": [str(form.class_)] * size,
        "PEMBAYAR": [form.payer_label] * size,
        "NO_PKS": [form.agreement_number] * size,
        "NO_SK": [form.decree_number] * size,
        "TGL_SK": [str(form.decree_date)] * size,
        "TGL_USUL": [str(form.submitted_date)] * size,
        "DIPUTUSKAN_OLEH": [form.decided_by] * size,
        "ALASAN": pc.binary_join_element_wise("Penduduk tidak mampu menurut DTKS, desil", decile, " "),
    }


def _cards(people: People, who: Array, card: Array) -> pa.Array:
    none = np.zeros(len(card), dtype=np.int8)
    return card_numbers(people, dataclasses.replace(Roster(who, card, none, none), number=np.where(card == NO_CARD, 0, card)))
