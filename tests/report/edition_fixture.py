"""A small edition as Parquet, table by table in the shape that the month writes; its people are invented (serials from 9000)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cakupan.law.calendar import Month
from cakupan.report.edition import Edition
from cakupan.report.read_edition import read_edition

MONTH = Month(2021, 7)
PKS = "440/123-DINKES/2021"
SK = "400/Kep.88-Huk/2021"
RATES = (("kabkota", "iuran", 35_000), ("kabkota", "bantuan_iuran", 2_800), ("pusat", "iuran_pusat", 4_200))
CITATION = "Perpres 64/2020 Pasal 34; PMK 78/PMK.02/2020 Pasal 4(1)b"

AGREEMENT: Mapping[str, Any] = {
    "number": PKS,
    "title": "Perjanjian Kerja Sama Penyelenggaraan JKN bagi Penduduk Kota Serang",
    "programme": "PBPU dan BP Pemda",
    "area": "36.73",
    "segment": "PEMDA",
    "class": 3,
    "payer": "kabkota",
    "period": {"from": dt.date(2021, 7, 1), "to": dt.date(2022, 1, 1)},
    "quota": 42_000,
    "shares": [{"payer": "kabkota", "per_cent": 100}],
    "budget": [
        {"account": "5.1.02.02.01.0029", "kind": "iuran", "source": "APBD", "rupiah": 8_820_000_000},
        {"account": "5.1.05.05.01.0001", "kind": "bantuan_iuran", "source": "APBD", "rupiah": 705_600_000},
    ],
    "due_day": 10,
    "unpaid": {"suspends": False},
    "late_reported_deaths": {"borne_by": "bpjs"},
    "newborn_of_enrolled_mother": "follows_agreement",
    "decree": {"number": SK, "date": dt.date(2021, 6, 18), "annex": "decisions"},
    "requirements": [
        {"name": "SK Wali Kota", "owner": "setda", "due": dt.date(2021, 6, 20), "done_on": dt.date(2021, 6, 18)},
        {"name": "Lampiran by name by address", "owner": "dinsos", "due": dt.date(2021, 6, 20), "done_on": dt.date(2021, 6, 19)},
        {"name": "Kode rekening belanja", "owner": "bpkad", "due": dt.date(2021, 6, 25)},
    ],
    "signed": {
        "date": dt.date(2021, 6, 28),
        "place": "Serang",
        "by": ["Kepala Dinas Kesehatan Kota Serang", "Kepala BPJS Kesehatan Cabang Serang"],
        "witnessed_by": ["Wali Kota Serang"],
    },
    "basis": "Inpres 8/2017",
    "illustrative": ["requirements", "budget"],
}
FACILITY = {
    "facility_code": "0001R001",
    "facility_name": "RSUD Kota Serang",
    "facility_kind": "RS",
    "area_code": "36.73.01",
    "contract_from": dt.date(2021, 7, 1),
    "contract_to": None,
    "services": "rawat jalan, rawat inap, IGD",
    "readable": True,
}
EDITION = "0123456789ab" + "0" * 52


def manifest(**terms: Any) -> dict[str, Any]:
    """The manifest as its JSON file gives it; ``terms`` change the agreement, ``documents`` and ``area_code`` the edition."""
    documents = terms.pop("documents", {})
    told = {
        "documents": documents,
        "area": terms.pop("area_code", "36.73"),
        "month": str(MONTH),
        "inputs": [
            _input("residents", "penduduk.csv", "ab", "2021-06-30", 690, 3, 12),
            _input("members", "peserta.xlsx", "cd", "2021-06-30", 480, 0, 4),
            _input("decisions", "lampiran_sk.csv", "ef", "2021-06-18", 40, 0, 0),
            _input("agreements", PKS, "01", None, 0, 0, 0),
        ],
        "absent": ["moves"],
        "law": {"version": "ba9876543210" + "0" * 52, "readings": []},
        "code": {"version": "0.1.0", "steps": "c0de" * 16},
        "agreements": [{**AGREEMENT, **terms}],
    }
    found: dict[str, Any] = json.loads(json.dumps(told, default=str))
    return found


def _input(kind: str, file: str, sha: str, as_of: str | None, rows: int, faults: int, warnings: int) -> dict[str, Any]:
    counts = {"rows": rows, "faults": faults, "warnings": warnings}
    return {"kind": kind, "file": file, "sha256": sha * 32, "as_of": as_of, **counts, "snapshot": sha * 32}


@dataclass(frozen=True)
class Entry:
    """One annex line: who, and for which codes it is doubted; ``excluded_for`` takes it out of the verified bill."""

    line: int
    name: str
    codes: tuple[str, ...] = ()
    excluded_for: str | None = None
    rates: Sequence[tuple[str, str, int]] = field(default=RATES)

    @property
    def nik(self) -> str:
        return f"367301{10 + self.line % 18:02d}0190{9000 + self.line % 1000:04d}"


def entries(count: int = 40) -> list[Entry]:
    """Annex lines; the first three deceased, moved and a wage earner (which is not provable)."""
    doubts = {
        1: (("deceased",), "deceased"),
        2: (("moved", "identity_differs"), "moved"),
        3: (("wage_earner_paid_by_pemda",), None),
    }
    return [Entry(n, f"WARGA REKAAN {n}", *doubts.get(n, ((), None))) for n in range(1, count + 1)]


def write_edition(folder: Path, listed: Sequence[Entry], **terms: Any) -> Edition:
    """Write the tables of an edition with these entries to ``folder`` and read it as a report does."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [_line(entry, *rate) for entry in listed for rate in entry.rates]
    _write(folder, "bill_lines", lines)
    _write(folder, "mismatches", [row for entry in listed for row in _mismatches(entry)], MISMATCH_TYPES)
    _write(folder, "mismatch_totals", _totals(listed), TOTAL_TYPES)
    _write(folder, "statuses", [_status(entry) for entry in listed])
    _write(folder, "law_rate", [_rate(payer, account, amount) for payer, account, amount in RATES])
    _write(folder, "facilities", [FACILITY])
    return read_edition(
        folder=folder, edition=EDITION, manifest=manifest(**terms), people_invented=True, locked_date=dt.date(2021, 7, 3)
    )


def write_annex(path: Path, listed: Sequence[Entry]) -> Path:
    """The annex's snapshot rows, where the addresses stand."""
    pq.write_table(pa.table({"row": [e.line + 1 for e in listed], "address": [f"KP. BARU NO. {e.line}" for e in listed]}), path)
    return path


def _write(folder: Path, name: str, rows: Sequence[Mapping[str, Any]], schema: pa.Schema | None = None) -> None:
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), folder / f"{name}.parquet")


def _line(entry: Entry, payer: str, account: str, amount: int) -> dict[str, Any]:
    return {
        "month_date": MONTH.first_date,
        "agreement_number": PKS,
        "line_id": entry.line,
        "list_file": "lampiran_sk.csv",
        "list_row": entry.line + 1,
        "annex_line": str(entry.line),
        "decree_number": SK,
        "person_id": f"R{entry.line}",
        "nik": entry.nik,
        "card_number": f"000{9000 + entry.line:010d}",
        "name": entry.name,
        "area_code": "36.73.01.1001",
        "segment": "PEMDA",
        "class": 3,
        "payer": payer,
        "account": account,
        "amount": amount,
        "rate_key": "pemda_class_3",
        "citation": CITATION,
        "from_date": MONTH.first_date,
        "to_date": dt.date(2022, 1, 1),
        "reason": "mutation_cutoff",
        "mismatch": ",".join(sorted(entry.codes)),
        "excluded_for": entry.excluded_for,
        "verified": entry.excluded_for is None,
    }


MISMATCH_TYPES = pa.schema(
    [(n, pa.string()) for n in ("subject", "subject_id")]
    + [("subject_row", pa.int64())]
    + [(n, pa.string()) for n in ("code", "nik", "other_id", "evidence", "suggested_action", "bpk_kind", "person_id")]
    + [("agreement_number", pa.string()), ("line_id", pa.int64()), ("list_file", pa.string()), ("list_row", pa.int64())]
    + [("annex_line", pa.string()), ("event_date", pa.date32()), ("reported_date", pa.date32()), ("provable", pa.bool_())]
    + [("rupiah_per_month", pa.int64()), ("rupiah_to_date", pa.int64()), ("borne_by", pa.string())]
)
TOTAL_TYPES = pa.schema(
    [("code", pa.string())]
    + [(n, pa.int64()) for n in ("entries", "lines", "rupiah_per_month", "rupiah_to_date", "excluded_people", "excluded_rupiah")]
)
BPK = {"deceased": "nik_not_found_or_invalid", "moved": "moved", "identity_differs": "data_differ"}


def _mismatches(entry: Entry) -> list[dict[str, Any]]:
    return [
        {
            "subject": "list",
            "subject_id": entry.nik,
            "subject_row": entry.line + 1,
            "code": code,
            "nik": entry.nik,
            "evidence": f"akta kematian 3673-KM-{entry.line:05d}, baris 7",
            "suggested_action": "Nonaktifkan; mintakan pengembalian iuran.",
            "bpk_kind": BPK.get(code),
            "person_id": f"R{entry.line}",
            "agreement_number": PKS,
            "line_id": entry.line,
            "list_file": "lampiran_sk.csv",
            "list_row": entry.line + 1,
            "annex_line": str(entry.line),
            "event_date": dt.date(2021, 5, 2) if code == "deceased" else None,
            "provable": code == entry.excluded_for,
            "rupiah_per_month": _pemda(entry),
            "rupiah_to_date": _pemda(entry),
        }
        for code in entry.codes
    ]


def _pemda(entry: Entry) -> int:
    return sum(amount for payer, _, amount in entry.rates if payer != "pusat")


def _totals(listed: Sequence[Entry]) -> list[dict[str, Any]]:
    codes = sorted({code for entry in listed for code in entry.codes})
    return [_total(code, [e for e in listed if code in e.codes], [e for e in listed if e.excluded_for == code]) for code in codes]


def _total(code: str, doubted: Sequence[Entry], excluded: Sequence[Entry]) -> dict[str, Any]:
    rupiah = sum(_pemda(entry) for entry in doubted)
    return {
        "code": code,
        "entries": len(doubted),
        "lines": len(doubted),
        "rupiah_per_month": rupiah,
        "rupiah_to_date": None if code == "identity_differs" else rupiah,
        "excluded_people": len(excluded),
        "excluded_rupiah": sum(_pemda(entry) for entry in excluded),
    }


def _status(entry: Entry) -> dict[str, Any]:
    waiting = entry.line % 4 == 0
    return {
        "person_id": f"R{entry.line}",
        "segment": "PEMDA",
        "status": "awaiting_branch" if waiting else "active",
        "reason": "on_list_not_in_member_master" if waiting else "on_list_branch_agrees",
        "as_of": dt.date(2021, 6, 30),
    }


def _rate(payer: str, account: str, amount: int) -> dict[str, Any]:
    return {
        "month_date": MONTH.first_date,
        "segment": "PEMDA",
        "class": 3,
        "payer": "pusat" if payer == "pusat" else "pemda",
        "account": account,
        "amount": amount,
        "rate_key": "pemda_class_3",
        "citation": CITATION,
        "confidence": "unverified" if payer == "pusat" else "verified",
        "from_date": dt.date(2021, 1, 1),
        "to_date": None,
        "known_date": dt.date(2020, 5, 5),
    }
