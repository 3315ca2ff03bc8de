"""A link that explains itself: both sides, field by field, with level and weight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Field of the comparison → the columns shown for it, and what each level of agreement says.
FIELDS: Mapping[str, tuple[tuple[str, ...], Mapping[int, str]]] = {
    "nik": (
        ("nik",),
        {
            5: "sama",
            4: "mirip: salah pada tanggal di dalam NIK",
            3: "mirip: salah pada kode wilayah atau nomor urut",
            2: "mirip: satu digit hilang atau tertukar",
            1: "nomor urut tetangga (mungkin kembar)",
            0: "berbeda",
        },
    ),
    "name": (
        ("name",),
        {
            5: "sama setelah gelar dan ejaan",
            4: "satu salah ketik, atau urutan kata tertukar",
            3: "disingkat atau sebagian",
            2: "mirip",
            1: "sedikit mirip",
            0: "berbeda",
        },
    ),
    "date": (
        ("birth_date",),
        {
            5: "sama",
            4: "hari dan bulan tertukar",
            3: "satu bagian berbeda",
            2: "salah satunya 1 Januari (isian petugas)",
            1: "selisih setahun",
            0: "berbeda",
        },
    ),
    "sex": (("sex",), {1: "sama", 0: "berbeda"}),
    "household": (
        ("family_card_number", "mother_name", "area_code"),
        {
            7: "KK dan ibu sama",
            6: "KK sama",
            5: "ibu dan desa sama",
            4: "ibu sama",
            3: "KK sama, ibu berbeda",
            2: "desa sama",
            1: "desa sama, ibu berbeda",
            0: "berbeda",
        },
    ),
}
LABELS = {"nik": "NIK", "name": "Nama", "date": "Tanggal lahir", "sex": "Jenis kelamin", "household": "Keluarga dan tempat"}
RULES = {
    "nik_and_name": "NIK sama dan nama cocok",
    "weight": "bobot seluruh data",
    "two_alike": "dua calon sama kuat: diserahkan kepada petugas",
    "other_name": "bobot cukup tetapi namanya lain: diserahkan kepada petugas",
    "too_little": "bobot terlalu kecil",
    "no_candidate": "tidak ada calon",
    "unreadable": "baris tidak terbaca",
}
DECISIONS = {"accept": "padan", "review": "perlu diteliti", "none": "tidak padan"}


@dataclass(frozen=True)
class Explanation:
    """One row beside its best candidate. ``link`` is the row of step ``decided``; None if the row could not be read."""

    subject: str
    row: Mapping[str, Any]
    resident: Mapping[str, Any] | None
    link: Mapping[str, Any] | None

    def as_dict(self) -> dict[str, Any]:
        """Decision, rule, weights in bits, and per field both sides with level and weight."""
        link = self.link or {"decision": "none", "rule": "unreadable", "bits": None, "second_bits": None, "prior_bits": None}
        return {
            "subject": self.subject,
            "row": self.row["row"],
            "decision": link["decision"],
            "rule": link["rule"],
            "weight_bits": _bits(link["bits"]),
            "second_bits": _bits(link["second_bits"]),
            "prior_bits": _bits(link["prior_bits"]),
            "resident_row": self.resident["row"] if self.resident else None,
            "fields": [self._field(field, link) for field in FIELDS] if self.resident else [],
        }

    def _field(self, field: str, link: Mapping[str, Any]) -> dict[str, Any]:
        columns, levels = FIELDS[field]
        level = link[f"{field}_level"]
        return {
            "field": field,
            "given": _joined(self.row, columns),
            "resident": _joined(self.resident or {}, columns),
            "level": level,
            "says": levels.get(level, "kosong pada salah satu sisi"),
            "bits": _bits(link[f"{field}_bits"]),
        }

    def text(self) -> str:
        """The explanation as a table in Indonesian, one field a line, ending in the sum."""
        told = self.as_dict()
        lines = [f"{DECISIONS[told['decision']]}: {RULES[told['rule']]}"]
        for field in told["fields"]:
            sides = f"{field['given']:<44} {field['resident']:<44}"
            lines.append(f"  {LABELS[field['field']]:<20} {sides} {_signed(field['bits']):>7}  {field['says']}")
        if told["fields"]:
            lines.append(f"  {'Awal':<20} {'seorang di antara seluruh penduduk':<89} {_signed(told['prior_bits']):>7}")
            lines.append(f"  {'Jumlah':<110} {_signed(told['weight_bits']):>7} bit")
        if told["second_bits"] is not None:
            lines.append(f"  {'Calon lain':<110} {_signed(told['second_bits']):>7} bit")
        return "\n".join(lines)


def _bits(hundredths: int | None) -> float | None:
    return None if hundredths is None else hundredths / 100


def _signed(bits: float | None) -> str:
    return "" if bits is None else f"{bits:+.2f}".replace(".", ",")


def _joined(row: Mapping[str, Any], columns: tuple[str, ...]) -> str:
    return " · ".join("–" if row.get(column) is None else str(row[column]) for column in columns)
