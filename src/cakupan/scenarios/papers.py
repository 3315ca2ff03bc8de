"""Papers as files: documents that an office writes as YAML, and the small lists that go with them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from cakupan.scenarios.case import Case
from cakupan.scenarios.places import Places

FACILITIES = ("KODE_FASKES", "NAMA_FASKES", "JENIS", "KODE_WILAYAH", "KONTRAK_MULAI", "KONTRAK_SELESAI", "LAYANAN")
PAYMENTS = ("NO_SP2D", "TGL_SP2D", "NO_PKS", "BULAN", "AKUN", "RUPIAH", "PEMBAYAR")
CONTRACTED_BEFORE = "2014-01-01"


class _InFull(yaml.SafeDumper):
    """A date or list that stands twice is written twice: nobody in an office reads anchors."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def write_document(case: Case, kind: str, terms: Mapping[str, Any], path: Path) -> Path:
    """Write one document of the kind ``kind`` (agreement, guarantee, region …), its source in the first line."""
    text = yaml.dump({kind: dict(terms)}, Dumper=_InFull, sort_keys=False, allow_unicode=True, width=120)
    path.write_text(f"# {case.title}: terms as played. Source of what is published: {case.source}\n{text}", encoding="utf-8")
    return path


def write_list(header: Sequence[str], rows: Iterable[Sequence[Any]], path: Path) -> Path:
    """Write a small list as CSV."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    return path


def hospital_row(hospital: Mapping[str, Any]) -> list[str]:
    """A hospital as a case tells of it; without ``contract_from`` it has been contracted from the beginning."""
    began = str(hospital.get("contract_from", CONTRACTED_BEFORE))
    services = "; ".join(hospital["services"])
    return [hospital["code"], hospital["name"], hospital.get("kind", "RSUD"), hospital["area_code"], began, "", services]


def puskesmas_rows(places: Places) -> list[list[str]]:
    """One puskesmas a district, contracted from the beginning: those that the member master names."""
    first = {int(district): place for place, district in reversed(list(enumerate(places.district)))}
    return [
        [
            puskesmas_code(district),
            f"PUSKESMAS {places.district_names[place]}",
            "PUSKESMAS",
            places.villages[place].as_py(),
            CONTRACTED_BEFORE,
            "",
            "rawat jalan",
        ]
        for district, place in sorted(first.items())
    ]


def puskesmas_code(district: int) -> str:
    """The code of the puskesmas of a district (PPKKCC)."""
    return f"P{district}"


def write_facilities(hospitals: Iterable[Mapping[str, Any]], places: Iterable[Places], out: Path) -> Path:
    """Write hospitals and puskesmas as ``out/faskes.csv``."""
    rows = [hospital_row(hospital) for hospital in hospitals]
    for part in places:
        rows.extend(puskesmas_rows(part))
    return write_list(FACILITIES, rows, out / "faskes.csv")
