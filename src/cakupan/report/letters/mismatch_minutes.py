"""Berita Acara verifikasi dan pemadanan: what became of the month's mismatches, by kind, in people and rupiah."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from cakupan.answer.words import date_words, month_words, rupiah, whole
from cakupan.law.calendar import Month
from cakupan.report.letters.amount_in_words import amount_in_words, number_in_words
from cakupan.report.letters.paper import Workbook
from cakupan.report.letters.regulation import CIVIL_REGISTER, INSURANCE, POVERTY_REGISTER, Regulation
from cakupan.report.texts import say_code


@dataclass(frozen=True)
class MatchedRegister:
    """A register that was compared: whose, of which day, how many rows, and its hash."""

    name: str
    office: str
    as_of: dt.date
    rows: int
    sha256: str


@dataclass(frozen=True)
class MismatchDecisions:
    """One kind of mismatch: people, of whom so many were taken off, kept, or still wait; whole rupiah of those taken off."""

    code: str
    people: int
    confirmed: int
    rejected: int
    monthly_amount: int
    amount_to_date: int

    @property
    def waiting(self) -> int:
        """Nobody has decided on them yet."""
        return self.people - self.confirmed - self.rejected


@dataclass(frozen=True)
class MismatchMinutes:
    """The minutes. One person can have several kinds: ``people``, ``monthly_amount``, ``amount_to_date`` count each once."""

    month: Month
    registers: tuple[MatchedRegister, ...]
    decisions: tuple[MismatchDecisions, ...]
    people: int
    monthly_amount: int
    amount_to_date: int
    workbook: Workbook | None = None

    kind: ClassVar[str] = "mismatch_minutes"
    title: ClassVar[str] = "Berita Acara Verifikasi dan Pemadanan Data Peserta"
    regulations: ClassVar[tuple[Regulation, ...]] = (CIVIL_REGISTER, INSURANCE, POVERTY_REGISTER)
    to_a_person: ClassVar[bool] = False

    def __post_init__(self) -> None:
        assert all(each.waiting >= 0 for each in self.decisions), "more decided than found"
        assert self.people <= sum(each.people for each in self.decisions), "a person without a kind"

    def told(self, *, masked: bool) -> dict[str, Any]:  # noqa: ARG002 - counts by kind name nobody
        """See :class:`~cakupan.report.letters.paper.Paper`."""
        return {
            "month": month_words(self.month),
            "registers": [
                [each.name, each.office, date_words(each.as_of), whole(each.rows), each.sha256] for each in self.registers
            ],
            "decisions": [_decisions(number, each) for number, each in enumerate(self.decisions, start=1)],
            "people": whole(self.people),
            "people_in_words": number_in_words(self.people),
            "monthly_amount": rupiah(self.monthly_amount),
            "monthly_amount_in_words": amount_in_words(self.monthly_amount),
            "amount_to_date": rupiah(self.amount_to_date),
            "amount_to_date_in_words": amount_in_words(self.amount_to_date),
            "waiting": whole(sum(each.waiting for each in self.decisions)),
            "workbook": self.workbook.told() if self.workbook else None,
        }


def _decisions(number: int, each: MismatchDecisions) -> list[str]:
    counts = [whole(count) for count in (each.people, each.confirmed, each.rejected, each.waiting)]
    money = [rupiah(each.monthly_amount), rupiah(each.amount_to_date)]
    return [str(number), say_code("mismatch_kind", each.code).id, *counts, *money]
