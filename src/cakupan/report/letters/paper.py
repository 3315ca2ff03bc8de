"""What all kinds of paper have in common, and small values that several of them carry."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from cakupan.answer.words import date_words
from cakupan.report.letters.regulation import Regulation


class Paper(Protocol):
    """The matter of one kind of paper: a frozen dataclass of plain values that can tell itself to its template.

    ``kind`` is the code name, and that of the template ``templates/<kind>.typ``; ``title`` is Indonesian; ``regulations`` are the
    regulations it rests on; ``to_a_person``: the lines under *Yth.* name a person, and are hidden in a masked copy.
    """

    kind: ClassVar[str]
    title: ClassVar[str]
    regulations: ClassVar[tuple[Regulation, ...]]
    to_a_person: ClassVar[bool]

    def told(self, *, masked: bool) -> dict[str, Any]:
        """The matter as JSON: every figure and day already written as people read it."""
        ...


@dataclass(frozen=True)
class CitedPaper:
    """A decree, agreement or other paper that a letter names: ``title`` as *Perjanjian Kerja Sama*."""

    title: str
    number: str
    date: dt.date

    def told(self) -> dict[str, str]:
        """Its three parts; the template keeps the number in one piece."""
        return {"title": self.title, "number": self.number, "date": date_words(self.date)}


@dataclass(frozen=True)
class Workbook:
    """The XLSX that holds a list too long for the paper; its SHA-256 ties it to the signature."""

    file_name: str
    sha256: str

    def told(self) -> dict[str, str]:
        """Name and hash."""
        return {"file_name": self.file_name, "sha256": self.sha256}
