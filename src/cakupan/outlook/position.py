"""Where a region stands on a day: its agreements with their people, money and law. What every look ahead is reckoned from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cakupan.law.calendar import Month
from cakupan.month.terms import RatePart, Share

# The law's parts of a month by month, segment and class.
Rates = Mapping[tuple[Month, str, int], tuple[RatePart, ...]]


def rates_by_month(parts: Iterable[RatePart]) -> Rates:
    """The rows of the law laid by month, segment and class."""
    laid: dict[tuple[Month, str, int], tuple[RatePart, ...]] = {}
    for part in parts:
        key = (part.month, part.segment, part.class_)
        laid[key] = (*laid.get(key, ()), part)
    return laid


@dataclass(frozen=True)
class Arrears:
    """What was due before the day and is not paid: whole rupiah by the month it is owed for; the due day of the oldest."""

    by_month: Mapping[Month, int]
    oldest_due_date: dt.date

    @property
    def rupiah(self) -> int:
        """All of it."""
        return sum(self.by_month.values())

    @property
    def months(self) -> tuple[Month, ...]:
        """The months with something unpaid, oldest first."""
        return tuple(sorted(month for month, owed in self.by_month.items() if owed))


@dataclass(frozen=True)
class PayerReading:
    """One reading of who pays the Pemda's part."""

    name: str
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class RateChange:
    """A supposed rate: the Pemda's part per person is ``rupiah`` from ``from_month`` on."""

    from_month: Month
    rupiah: int


@dataclass(frozen=True)
class LastChance:
    """A day of the budget calendar: until then the budget of ``budget_year`` can be made or changed.

    ``kind``: kua_ppas, apbd, apbd_p or last_sp2d.
    """

    kind: str
    budget_year: int
    date: dt.date
    citation: str


@dataclass(frozen=True)
class AgreementPosition:
    """An agreement with its people and money. ``[from_date, to_date)``; money in whole rupiah.

    ``people`` are the lines billed last; ``people_by_month`` the lines in force in the months for which the list says it.
    ``budget`` is that of ``payer`` for ``budget_year`` by account, None if nobody said it; ``spent_on_earlier_years`` went out of
    it for older months. ``paid`` is what reached each month, None if no payments were handed over; ``arrears`` likewise, and None
    also if nothing is owed. ``excluded_people``: lines that provably need not be paid; ``pbi_people``: listed people who
    belong in PBI JK. ``stands``: signed, so that its days count.
    """

    number: str
    title: str
    payer: str
    segment: str
    class_: int
    from_date: dt.date
    to_date: dt.date
    shares: tuple[Share, ...]
    people: int
    budget: Mapping[str, int] | None
    budget_year: int
    verified_people: int = 0
    people_by_month: Mapping[Month, int] = field(default_factory=dict)
    quota: int | None = None
    spent_on_earlier_years: Mapping[str, int] = field(default_factory=dict)
    paid: Mapping[Month, int] | None = None
    arrears: Arrears | None = None
    arrears_known: bool = True
    stands: bool = True
    readings: tuple[PayerReading, ...] = ()
    rate_changes: tuple[RateChange, ...] = ()
    excluded_people: int = 0
    pbi_people: int = 0
    citation: str = ""

    @property
    def first_month(self) -> Month:
        """The first month whose bill the agreement owes."""
        first = Month.of(self.from_date)
        return first if first.first_date == self.from_date else first.plus(1)

    @property
    def last_date(self) -> dt.date:
        """The last day on which it holds."""
        return self.to_date - dt.timedelta(days=1)

    @property
    def end_month(self) -> Month:
        """The first month that it no longer bills."""
        return Month.of(self.last_date).plus(1)

    def months(self) -> tuple[Month, ...]:
        """Every month that it bills, in order."""
        return tuple(self.first_month.plus(place) for place in range(max(self.first_month.until(self.end_month), 0)))

    def budget_months(self) -> tuple[Month, ...]:
        """Those of its months that the budget is for."""
        return tuple(month for month in self.months() if month.year == self.budget_year)


@dataclass(frozen=True)
class Position:
    """A region on a day. Months before ``open_month`` are billed; the rates reach beyond the year after the last agreement."""

    area: str
    as_of: dt.date
    open_month: Month
    agreements: tuple[AgreementPosition, ...]
    rates: Rates
    last_chances: tuple[LastChance, ...] = ()

    def agreement(self, number: str) -> AgreementPosition:
        """The agreement of a number; KeyError if there is none."""
        for agreement in self.agreements:
            if agreement.number == number:
                return agreement
        raise KeyError(number)

    def successor(self, agreement: AgreementPosition) -> AgreementPosition | None:
        """The signed agreement that goes on, without a day between, for the same segment and payer."""
        for other in self.agreements:
            same = (other.segment, other.payer) == (agreement.segment, agreement.payer)
            if other.stands and same and other.from_date <= agreement.to_date < other.to_date:
                return other
        return None

    def people_in(self, agreement: AgreementPosition, month: Month) -> int:
        """The lines of a month: as the list says, or of the last bill for months that it does not reach."""
        return agreement.people_by_month.get(month, agreement.people)
