"""Konfirmasi saldo 31 Desember: the liability at year end by agreement, payer and account, for the branch to confirm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from cakupan.answer.words import rupiah
from cakupan.report.letters.amount_in_words import amount_in_words
from cakupan.report.letters.regulation import ACCOUNTING, REGIONAL_FINANCE, SHARES, Regulation
from cakupan.report.texts import say_code


@dataclass(frozen=True)
class Balance:
    """What is owed on 31 December under one agreement on one account, whole rupiah; ``months`` as *Oktober–Desember*."""

    agreement_number: str
    payer: str
    account: str
    months: str
    amount: int


@dataclass(frozen=True)
class BalanceConfirmation:
    """The letter of a year. ``budget_line``: kode rekening and year of the budget that will pay it; empty if none will yet."""

    year: int
    balances: tuple[Balance, ...]
    budget_line: str = ""
    overpayment: int = 0

    kind: ClassVar[str] = "balance_confirmation"
    title: ClassVar[str] = "Konfirmasi Saldo Utang Iuran per 31 Desember"
    regulations: ClassVar[tuple[Regulation, ...]] = (REGIONAL_FINANCE, ACCOUNTING, SHARES)
    to_a_person: ClassVar[bool] = False

    def told(self, *, masked: bool) -> dict[str, Any]:  # noqa: ARG002 - balances name nobody
        """See :class:`~cakupan.report.letters.paper.Paper`."""
        total = sum(each.amount for each in self.balances)
        return {
            "year": str(self.year),
            "balances": [_balance(number, each) for number, each in enumerate(self.balances, start=1)],
            "balances_total": ["", "Jumlah", "", "", rupiah(total)],
            "total": rupiah(total),
            "total_in_words": amount_in_words(total),
            "overpayment": rupiah(self.overpayment) if self.overpayment else "",
            "budget_line": self.budget_line,
        }


def _balance(number: int, each: Balance) -> list[str]:
    account = f"{say_code('account', each.account).id} – {say_code('payer', each.payer).id}"
    return [str(number), each.agreement_number, account, each.months, rupiah(each.amount)]
