"""That region's files as its offices would send them: three positions of the branch, two annexes, three agreements, the rest."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from answer.desk_people import OF_NO_REGISTER, Someone, babies, of_one_number, people, twins

AREA = "36.73"
JUNE, DECEMBER, FEBRUARY = dt.date(2025, 6, 1), dt.date(2025, 12, 1), dt.date(2026, 2, 1)
LATER = dt.date(2026, 2, 20)
HERE, ELSEWHERE, UNCONTRACTED, CLOSED = "R901", "R902", "R903", "R904"
A, B, C = "440/9001-DINKES/2025", "440/9002-DINKES/2025", "440/9003-DINKES/2025"
DECREE, LATER_DECREE = "440/Kep.9001-Huk/2025", "440/Kep.9002-Huk/2026"


class Delivered(NamedTuple):
    """A file of one kind with its position date."""

    kind: str
    path: Path
    as_of: dt.date


def deliver(folder: Path) -> list[Delivered]:
    """Write every file into a folder."""
    folder.mkdir(parents=True)
    tables = [
        ("residents", JUNE, _residents(())),
        ("residents", FEBRUARY, _residents([baby for kind, some in babies().items() if kind != "without_nik" for baby in some])),
        *(("members", day, _members(day)) for day in (JUNE, DECEMBER, FEBRUARY)),
        ("deaths", JUNE, map(_death, (*people()["dead"], *people()["dead_with_card"]))),
        ("moves", JUNE, map(_move, people()["moved"])),
        ("facilities", JUNE, _facilities()),
        ("unpaid", DECEMBER, _unpaid()),
        ("decisions", JUNE, _annex()),
        ("decisions", LATER, _later_annex()),
    ]
    written = [Delivered(kind, _csv(folder / f"{kind}_{day}.csv", list(rows)), day) for kind, day, rows in tables]
    documents = [("agreements", number, _agreement(number)) for number in (A, B, C)] + [("guarantees", "JAMIN", _guarantee())]
    for place, (kind, _number, terms) in enumerate(documents):
        path = folder / f"{kind}_{place}.yaml"
        path.write_text(yaml.safe_dump(terms, allow_unicode=True, sort_keys=False))
        written.append(Delivered(kind, path, LATER if kind == "guarantees" else JUNE))
    return written


def _csv(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _residents(newborns: Iterable[Someone]) -> Iterator[dict[str, Any]]:
    known = [one for situation, some in people().items() if situation not in OF_NO_REGISTER for one in some]
    for one in (*known, *(twin for pair in twins() for twin in pair), *newborns):
        yield {
            "NIK": one.nik, "NO_KK": one.family, "NAMA_LGKP": one.name, "TMPT_LHR": "SERANG", "TGL_LHR": one.born.isoformat(),
            "JENIS_KLMIN": {"L": "LAKI-LAKI", "P": "PEREMPUAN"}[one.sex], "NAMA_LGKP_IBU": one.mother, "STAT_HBKEL": 1,
            "ALAMAT": "KP. CIJAWA", "NO_RT": "003", "NO_RW": "005", "KODE_WILAYAH": one.village, "FLAG_STATUS": 0,
        }  # fmt: skip


def _card(one: Someone, segment: str, status: str = "AKTIF", facility: str = HERE, **changed: Any) -> dict[str, Any]:
    return {
        "NO_KARTU": one.card, "NIK": one.nik, "NO_KK": one.family, "NAMA": one.name, "TGL_LHR": one.born.isoformat(),
        "JK": one.sex, "NAMA_IBU": one.mother, "ALAMAT": "KP. CIJAWA",
        "KODE_WILAYAH": one.village, "SEGMEN": segment, "STATUS_PESERTA": status,
        "KELAS": 3, "PEMBAYAR": "KABKOTA" if segment == PEMDA else "", "KODE_FASKES": facility, "NAMA_FASKES": NAMES[facility],
        "TMT": "2024-01-01", **changed,
    }  # fmt: skip


PEMDA, PBI, ALONE, WAGE = "PBPU DAN BP PEMDA", "PBI JK", "PBPU", "PPU BADAN USAHA"
NAMES = {HERE: "RSUD CONTOH", ELSEWHERE: "RS CONTOH BARU", UNCONTRACTED: "KLINIK CONTOH LAMA", CLOSED: "RS CONTOH TUTUP"}
OFF = "NONAKTIF"
# Situation → segment and status in June, December and February.
CARDS: Mapping[str, tuple[str, str, str, str]] = {
    "active": (WAGE, "AKTIF", "AKTIF", "AKTIF"),
    "pbi_active": (PBI, "AKTIF", "AKTIF", "AKTIF"),
    "on_list": (PEMDA, "AKTIF", "AKTIF", "AKTIF"),
    "on_list_other_segment": (PBI, "AKTIF", "AKTIF", "AKTIF"),
    "duplicate_card": (WAGE, "AKTIF", "AKTIF", "AKTIF"),
    "moved": (WAGE, "AKTIF", "AKTIF", "AKTIF"),
    "ended": (PEMDA, "AKTIF", "AKTIF", OFF),
    "removed": (PEMDA, "AKTIF", "AKTIF", OFF),
    "suspended": (PEMDA, "AKTIF", OFF, OFF),
    "silent": (WAGE, "", "", ""),
    "self_payer_owes": (ALONE, "AKTIF", OFF, OFF),
    "self_payer_owes_long": (ALONE, OFF, OFF, OFF),
    "self_payer_plain": (ALONE, OFF, OFF, OFF),
    "off_pbi_in_december": (PBI, "AKTIF", OFF, OFF),
    "off_pbi_in_february": (PBI, "AKTIF", "AKTIF", OFF),
    "off_pbi_before": (PBI, OFF, OFF, OFF),
    "dead_with_card": (WAGE, "AKTIF", "AKTIF", "AKTIF"),
    "card_of_nobody": (WAGE, "AKTIF", "AKTIF", "AKTIF"),
    "told_active": (PEMDA, OFF, OFF, OFF),
    "letter_in_force": (ALONE, OFF, OFF, OFF),
    "letter_revoked": (ALONE, OFF, OFF, OFF),
    "letter_without_paper": (ALONE, OFF, OFF, OFF),
    "letter_without_account": (ALONE, OFF, OFF, OFF),
    "mother_pbi": (PBI, "AKTIF", "AKTIF", "AKTIF"),
    "mother_pemda": (PEMDA, "AKTIF", "AKTIF", "AKTIF"),
    "mother_other": (WAGE, "AKTIF", "AKTIF", "AKTIF"),
    "mother_late": (WAGE, "AKTIF", "AKTIF", "AKTIF"),
}


def _members(day: dt.date) -> Iterator[dict[str, Any]]:
    place = (JUNE, DECEMBER, FEBRUARY).index(day)
    for situation, (segment, *statuses) in CARDS.items():
        yield from (_card(one, segment, statuses[place]) for one in people()[situation])
    for one in people()["facility_ended"]:
        yield _card(one, WAGE, facility=UNCONTRACTED)
    for one in people()["duplicate_card"]:
        yield _card(one, ALONE, NO_KARTU=f"0004{one.card[4:]}")
    for one in people()["contradicted"]:
        yield _card(one, WAGE)
        yield _card(one, WAGE, OFF)
    for one, _other in twins():
        yield _card(one, WAGE, NIK="", NAMA=one.name.replace("FAHRI", "FAHRU"))
    for pair in of_one_number():
        yield from (_card(one, WAGE) for one in pair)
    if day == FEBRUARY:
        yield from (_card(one, WAGE, NIK="") for one in babies()["without_nik"])


def _death(one: Someone) -> dict[str, Any]:
    return {
        "NIK": one.nik, "NO_KK": one.family, "NAMA_LGKP": one.name, "TGL_LHR": one.born.isoformat(), "NAMA_LGKP_IBU": one.mother,
        "KODE_WILAYAH": one.village, "TGL_KEMATIAN": "2025-04-02", "NO_AKTA": f"3673-KM-{one.nik[-6:]}",
        "TGL_LAPOR": "2025-05-20",
    }  # fmt: skip


def _move(one: Someone) -> dict[str, Any]:
    return {
        "NIK": one.nik, "NO_KK": one.family, "NAMA_LGKP": one.name, "TGL_LHR": one.born.isoformat(), "NAMA_LGKP_IBU": one.mother,
        "KODE_WILAYAH": one.village, "TGL_PINDAH": "2025-03-02", "KODE_TUJUAN": "31.71",
    }  # fmt: skip


def _facilities() -> Iterator[dict[str, Any]]:
    days = {
        HERE: ("2021-07-01", "", ""), ELSEWHERE: ("2024-01-01", "", "2026-01-01"),
        UNCONTRACTED: ("2021-07-01", "2025-05-01", "2025-05-01"), CLOSED: ("2021-07-01", "2025-05-01", ""),
    }  # fmt: skip
    for code, (start, end, credentialing) in days.items():
        yield {
            "KODE_FASKES": code, "NAMA_FASKES": NAMES[code], "JENIS": "RSUD", "KODE_WILAYAH": "36.73.01.1001",
            "KONTRAK_MULAI": start, "KONTRAK_SELESAI": end, "LAYANAN": "rawat inap; IGD",
            "KREDENSIAL_SAMPAI": credentialing,
        }  # fmt: skip


def _unpaid() -> Iterator[dict[str, Any]]:
    owed = [(one, "2025-06", 6) for one in people()["self_payer_owes"]]
    for one, first, months in (*owed, *((one, "2023-01", 36) for one in people()["self_payer_owes_long"])):
        yield {
            "NO_KARTU": one.card, "NIK": one.nik, "NO_KK": one.family, "NAMA": one.name, "KODE_WILAYAH": one.village,
            "SEGMEN": ALONE, "KELAS": 3, "BULAN_AWAL": first, "JUMLAH_BULAN": months, "RUPIAH": months * 35_000,
        }  # fmt: skip


def _line(place: int, one: Someone, agreement: str, **changed: Any) -> dict[str, Any]:
    return {
        "NO_URUT": place, "NIK": one.nik, "NO_KARTU": "", "NAMA": one.name, "ALAMAT": "KP. CIJAWA", "KODE_WILAYAH": one.village,
        "KEPUTUSAN": "MASUK", "SEGMEN": PEMDA, "KELAS": 3, "PEMBAYAR": "KABKOTA", "NO_PKS": agreement, "NO_SK": DECREE,
        "TGL_SK": "2025-05-08", "TGL_USUL": "2025-05-10", "DIPUTUSKAN_OLEH": "Kepala Dinas Kesehatan", "ALASAN": "Tidak mampu",
        **changed,
    }  # fmt: skip


# Situation → the agreement whose list they are on since June.
LISTED = {
    "ended": A, "on_list": B, "on_list_other_segment": B, "removed": B, "awaiting": B, "mother_pemda": B,
    "dead_with_card": B, "suspended": C,
    "without_agreement": "440/9009-DINKES/2025",
}  # fmt: skip


def _annex() -> Iterator[dict[str, Any]]:
    place = 0
    for situation, agreement in LISTED.items():
        for one in people()[situation]:
            place += 1
            yield _line(place, one, agreement)
    for one in people()["other_name_on_list"]:
        place += 1
        yield _line(place, one, B, NAMA="XAVERIUS QUROTULAINI")


def _later_annex() -> Iterator[dict[str, Any]]:
    later = {"NO_SK": LATER_DECREE, "TGL_SK": "2026-01-05"}
    for place, one in enumerate(people()["removed"], start=1):
        yield _line(place, one, B, KEPUTUSAN="KELUAR", TGL_USUL="2026-01-10", **later)
    for place, one in enumerate(people()["not_yet"], start=101):
        yield _line(place, one, B, TGL_USUL="2026-02-10", **later)


def _agreement(number: str) -> dict[str, Any]:
    until = dt.date(2026, 1, 1) if number == A else dt.date(2027, 1, 1)
    suspends: dict[str, Any] = {"suspends": True, "after_months": 1} if number == C else {"suspends": False}
    terms = {
        "number": number, "title": "Perjanjian Kerja Sama", "programme": "PBPU dan BP Pemda", "area": AREA, "segment": "PEMDA",
        "class": 3, "payer": "kabkota", "period": {"from": JUNE, "to": until}, "shares": [{"payer": "kabkota", "per_cent": 100}],
        "due_day": 10, "unpaid": suspends, "decree": {"number": DECREE, "date": dt.date(2025, 5, 8), "annex": "decisions"},
        "signed": {"date": dt.date(2025, 5, 20), "place": "Serang", "by": ["Kepala Dinas Kesehatan"]},
    }  # fmt: skip
    return {"agreement": terms}


def _guarantee() -> dict[str, Any]:
    terms = {
        "number": "JAMIN-9001/2026", "title": "Penjaminan bekas peserta", "area": AREA,
        "instrument": {"number": "9001/KEP/DINKES/2026", "date": dt.date(2026, 2, 10), "title": "Keputusan Wali Kota"},
        "scope": {"who": "former_members", "agreement": A},
        "facilities": [{"code": HERE, "name": NAMES[HERE]}],
        "period": {"from": dt.date(2026, 2, 10), "to": dt.date(2026, 2, 20)}, "account": "5.1.02.02.001.00080",
    }  # fmt: skip
    return {"guarantee": terms}
