"""What a Pemda owes, what it paid, what is still open: the months one after the other, the payments in order of their day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cakupan.law.calendar import Month
from cakupan.month.reference.bill import BillLine, charge
from cakupan.month.reference.entries import Entry
from cakupan.month.terms import DueDate, RatePart, Run, Terms

PEMDAS = ("kabkota", "provinsi")


@dataclass(frozen=True)
class Payment:
    """A disbursement (SP2D) as one row of a file: ``file`` counts the files in the order of their arrival."""

    number: str
    date: dt.date
    agreement_number: str
    month: Month
    account: str
    amount: int
    payer: str | None = None
    file: int = 0
    row: int = 0

    @property
    def payment_id(self) -> str:
        """Number, account and month: the same three are the same payment."""
        return f"{self.number}|{self.account}|{self.month}"


@dataclass(frozen=True)
class Due:
    """What one payer owes on one account for a month, and for how many lines."""

    agreement_number: str
    month: Month
    payer: str
    account: str
    people: int
    amount: int


@dataclass(frozen=True)
class Allocation:
    """Rupiah of a payment that went to a month; ``month`` is None for what was paid in excess."""

    payment_id: str
    agreement_number: str
    payer: str | None
    account: str
    month: Month | None
    amount: int
    rule: str
    paid_date: dt.date


@dataclass(frozen=True)
class Arrears:
    """A month that is unpaid after its due date, its age in whole months."""

    agreement_number: str
    payer: str
    account: str
    month: Month
    due_date: dt.date
    due: int
    paid: int
    age_months: int

    @property
    def unpaid(self) -> int:
        """What is still open."""
        return self.due - self.paid


@dataclass(frozen=True)
class Suspension:
    """Days ``[from_date, to_date)`` without cover because a month was unpaid; ``to_date`` is None while it is."""

    agreement_number: str
    unpaid_month: Month
    from_date: dt.date
    to_date: dt.date | None


def months_of(*, agreement: Terms, run: Run) -> list[Month]:
    """The months of an agreement that can have been billed by now."""
    months = []
    month = agreement.first_month
    while month <= run.month and month.first_date < agreement.to_date:
        months.append(month)
        month = month.plus(1)
    return months


def lines_due(
    *,
    agreement: Terms,
    month: Month,
    entries: Sequence[Entry],
    rates: Sequence[RatePart],
    deaths: Mapping[str, dt.date],
    closed: bool,
) -> list[BillLine]:
    """What each line of an agreement should cost in a month as known now.

    A line is charged if it is in force on the 1st. In a closed month nobody is charged after the month of death, if the agreement
    lets the branch bear a late report; the open month is billed as listed.
    """
    charged = []
    for entry in entries:
        in_force = entry.end_cause is not None and entry.from_date is not None and entry.to_date is not None
        if entry.line.agreement_number != agreement.number or not in_force:
            continue
        assert entry.from_date is not None and entry.to_date is not None
        if not entry.from_date <= month.first_date < entry.to_date:
            continue
        gone = died_before(entry=entry, month=month, deaths=deaths) and agreement.late_deaths_borne_by == "bpjs"
        if not (closed and gone):
            charged.append(entry.line.line_id)
    return list(charge(agreement=agreement, month=month, line_ids=charged, rates=rates))


def died_before(*, entry: Entry, month: Month, deaths: Mapping[str, dt.date]) -> bool:
    """Whether the person died in an earlier month: the month of death itself is still due."""
    death = deaths.get(entry.line.person_id)
    return death is not None and Month.of(death) < month


def dues_of(
    *,
    run: Run,
    agreements: Mapping[str, Terms],
    entries: Sequence[Entry],
    rates: Sequence[RatePart],
    deaths: Mapping[str, dt.date],
    closed_months: Sequence[Month],
) -> list[Due]:
    """Every month of every agreement up to the run's, summed by payer and account."""
    dues = []
    for agreement in agreements.values():
        for month in months_of(agreement=agreement, run=run):
            lines = lines_due(
                agreement=agreement, month=month, entries=entries, rates=rates, deaths=deaths, closed=month in closed_months
            )
            amounts: dict[tuple[str, str], list[int]] = defaultdict(list)
            for line in lines:
                amounts[line.payer, line.account].append(line.amount)
            for (payer, account), parts in amounts.items():
                dues.append(Due(agreement.number, month, payer, account, len(parts), sum(parts)))
    return dues


def payments_of(*, payments: Sequence[Payment], agreements: Mapping[str, Terms]) -> list[Payment]:
    """Each payment once, as its last file has it (without rupiah: taken back), account and payer filled in; by day and number."""
    once: dict[str, Payment] = {}
    for payment in sorted(payments, key=lambda p: (p.file, -p.row)):
        agreement = agreements.get(payment.agreement_number)
        if agreement is not None:
            account = agreement.budget_accounts.get(payment.account, payment.account)
            payment = replace(payment, account=account, payer=payment.payer or agreement.payer)  # noqa: PLW2901
        once[payment.payment_id] = payment
    return sorted((payment for payment in once.values() if payment.amount > 0), key=lambda p: (p.date, p.payment_id))


def allocate(*, dues: Sequence[Due], payments: Sequence[Payment]) -> list[Allocation]:
    """First every payment to the month it names, then what is left to the oldest unpaid months; the rest is excess."""
    open_amount = {(d.agreement_number, d.payer, d.account, d.month): d.amount for d in dues}
    allocated, rests = [], []
    for payment in payments:
        key = (payment.agreement_number, payment.payer or "", payment.account, payment.month)
        given = min(payment.amount, open_amount.get(key, 0))
        if given:
            open_amount[key] -= given
            allocated.append(_allocation(payment, payment.month, given, "named_month"))
        rests.append((payment, payment.amount - given))
    for payment, amount in rests:
        rest = amount
        for key in sorted(open_amount):
            if key[:3] == (payment.agreement_number, payment.payer or "", payment.account):
                given = min(rest, open_amount[key])
                if given:
                    open_amount[key] -= given
                    rest -= given
                    allocated.append(_allocation(payment, key[3], given, "oldest_first"))
        if rest:
            allocated.append(_allocation(payment, None, rest, "overpaid"))
    return allocated


def _allocation(payment: Payment, month: Month | None, amount: int, rule: str) -> Allocation:
    return Allocation(
        payment.payment_id, payment.agreement_number, payment.payer, payment.account, month, amount, rule, payment.date
    )


def arrears_of(
    *, run: Run, dues: Sequence[Due], allocations: Sequence[Allocation], due_dates: Sequence[DueDate]
) -> list[Arrears]:
    """The Pemdas' months whose due date lies before the run's day and that are not paid in full."""
    dates = {(d.agreement_number, d.month): d.due_date for d in due_dates}
    arrears = []
    for due in dues:
        due_date = dates.get((due.agreement_number, due.month))
        if due.payer in PEMDAS and due_date is not None and due_date < run.as_of:
            paid = sum(a.amount for a in allocations if _pays(a, due))
            age = Month.of(due_date).until(Month.of(run.as_of)) - (run.as_of.day < due_date.day)
            one = Arrears(due.agreement_number, due.payer, due.account, due.month, due_date, due.amount, paid, age)
            arrears += [one] if one.unpaid else []
    return arrears


def _pays(allocation: Allocation, due: Due) -> bool:
    of = (allocation.agreement_number, allocation.payer, allocation.account, allocation.month)
    return of == (due.agreement_number, due.payer, due.account, due.month)


def suspensions_of(
    *,
    run: Run,
    agreements: Mapping[str, Terms],
    dues: Sequence[Due],
    allocations: Sequence[Allocation],
    due_dates: Sequence[DueDate],
) -> Iterator[Suspension]:
    """When members lose cover: from the 1st of a month after the due date, if the agreement says so, until the bill is paid."""
    for date in due_dates:
        agreement = agreements[date.agreement_number]
        billed = [d for d in dues if (d.agreement_number, d.month) == (agreement.number, date.month) and d.payer in PEMDAS]
        from_date = Month.of(date.due_date).plus(agreement.suspends_after_months).first_date
        if not agreement.suspends or not billed or from_date > run.as_of or from_date >= agreement.to_date:
            continue
        paid = [a for a in allocations for due in billed if _pays(a, due)]
        unpaid = sum(due.amount for due in billed) - sum(a.amount for a in paid)
        if unpaid:
            yield Suspension(agreement.number, date.month, from_date, None)
        elif (paid_date := max(a.paid_date for a in paid)) > from_date:
            yield Suspension(agreement.number, date.month, from_date, paid_date)
