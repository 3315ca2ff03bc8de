"""Berita Acara Rekonsiliasi: a quarter's bills and payments month by month, the difference, and its cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from cakupan.answer.words import month_words, rupiah
from cakupan.law.calendar import Month
from cakupan.report.letters.amount_in_words import amount_in_words
from cakupan.report.letters.paper import CitedPaper
from cakupan.report.letters.regulation import INSURANCE, REGIONAL_FINANCE, SHARES, Regulation
from cakupan.report.texts import say_code


@dataclass(frozen=True)
class ReconciledMonth:
    """One month on one account, whole rupiah: what the branch billed, what was paid, and why the two differ."""

    month: Month
    account: str
    billed: int
    paid: int
    cause: str
    disbursements: tuple[str, ...] = ()

    @property
    def difference(self) -> int:
        """Billed less paid: positive is owed, negative was paid in excess."""
        return self.billed - self.paid


@dataclass(frozen=True)
class ReconciliationMinutes:
    """The minutes of ``months`` (a quarter as a rule); a difference without a cause is not accepted."""

    agreement: CitedPaper
    months: tuple[ReconciledMonth, ...]
    agreed: tuple[str, ...] = ()

    kind: ClassVar[str] = "reconciliation_minutes"
    title: ClassVar[str] = "Berita Acara Rekonsiliasi Iuran Jaminan Kesehatan"
    regulations: ClassVar[tuple[Regulation, ...]] = (INSURANCE, SHARES, REGIONAL_FINANCE)
    to_a_person: ClassVar[bool] = False

    def __post_init__(self) -> None:
        assert self.months, "minutes of no month"
        assert all(each.cause or not each.difference for each in self.months), "each difference has its cause"

    def told(self, *, masked: bool) -> dict[str, Any]:  # noqa: ARG002 - sums by month name nobody
        """See :class:`~cakupan.report.letters.paper.Paper`."""
        billed, paid = sum(each.billed for each in self.months), sum(each.paid for each in self.months)
        in_order = sorted({each.month for each in self.months})
        return {
            "period": _period(in_order),
            "agreement": self.agreement.told(),
            "months": [_month(each) for each in self.months],
            "months_total": ["Jumlah", "", rupiah(billed), rupiah(paid), rupiah(billed - paid), ""],
            "disbursements": [
                [month_words(each.month), say_code("account", each.account).id, "; ".join(each.disbursements)]
                for each in self.months
                if each.disbursements
            ],
            "billed": rupiah(billed),
            "paid": rupiah(paid),
            "difference": rupiah(abs(billed - paid)),
            "difference_in_words": amount_in_words(abs(billed - paid)),
            "direction": "owed" if billed > paid else "excess" if billed < paid else "even",
            "agreed": list(self.agreed),
        }


def _period(months: list[Month]) -> str:
    first, last = months[0], months[-1]
    if first == last:
        return month_words(first)
    quarter = first.year == last.year and first.number % 3 == 1 and first.until(last) == 2
    name = f"Triwulan {('I', 'II', 'III', 'IV')[first.number // 3]} Tahun {first.year} " if quarter else ""
    return (
        f"{name}({month_words(first)} sampai dengan {month_words(last)})"
        if name
        else f"{month_words(first)} – {month_words(last)}"
    )


def _month(each: ReconciledMonth) -> list[str]:
    account = say_code("account", each.account).id
    return [month_words(each.month), account, rupiah(each.billed), rupiah(each.paid), rupiah(each.difference), each.cause or "–"]
