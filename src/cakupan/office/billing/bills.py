"""The bills of a month: per agreement by payer and account, verified beside raw, with what was corrected and when it is due."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cakupan.office.billing.figures import Row, agreements, figures, pemda_rows
from cakupan.office.billing.minutes import due_date_of
from cakupan.office.positions.models import Position

POSITION_BILLS = ("bantuan_iuran_mandiri", "iuran_pbi_provinsi")


@dataclass(frozen=True)
class Bill:
    """One agreement's bill of a month, whole rupiah. ``rows``: sums by payer, account and rate, the centre's among them."""

    agreement_number: str
    title: str
    due_date: dt.date
    rows: tuple[Row, ...]
    corrections: tuple[Row, ...]

    @property
    def people(self) -> int:
        """Lines of the annex that are billed: each has its part of every account, so the largest count is all of them."""
        by_account: dict[str, int] = {}
        for row in self.rows:
            if row["account"] == "iuran":
                by_account[row["payer"]] = by_account.get(row["payer"], 0) + row["people"]
        return max(by_account.values(), default=0)

    @property
    def billed(self) -> int:
        """What the Pemdas are asked for this month."""
        return sum(row["amount"] for row in pemda_rows(list(self.rows)))

    @property
    def verified(self) -> int:
        """The same without lines that a provable mismatch speaks against."""
        return sum(row["verified_amount"] for row in pemda_rows(list(self.rows)))

    @property
    def corrected(self) -> int:
        """Past months' differences that are booked in this one."""
        return sum(row["amount"] for row in pemda_rows(list(self.corrections)))

    @property
    def total(self) -> int:
        """Bill and corrections."""
        return self.billed + self.corrected


def bills(position: Position) -> list[Bill]:
    """Every agreement that bills somebody this month."""
    rows, notes = figures(position, "bill_totals"), figures(position, "corrections_totals")
    titles = agreements(position)
    numbers = sorted({row["agreement_number"] for row in rows} & set(titles))
    return [
        Bill(
            agreement_number=number,
            title=str(titles[number]["title"]),
            due_date=due_date_of(position, number),
            rows=tuple(row for row in rows if row["agreement_number"] == number),
            corrections=tuple(row for row in notes if row["agreement_number"] == number),
        )
        for number in numbers
    ]


def position_bills(position: Position) -> list[Row]:
    """What rests on the branch's position and on no list: the 2,800 for self-payers, the province's part of PBI JK."""
    return [row for row in figures(position, "position_totals") if row["bill"] in POSITION_BILLS]
