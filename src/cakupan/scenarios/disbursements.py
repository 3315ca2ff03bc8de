"""What a Pemda pays the branch: disbursements (SP2D) by month and account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cakupan.law.calendar import Month
from cakupan.month.pemda_rate import pemda_accounts
from cakupan.scenarios.case import apportion
from cakupan.scenarios.papers import PAYMENTS, write_list


@dataclass(frozen=True)
class Disbursement:
    """One SP2D: what it pays of one month, by account, in whole rupiah."""

    number: str
    date: dt.date
    agreement_number: str
    month: Month
    rupiah: Mapping[str, int]
    payer_label: str = "KABKOTA"


def by_account(total: int, month: Month) -> dict[str, int]:
    """A sum split between the accounts as the law splits one person's contribution; the parts sum to it."""
    rates = pemda_accounts(month=month)
    return dict(zip(rates, apportion(total=total, weights=list(rates.values())), strict=True))


def paid_in_full(
    dates: Iterable[dt.date], *, agreement_number: str, people: int, series: str, payer_label: str = "KABKOTA"
) -> Iterator[Disbursement]:
    """For each date one disbursement that pays all of that date's month for ``people``."""
    for date in dates:
        month = Month(date.year, date.month)
        due = {account: rate * people for account, rate in pemda_accounts(month=month).items()}
        number = f"{date:%m%d}/SP2D-{series}/{date.year}"
        yield Disbursement(number, date, agreement_number, month, due, payer_label)


def write_payments(disbursements: Iterable[Disbursement], path: Path) -> Path:
    """Write disbursements, one row per month and account."""
    rows = (
        [each.number, each.date.isoformat(), each.agreement_number, str(each.month), account, rupiah, each.payer_label]
        for each in sorted(disbursements, key=lambda each: (each.date, each.number))
        for account, rupiah in each.rupiah.items()
    )
    return write_list(PAYMENTS, rows, path)
