"""Lampiran Keputusan Kepala Daerah: everyone whom the decree names, by name by address, grouped by kecamatan and village."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar

from cakupan.answer.words import whole
from cakupan.report.letters.amount_in_words import number_in_words
from cakupan.report.letters.paper import CitedPaper, Workbook
from cakupan.report.letters.person import Person
from cakupan.report.letters.regulation import INSURANCE, SOCIAL_SECURITY, Regulation

# A volume is set in memory as a whole: about 0.55 GB and 2 to 3 s for so many lines (docs/adr/0013-letters.md).
VOLUME_LINES_MAX = 5_000


@dataclass(frozen=True)
class AnnexLine:
    """One line: its number in the whole annex, and the person."""

    number: int
    person: Person


@dataclass(frozen=True)
class DecreeAnnex:
    """One volume of the annex, lines in the order of the decree (all of a village together).

    ``total``: people in the whole annex; ``volume`` of ``volumes``. Long annexes are cut by :func:`in_volumes`.
    """

    decree: CitedPaper
    about: str
    lines: tuple[AnnexLine, ...]
    total: int
    volume: int = 1
    volumes: int = 1
    workbook: Workbook | None = None

    kind: ClassVar[str] = "decree_annex"
    title: ClassVar[str] = "Lampiran Keputusan Kepala Daerah: Daftar Peserta Menurut Nama dan Alamat"
    regulations: ClassVar[tuple[Regulation, ...]] = (SOCIAL_SECURITY, INSURANCE)
    to_a_person: ClassVar[bool] = False

    def __post_init__(self) -> None:
        assert len(self.lines) <= VOLUME_LINES_MAX, "cut a long annex into volumes"
        assert self.volumes > 1 or len(self.lines) == self.total, "the only volume holds everyone"

    def told(self, *, masked: bool) -> dict[str, Any]:
        """See :class:`~cakupan.report.letters.paper.Paper`."""
        return {
            "decree_title": self.decree.title,
            "decree_number": self.decree.number,
            "about": self.about,
            "groups": [_group(lines, masked=masked) for lines in _by_village(self.lines)],
            "count": whole(len(self.lines)),
            "total": whole(self.total),
            "total_in_words": number_in_words(self.total),
            "volume": self.volume,
            "volumes": self.volumes,
            "last": self.volume == self.volumes,
            "workbook": self.workbook.told() if self.workbook else None,
        }


def in_volumes(
    *,
    decree: CitedPaper,
    about: str,
    lines: Sequence[AnnexLine],
    workbook: Workbook | None = None,
    lines_max: int = VOLUME_LINES_MAX,
) -> Iterator[DecreeAnnex]:
    """A long annex as volumes of at most ``lines_max`` lines; a village is cut only if it alone is longer than a volume."""
    filled: list[list[AnnexLine]] = [[]]
    for village in _by_village(lines):
        for start in range(0, len(village), lines_max):
            part = village[start : start + lines_max]
            if filled[-1] and len(filled[-1]) + len(part) > lines_max:
                filled.append([])
            filled[-1] += part
    for volume, part in enumerate(filled, start=1):
        yield DecreeAnnex(decree, about, tuple(part), len(lines), volume, len(filled), workbook)


def _by_village(lines: Sequence[AnnexLine]) -> list[list[AnnexLine]]:
    """Runs of lines of one village, in the order of the list."""
    return [list(run) for _, run in groupby(lines, key=lambda line: (line.person.district, line.person.village))]


def _group(lines: Sequence[AnnexLine], *, masked: bool) -> dict[str, Any]:
    first = lines[0].person
    return {
        "district": first.district or "–",
        "village": first.village or "–",
        "count": whole(len(lines)),
        "rows": [_row(line, masked=masked) for line in lines],
    }


def _row(line: AnnexLine, *, masked: bool) -> list[str]:
    person = line.person.told(masked=masked)
    return [whole(line.number), person["nik"], person["name"], person["address"]]
