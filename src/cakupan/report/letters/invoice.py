"""Surat tagihan: what one agreement costs one month, on the two accounts, and what is left to pay after corrections."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from cakupan.answer.words import date_words, month_words, rupiah, whole
from cakupan.law.calendar import Month
from cakupan.report.letters.amount_in_words import amount_in_words
from cakupan.report.letters.paper import CitedPaper
from cakupan.report.letters.regulation import INSURANCE, REGIONAL_FINANCE, SHARES, Regulation
from cakupan.report.texts import say_code


@dataclass(frozen=True)
class InvoiceLine:
    """People × rate on one account, whole rupiah. ``account``: iuran or bantuan_iuran; ``budget_account``: kode rekening."""

    payer: str
    account: str
    budget_account: str
    people: int
    rate: int

    @property
    def amount(self) -> int:
        """Whole rupiah."""
        return self.people * self.rate


@dataclass(frozen=True)
class CorrectionNote:
    """A past month's difference, written in this month; ``amount`` may be negative."""

    month: Month
    cause: str
    amount: int


@dataclass(frozen=True)
class Invoice:
    """The bill of a month. ``overpayment``: paid in excess before, taken off now; never more than is due."""

    month: Month
    agreement: CitedPaper
    due_date: dt.date
    lines: tuple[InvoiceLine, ...]
    corrections: tuple[CorrectionNote, ...] = ()
    overpayment: int = 0
    rate_citation: str = ""

    kind: ClassVar[str] = "invoice"
    title: ClassVar[str] = "Surat Tagihan Iuran Jaminan Kesehatan"
    regulations: ClassVar[tuple[Regulation, ...]] = (INSURANCE, SHARES, REGIONAL_FINANCE)
    to_a_person: ClassVar[bool] = False

    def __post_init__(self) -> None:
        assert 0 <= self.overpayment <= self.billed + self.corrected, "no more is taken off than is due"

    @property
    def billed(self) -> int:
        """The month itself, whole rupiah."""
        return sum(line.amount for line in self.lines)

    @property
    def corrected(self) -> int:
        """Past months' differences, whole rupiah."""
        return sum(note.amount for note in self.corrections)

    @property
    def payable(self) -> int:
        """What is to be paid by the due date, whole rupiah."""
        return self.billed + self.corrected - self.overpayment

    def told(self, *, masked: bool) -> dict[str, Any]:  # noqa: ARG002 - a bill by account names nobody
        """See :class:`~cakupan.report.letters.paper.Paper`."""
        accounts = list(dict.fromkeys(line.account for line in self.lines))
        return {
            "month": month_words(self.month),
            "agreement": self.agreement.told(),
            "due_date": date_words(self.due_date),
            "lines": [_line(number, line) for number, line in enumerate(self.lines, start=1)],
            "lines_total": ["", "Jumlah tagihan bulan ini", "", "", "", rupiah(self.billed)],
            "accounts": [_account(account, self.lines) for account in accounts],
            "corrections": [[month_words(note.month), note.cause, rupiah(note.amount)] for note in self.corrections],
            "billed": rupiah(self.billed),
            "corrected": rupiah(self.corrected),
            "overpayment": rupiah(self.overpayment),
            "has_overpayment": self.overpayment > 0,
            "payable": rupiah(self.payable),
            "payable_in_words": amount_in_words(self.payable),
            "rate_citation": self.rate_citation,
        }


def _line(number: int, line: InvoiceLine) -> list[str]:
    account = f"{say_code('account', line.account).id} – {say_code('payer', line.payer).id}"
    return [str(number), account, line.budget_account or "–", whole(line.people), rupiah(line.rate), rupiah(line.amount)]


def _account(account: str, lines: tuple[InvoiceLine, ...]) -> list[str]:
    amount = sum(line.amount for line in lines if line.account == account)
    return [say_code("account", account).id, rupiah(amount), amount_in_words(amount)]
