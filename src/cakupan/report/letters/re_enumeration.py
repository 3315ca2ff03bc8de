"""Berita acara musyawarah dan daftar pendataan ulang: what a village found about each household, and what it agreed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from cakupan.answer.words import date_words, whole
from cakupan.report.letters.person import HIDDEN, Person
from cakupan.report.letters.regulation import CIVIL_REGISTER, POVERTY_REGISTER, Regulation

VisitOutcome = Literal["entitled", "not_entitled", "moved", "deceased", "not_found"]
OUTCOMES: dict[VisitOutcome, str] = {
    "entitled": "Layak",
    "not_entitled": "Tidak layak",
    "moved": "Pindah",
    "deceased": "Meninggal",
    "not_found": "Tidak ditemukan",
}


@dataclass(frozen=True)
class VisitedPerson:
    """Somebody who was looked for, what was found, and the note that the meeting took."""

    person: Person
    outcome: VisitOutcome
    note: str = ""


@dataclass(frozen=True)
class ReEnumeration:
    """One village, one stage of the survey. ``attended``: how many people were at the meeting."""

    village: str
    district: str
    stage: str
    attended: int
    visited: tuple[VisitedPerson, ...]
    agreed: tuple[str, ...] = ()

    kind: ClassVar[str] = "re_enumeration"
    title: ClassVar[str] = "Berita Acara Musyawarah Pendataan Ulang"
    regulations: ClassVar[tuple[Regulation, ...]] = (CIVIL_REGISTER, POVERTY_REGISTER)
    to_a_person: ClassVar[bool] = False

    def told(self, *, masked: bool) -> dict[str, Any]:
        """See :class:`~cakupan.report.letters.paper.Paper`."""
        counts = Counter(each.outcome for each in self.visited)
        return {
            "village": self.village,
            "district": self.district,
            "stage": self.stage,
            "attended": whole(self.attended),
            "totals": [[words, whole(counts[outcome])] for outcome, words in OUTCOMES.items()],
            "total": ["Jumlah", whole(len(self.visited))],
            "people": whole(len(self.visited)),
            "rows": [_visited(number, each, masked=masked) for number, each in enumerate(self.visited, start=1)],
            "agreed": list(self.agreed),
        }


def _visited(number: int, each: VisitedPerson, *, masked: bool) -> list[str]:
    person = each.person.told(masked=masked)
    if masked:
        return [str(number), person["nik"], person["name"], HIDDEN, HIDDEN, HIDDEN]
    born = f", lahir {date_words(each.person.birth_date)}" if each.person.birth_date else ""
    return [
        str(number),
        person["nik"],
        f"{person['name']}{born}",
        person["address"],
        OUTCOMES[each.outcome],
        each.note or "–",
    ]
