"""A link that explains itself: both sides, field by field, with level and weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cakupan.linking.identity import EFFECTS

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
    "officer": "keputusan petugas",
    "weight": "bobot seluruh data",
    "two_alike": "dua calon sama kuat: diserahkan kepada petugas",
    "other_name": "bobot cukup tetapi namanya lain: diserahkan kepada petugas",
    "too_little": "bobot terlalu kecil",
    "no_candidate": "tidak ada calon",
    "unreadable": "baris tidak terbaca",
}
DECISIONS = {"accept": "padan", "review": "perlu diteliti", "none": "tidak padan"}
OFFICERS_DECISIONS = {"same": "SAMA", "different": "BERBEDA"}
TOLD_OF_A_DECISION = ("resident_nik", "decision", "decided_date", "decided_by", "reason", "effect")


@dataclass(frozen=True)
class Explanation:
    """One row beside its best candidate. ``link`` is the row of step ``decided``; None if the row could not be read.

    ``decisions`` are the rows of step ``officer_decisions`` that speak of it.
    """

    subject: str
    row: Mapping[str, Any]
    resident: Mapping[str, Any] | None
    link: Mapping[str, Any] | None
    decisions: Sequence[Mapping[str, Any]] = ()

    def as_dict(self) -> dict[str, Any]:
        """Decision, rule, weights in bits, and per field both sides with level and weight."""
        link = self.link or {"decision": "none", "rule": "unreadable", "bits": None, "second_bits": None, "prior_bits": None}
        return {
            "subject": self.subject,
            "row": self.row["row"],
            "decision": link["decision"],
            "rule": link["rule"],
            "weight_bits": in_bits(link["bits"]),
            "second_bits": in_bits(link["second_bits"]),
            "prior_bits": in_bits(link["prior_bits"]),
            "resident_row": self.resident["row"] if self.resident else None,
            "fields": compared_fields(link=link, row=self.row, resident=self.resident) if self.resident else [],
            "decisions": [{name: decided[name] for name in TOLD_OF_A_DECISION} for decided in self.decisions],
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
        lines.extend(map(_decision_told, told["decisions"]))
        return "\n".join(lines)


def compared_fields(*, link: Mapping[str, Any], row: Mapping[str, Any], resident: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Per field of the comparison both sides, the level, what it says in Indonesian, and its weight in bits.

    ``link`` holds the levels and weights of step ``decided``; ``row`` and ``resident`` the columns that :data:`FIELDS` names.
    """
    return [
        {
            "field": field,
            "given": _joined(row, columns),
            "resident": _joined(resident, columns),
            "level": link[f"{field}_level"],
            "says": levels.get(link[f"{field}_level"], "kosong pada salah satu sisi"),
            "bits": in_bits(link[f"{field}_bits"]),
        }
        for field, (columns, levels) in FIELDS.items()
    ]


def _decision_told(decided: Mapping[str, Any]) -> str:
    said = f"{OFFICERS_DECISIONS[decided['decision']]} dengan penduduk {decided['resident_nik']}"
    who = f"{decided['decided_date']}, {decided['decided_by'] or '–'}: {decided['reason'] or 'tanpa alasan'}"
    return f"  Keputusan petugas: {said}; {who} ({EFFECTS[decided['effect']]})"


def in_bits(hundredths: int | None) -> float | None:
    """A weight of the steps, which is in hundredths of a bit, in bits."""
    return None if hundredths is None else hundredths / 100


def _signed(bits: float | None) -> str:
    return "" if bits is None else f"{bits:+.2f}".replace(".", ",")


def _joined(row: Mapping[str, Any], columns: tuple[str, ...]) -> str:
    return " · ".join("–" if row.get(column) is None else str(row[column]) for column in columns)
