"""Berita Acara Pemutakhiran Data: who came in, who went out, and how many the region pays for this month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from cakupan.answer.words import date_words, month_words, rupiah, whole
from cakupan.law.calendar import Month
from cakupan.report.letters.amount_in_words import amount_in_words, number_in_words
from cakupan.report.letters.paper import CitedPaper, Workbook
from cakupan.report.letters.person import HIDDEN, Person
from cakupan.report.letters.regulation import INSURANCE, SHARES, SOCIAL_SECURITY, Regulation
from cakupan.report.texts import say_code

# More names than this are no annex to two pages of minutes; the workbook holds them, and its hash stands on the paper.
CHANGES_MAX = 400


@dataclass(frozen=True)
class Breakdown:
    """Part of the month's total: codes of segment and payer as the edition has them, people, and whole rupiah."""

    segment: str
    care_class: int
    payer: str
    people: int
    amount: int


@dataclass(frozen=True)
class Change:
    """One person in or out, from the day on which it counts."""

    direction: Literal["in", "out"]
    person: Person
    reason: str
    effective_date: dt.date


NOT_COMPARED = "tidak ada pembanding"


@dataclass(frozen=True)
class MonthlyListMinutes:
    """The minutes of one month. ``before + entered - left == total``, and the breakdown's people make the total.

    ``before`` is None for the first month that the office closes: there is nothing to compare with, and the paper says so.

    ``workbook`` is needed when there are more than ``CHANGES_MAX`` changes, and named on the paper whenever it is given.
    ``log_sha256``: hash of the log's last entry when the month was closed, which ties every decision before it to this paper.
    """

    month: Month
    agreement: CitedPaper
    decree: CitedPaper | None
    before: int | None
    entered: int
    left: int
    total: int
    breakdown: tuple[Breakdown, ...]
    changes: tuple[Change, ...] = ()
    workbook: Workbook | None = None
    log_sha256: str = ""

    kind: ClassVar[str] = "monthly_list_minutes"
    title: ClassVar[str] = "Berita Acara Pemutakhiran Data Peserta PBPU dan BP Pemerintah Daerah"
    regulations: ClassVar[tuple[Regulation, ...]] = (SOCIAL_SECURITY, INSURANCE, SHARES)
    to_a_person: ClassVar[bool] = False

    def __post_init__(self) -> None:
        if self.before is None:
            assert not (self.entered or self.left or self.changes), "nothing came or went from a month that is not known"
        else:
            assert self.before + self.entered - self.left == self.total, "in and out must explain the total"
        assert sum(part.people for part in self.breakdown) == self.total, "the breakdown must make the total"
        assert len(self.changes) <= CHANGES_MAX or self.workbook, "a long list needs its workbook"

    def told(self, *, masked: bool) -> dict[str, Any]:
        """See :class:`~cakupan.report.letters.paper.Paper`."""
        amount = sum(part.amount for part in self.breakdown)
        listed = self.changes if len(self.changes) <= CHANGES_MAX else ()
        return {
            "month": month_words(self.month),
            "agreement": self.agreement.told(),
            "decree": self.decree.told() if self.decree else None,
            "first": self.before is None,
            "before": _compared(self.before, self.before),
            "entered": _compared(self.before, self.entered),
            "left": _compared(self.before, self.left),
            "total": whole(self.total),
            "total_in_words": number_in_words(self.total),
            "breakdown": [_breakdown(number, part) for number, part in enumerate(self.breakdown, start=1)],
            "breakdown_total": ["", "Jumlah", "", "", whole(self.total), rupiah(amount)],
            "amount": rupiah(amount),
            "amount_in_words": amount_in_words(amount),
            "entering": _changes(listed, "in", masked=masked),
            "leaving": _changes(listed, "out", masked=masked),
            "changes": whole(len(self.changes)),
            "workbook": self.workbook.told() if self.workbook else None,
            "log_sha256": self.log_sha256,
        }


def _compared(before: int | None, figure: int | None) -> str:
    """A figure that rests on the month before; without that month it is not known, which is not nothing."""
    return NOT_COMPARED if before is None or figure is None else whole(figure)


def _breakdown(number: int, part: Breakdown) -> list[str]:
    segment, payer = say_code("segment", part.segment).id, say_code("payer", part.payer).id
    return [str(number), segment, "I" * part.care_class, payer, whole(part.people), rupiah(part.amount)]


def _changes(changes: tuple[Change, ...], direction: str, *, masked: bool) -> list[list[str]]:
    chosen = [change for change in changes if change.direction == direction]
    return [_change(number, change, masked=masked) for number, change in enumerate(chosen, start=1)]


def _change(number: int, change: Change, *, masked: bool) -> list[str]:
    person = change.person.told(masked=masked)
    where = ", ".join(filter(None, (person["address"], person["village"])))
    reason = HIDDEN if masked else change.reason
    return [str(number), person["nik"], person["name"], where, date_words(change.effective_date), reason]
