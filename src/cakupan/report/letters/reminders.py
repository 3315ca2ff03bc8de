"""Surat pengingat: a bill that is not paid yet; a requirement that falls due before an agreement ends."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from cakupan.answer.words import date_words, month_words, rupiah, whole
from cakupan.law.calendar import Month
from cakupan.report.letters.amount_in_words import amount_in_words, number_in_words
from cakupan.report.letters.paper import CitedPaper
from cakupan.report.letters.regulation import INSURANCE, REGIONAL_FINANCE, SHARES, Regulation
from cakupan.report.texts import say_code


@dataclass(frozen=True)
class UnpaidMonth:
    """A month on an account that is not paid in full, whole rupiah."""

    month: Month
    account: str
    due_date: dt.date
    unpaid: int


@dataclass(frozen=True)
class PaymentReminder:
    """A reminder of unpaid months, counted as of the letter's position. ``nth``: the first, second, third reminder.

    ``consequence``: what the agreement says happens when it stays unpaid; it is a term, not a rule, so the caller gives it.
    """

    agreement: CitedPaper
    unpaid: tuple[UnpaidMonth, ...]
    as_of: dt.date
    pay_by_date: dt.date
    nth: int = 1
    consequence: str = ""

    kind: ClassVar[str] = "payment_reminder"
    title: ClassVar[str] = "Surat Pengingat Pembayaran Iuran"
    regulations: ClassVar[tuple[Regulation, ...]] = (INSURANCE, SHARES, REGIONAL_FINANCE)
    to_a_person: ClassVar[bool] = False

    def __post_init__(self) -> None:
        assert self.unpaid, "nothing to remind of"
        assert all(each.due_date < self.as_of for each in self.unpaid), "nobody is reminded of what is not due yet"

    def told(self, *, masked: bool) -> dict[str, Any]:  # noqa: ARG002 - unpaid months name nobody
        """See :class:`~cakupan.report.letters.paper.Paper`."""
        total = sum(each.unpaid for each in self.unpaid)
        return {
            "agreement": self.agreement.told(),
            "nth": f"{self.nth} ({number_in_words(self.nth)})",
            "as_of": date_words(self.as_of),
            "pay_by_date": date_words(self.pay_by_date),
            "months_count": whole(len({each.month for each in self.unpaid})),
            "rows": [_unpaid(number, each, self.as_of) for number, each in enumerate(self.unpaid, start=1)],
            "rows_total": ["", "Jumlah", "", "", "", rupiah(total)],
            "total": rupiah(total),
            "total_in_words": amount_in_words(total),
            "consequence": self.consequence,
        }


def _unpaid(number: int, each: UnpaidMonth, as_of: dt.date) -> list[str]:
    late = f"{whole((as_of - each.due_date).days)} hari"
    account = say_code("account", each.account).id
    return [str(number), month_words(each.month), account, date_words(each.due_date), late, rupiah(each.unpaid)]


@dataclass(frozen=True)
class DueRequirement:
    """A paper or step that is not there yet, whose it is, and until when."""

    what: str
    owner: str
    due_date: dt.date


@dataclass(frozen=True)
class RequirementReminder:
    """A reminder before an agreement ends. ``last_date``: its last day; ``people``: who lose cover on the day after it."""

    agreement: CitedPaper
    last_date: dt.date
    people: int
    requirements: tuple[DueRequirement, ...]

    kind: ClassVar[str] = "requirement_reminder"
    title: ClassVar[str] = "Surat Pengingat Persyaratan dan Berakhirnya Perjanjian"
    regulations: ClassVar[tuple[Regulation, ...]] = (INSURANCE, REGIONAL_FINANCE)
    to_a_person: ClassVar[bool] = False

    def told(self, *, masked: bool) -> dict[str, Any]:  # noqa: ARG002 - requirements name offices, no people
        """See :class:`~cakupan.report.letters.paper.Paper`."""
        return {
            "agreement": self.agreement.told(),
            "last_date": date_words(self.last_date),
            "lost_date": date_words(self.last_date + dt.timedelta(days=1)),
            "people": whole(self.people),
            "people_in_words": number_in_words(self.people),
            "requirements": [
                [str(number), each.what, each.owner, date_words(each.due_date)]
                for number, each in enumerate(sorted(self.requirements, key=lambda each: each.due_date), start=1)
            ],
        }
