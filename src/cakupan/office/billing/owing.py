"""What is still owed: arrears of the Pemda with their age, reminders of them, and the debt at the end of a year."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cakupan.answer.words import MONTHS_ID
from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.office.billing.books import OVERPAYMENT, PAYABLE, alone, trial_balance
from cakupan.office.billing.figures import agreement_paper, agreements, budget_account, day, figures, month_of
from cakupan.office.billing.models import JournalEntry
from cakupan.office.billing.settling import Key, allocate, dues_of_books, dues_of_position, paid
from cakupan.office.clock import today
from cakupan.office.pages.templatetags.pages import tanggal
from cakupan.office.papers.issuing import issue, papers_of
from cakupan.office.papers.models import Paper
from cakupan.office.positions.current import current_position
from cakupan.office.positions.models import Position
from cakupan.report import letters

REMINDER, BALANCE = "billing.reminder", "billing.balance"
PAY_WITHIN_DAYS = 14
REMIND_AGAIN_AFTER_DAYS = 30
BANDS = ((0, 0), (1, 3), (4, 6), (7, 12), (13, None))


@dataclass(frozen=True)
class Owed:
    """A month that is not paid in full after its due date, whole rupiah; ``age_months`` are whole months since that date."""

    key: Key
    month: Month
    due_date: dt.date
    due: int
    paid: int
    age_months: int

    @property
    def unpaid(self) -> int:
        """What is still open."""
        return self.due - self.paid


def arrears(area: str, position: Position, *, on: dt.date) -> list[Owed]:
    """Unpaid months on a day: as the position knows what is due, with every payment that the branch has received until now."""
    dates = {
        (row["agreement_number"], month_of(row["month_date"])): day(row["due_date"]) for row in figures(position, "month_due")
    }
    dues = dues_of_position(position)
    given: dict[tuple[Key, Month], int] = defaultdict(int)
    for each in allocate(dues, paid(area, position)):
        if each.month is not None:
            given[Key(each.agreement_number, each.payer or "", each.account), each.month] += each.amount
    found = []
    for due in dues:
        due_date = dates.get((due.agreement_number, due.month))
        key = Key(due.agreement_number, due.payer, due.account)
        if due_date is not None and due_date < on and due.amount > given[key, due.month]:
            age = Month.of(due_date).until(Month.of(on)) - (on.day < due_date.day)
            found.append(Owed(key, due.month, due_date, due.amount, given[key, due.month], age))
    return sorted(found, key=lambda owed: (owed.month, owed.key))


def by_age(owed: Iterable[Owed]) -> list[tuple[str, int, int]]:
    """The arrears by age: band in months, how many months on accounts, rupiah."""
    held = list(owed)
    rows = []
    for low, high in BANDS:
        part = [each for each in held if low <= each.age_months and (high is None or each.age_months <= high)]
        rows.append((_band(low, high), len(part), sum(each.unpaid for each in part)))
    return rows


def _band(low: int, high: int | None) -> str:
    if high == 0:
        return _("kurang dari sebulan")
    return (
        _("lebih dari %(months)s bulan") % {"months": low - 1}
        if high is None
        else _("%(low)s–%(high)s bulan") % {"low": low, "high": high}
    )


def reminders(area: str, agreement_number: str) -> list[Paper]:
    """The reminders sent for an agreement, newest first."""
    return [paper for paper in papers_of((REMINDER, agreement_number)) if paper.area == area and paper.state != "withdrawn"]


def to_remind(area: str, position: Position, *, on: dt.date) -> dict[str, list[Owed]]:
    """Agreements with arrears that nobody was reminded of lately."""
    owed: dict[str, list[Owed]] = defaultdict(list)
    for each in arrears(area, position, on=on):
        owed[each.key.agreement_number].append(each)
    return {
        number: rows
        for number, rows in owed.items()
        if not any((on - paper.date).days < REMIND_AGAIN_AFTER_DAYS for paper in reminders(area, number))
    }


def remind(request: HttpRequest, area: str, agreement_number: str) -> Paper:
    """Issue the next reminder of an agreement's arrears. Refused if nothing is owed."""
    alone(area)
    position = _position(area)
    owed = [each for each in arrears(area, position, on=today()) if each.key.agreement_number == agreement_number]
    if not owed:
        raise Refusal(
            _("Surat pengingat"),
            why=_("tidak ada yang lewat jatuh tempo menurut posisi dan pembayaran yang diterima."),
            mend=_("Muat ulang halaman tunggakan."),
        )
    letter = letters.PaymentReminder(
        agreement=agreement_paper(agreements(position)[agreement_number]),
        unpaid=tuple(letters.UnpaidMonth(each.month, each.key.account, each.due_date, each.unpaid) for each in owed),
        as_of=today(),
        pay_by_date=today() + dt.timedelta(days=PAY_WITHIN_DAYS),
        nth=len(reminders(area, agreement_number)) + 1,
        consequence=_consequence(position, agreement_number),
    )
    return issue(
        request,
        kind=letter.kind,
        area=area,
        letter=letter,
        subject=(REMINDER, agreement_number),
        date=today(),
        position=position,
    )


def _consequence(position: Position, number: str) -> str:
    unpaid = agreements(position)[number].get("unpaid") or {}
    if unpaid.get("suspends"):
        return "penjaminan peserta diberhentikan sementara sesuai perjanjian."
    return "penjaminan peserta tidak dihentikan selama perjanjian berlaku; tunggakan dilaporkan."


@dataclass(frozen=True)
class YearEnd:
    """What the books owe on 31 December: by agreement, payer and account, and the budget line that will pay it."""

    year: int
    balances: tuple[letters.Balance, ...]
    budget_line: str
    overpayment: int

    @property
    def total(self) -> int:
        """Whole rupiah."""
        return sum(each.amount for each in self.balances)


def year_end(area: str, year: int) -> YearEnd:
    """The debt on 31 December by the books, with the months that make it; empty if nothing is owed."""
    until = dt.date(year, 12, 31)
    rows = trial_balance(area, until=until)
    debts = [(row.key, row.credit) for row in rows if row.account_name == PAYABLE and row.credit]
    months = _unpaid_months(area, until)
    position = current_position(area)
    line = _budget_line(position, {key for key, _amount in debts}, year + 1) if position and debts else ""
    return YearEnd(
        year=year,
        balances=tuple(
            letters.Balance(key.agreement_number, key.payer, key.account, months.get(key, "–"), amount) for key, amount in debts
        ),
        budget_line=line,
        overpayment=sum(row.debit for row in rows if row.account_name == OVERPAYMENT),
    )


def _unpaid_months(area: str, until: dt.date) -> dict[Key, str]:
    last = Month.of(until)
    dues = [due for due in dues_of_books(area) if due.month <= last]
    given: dict[tuple[Key, Month], int] = defaultdict(int)
    for each in allocate(dues, [payment for payment in paid(area, None) if payment.date <= until]):
        if each.month is not None:
            given[Key(each.agreement_number, each.payer or "", each.account), each.month] += each.amount
    open_months: dict[Key, list[Month]] = defaultdict(list)
    for due in sorted(dues, key=lambda due: due.month):
        key = Key(due.agreement_number, due.payer, due.account)
        if due.amount > given[key, due.month]:
            open_months[key].append(due.month)
    return {key: _span(found) for key, found in open_months.items()}


def _span(months: list[Month]) -> str:
    first, last = MONTHS_ID[months[0].number - 1], MONTHS_ID[months[-1].number - 1]
    return first if first == last else f"{first} – {last}"


def _budget_line(position: Position, keys: set[Key], year: int) -> str:
    """The accounts of the agreements' budget, in the next year's budget: nobody else can pay a debt of this one."""
    told = agreements(position)
    accounts = {budget_account(told[key.agreement_number], key.account) for key in keys if key.agreement_number in told}
    named = sorted(filter(None, accounts))
    return f"{', '.join(named)}, APBD {year}" if named else ""


def balance_papers(area: str, year: int) -> list[Paper]:
    """The letters about a year's debt, newest first, withdrawn ones among them."""
    return [paper for paper in papers_of((BALANCE, year)) if paper.area == area]


def confirm_balance(request: HttpRequest, area: str, year: int) -> Paper:
    """Issue the letter by which the branch confirms the debt.

    Refused before 31 December, if the books have nothing, and while one that was issued stands.
    """
    alone(area)
    if any(paper.state != "withdrawn" for paper in balance_papers(area, year)):
        raise Refusal(
            _("Konfirmasi saldo %(year)s") % {"year": year},
            why=_("suratnya sudah terbit."),
            mend=_("Tarik surat yang salah sebelum menerbitkan yang baru."),
        )
    if dt.date(year, 12, 31) > today() or not JournalEntry.objects.filter(area=area, month__lte=dt.date(year, 12, 31)).exists():
        raise Refusal(
            _("Konfirmasi saldo %(year)s") % {"year": year},
            why=_("saldo baru pasti sesudah %(day)s, dan harus ada yang dibukukan.") % {"day": tanggal(dt.date(year, 12, 31))},
            mend=_("Terbitkan suratnya sesudah bulan Desember ditutup."),
        )
    found = year_end(area, year)
    letter = letters.BalanceConfirmation(
        year=year, balances=found.balances, budget_line=found.budget_line, overpayment=found.overpayment
    )
    return issue(
        request, kind=letter.kind, area=area, letter=letter, subject=(BALANCE, year), date=today(), position=_position(area)
    )


def _position(area: str) -> Position:
    position = current_position(area)
    if position is None:
        raise Refusal(
            _("Tunggakan"), why=_("belum ada data posisi bulan."), mend=_("Siapkan bulan pertama di halaman Penutupan bulan.")
        )
    return position
