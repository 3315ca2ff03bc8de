"""The Pemda's books, double entry: posted in the transaction of the act, never changed, balanced by the database itself.

Accounts as in a position's ledger: ``contribution_expense``, ``contribution_payable``, ``cash``, ``overpayment``.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Sum

from cakupan.office.billing.figures import Row, day, figures
from cakupan.office.billing.models import JournalEntry, JournalLine, Payment
from cakupan.office.billing.settling import Key, allocate, as_paid, counted, dues_of_books, in_excess
from cakupan.office.positions.models import Position

EXPENSE, PAYABLE, CASH, OVERPAYMENT = "contribution_expense", "contribution_payable", "cash", "overpayment"
ACCOUNTS = (EXPENSE, PAYABLE, CASH, OVERPAYMENT)
CARRIED = "overpayment_carried"
OF_PAYMENTS = ("payment", "overpaid")


@dataclass(frozen=True)
class Side:
    """One line to post: positive is debit, negative is credit, whole rupiah."""

    account_name: str
    amount: int
    due_month: dt.date | None = None


def alone(area: str) -> None:
    """From here to the end of the transaction nobody else writes this area's books."""
    assert connection.in_atomic_block, "the books are written in a transaction"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"books {area}"])


def post(
    *, area: str, source: str, cause: str, month: dt.date, date: dt.date, key: Key, sides: Sequence[Side], user: Any = None
) -> bool:
    """Post one entry; False if this act is in the books already, or moves nothing."""
    moving = [side for side in sides if side.amount]
    assert sum(side.amount for side in sides) == 0, f"{source} does not balance"
    if not moving or JournalEntry.objects.filter(area=area, source=source).exists():
        return False
    entry = JournalEntry.objects.create(area=area, source=source, cause=cause, month=month, date=date, posted_by=user)
    JournalLine.objects.bulk_create(_line(entry, key, side) for side in moving)
    return True


def _line(entry: JournalEntry, key: Key, side: Side) -> JournalLine:
    return JournalLine(
        area=entry.area,
        entry=entry,
        account_name=side.account_name,
        agreement_number=key.agreement_number,
        payer=key.payer,
        account=key.account,
        due_month=side.due_month,
        debit=max(side.amount, 0),
        credit=max(-side.amount, 0),
    )


def post_month(position: Position, *, date: dt.date, user: Any, only_before: bool = False) -> int:
    """Post what a position bills and corrects, and the months before it that are not in the books yet; how many entries.

    ``only_before``: the position's own month stays open, only what lies before it is posted.
    """
    alone(position.area)
    posted = 0
    for entry_id, rows in _of_bills(position).items():
        month = day(rows[0]["month_date"])
        if not (only_before and month >= position.month):
            posted += _post_bill(position.area, entry_id, rows, month, date, user)
    carry(position.area, date=date, user=user)
    return posted


def _of_bills(position: Position) -> Mapping[str, list[Row]]:
    """The ledger's entries that are no payments, by their id and month, oldest first."""
    entries: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(figures(position, "ledger"), key=lambda row: (row["month_date"], row["entry_id"], row["account_name"])):
        if row["cause"] not in OF_PAYMENTS:
            entries[row["entry_id"]].append(row)
    return entries


def _post_bill(area: str, entry_id: str, rows: list[Row], month: dt.date, date: dt.date, user: Any) -> bool:
    first = rows[0]
    corrected = first["cause"] != "bill"
    # A correction's id names the corrected month; the same month may be corrected again in a later one.
    source = f"{entry_id}|{month}" if corrected else entry_id
    due_month = day(entry_id.rsplit("|", 3)[1]) if corrected else month
    return post(
        area=area,
        source=source,
        cause=first["cause"],
        month=month,
        date=date,
        key=Key(first["agreement_number"], first["payer"], first["account"]),
        sides=[Side(row["account_name"], row["debit"] - row["credit"], due_month) for row in rows],
        user=user,
    )


def post_payment(payment: Payment, *, date: dt.date, user: Any) -> None:
    """Post a payment that was received, or one that takes another back; what exceeds all that is due is a claim, not a cost."""
    alone(payment.area)
    key = Key(payment.agreement_number, payment.payer, payment.account)
    excess = _excess_due(payment.area).get(key, 0) - _balances(payment.area).get((key, OVERPAYMENT), 0)
    money = -payment.amount if payment.reverses_id else payment.amount
    post(
        area=payment.area,
        source=f"payment|{payment.pk}",
        cause="payment_reversed" if payment.reverses_id else "payment",
        month=(payment.disbursement_date or date).replace(day=1),
        date=date,
        key=key,
        sides=[Side(PAYABLE, money - excess), Side(OVERPAYMENT, excess), Side(CASH, -money)],
        user=user,
    )


def carry(area: str, *, date: dt.date, user: Any) -> None:
    """After new bills: what was paid in excess before now pays them (and a correction downwards makes a new excess)."""
    number = JournalEntry.objects.filter(area=area, cause=CARRIED).count()
    due, standing = _excess_due(area), _balances(area)
    keys = set(due) | {key for key, name in standing if name == OVERPAYMENT}
    for key in sorted(keys):
        moved = due.get(key, 0) - standing.get((key, OVERPAYMENT), 0)
        post(
            area=area,
            source=f"carry|{number}|{key.agreement_number}|{key.payer}|{key.account}",
            cause=CARRIED,
            month=date.replace(day=1),
            date=date,
            key=key,
            sides=[Side(OVERPAYMENT, moved), Side(PAYABLE, -moved)],
            user=user,
        )


def _excess_due(area: str) -> dict[Key, int]:
    return in_excess(allocate(dues_of_books(area), map(as_paid, counted(area))))


def _balances(area: str) -> dict[tuple[Key, str], int]:
    """What each account of the books stands at: debit less credit."""
    lines = JournalLine.objects.filter(area=area).values("agreement_number", "payer", "account", "account_name")
    return {
        (Key(row["agreement_number"], row["payer"], row["account"]), row["account_name"]): row["debits"] - row["credits"]
        for row in lines.annotate(debits=Sum("debit"), credits=Sum("credit"))
    }


@dataclass(frozen=True)
class TrialRow:
    """One line of the trial balance, whole rupiah."""

    account_name: str
    key: Key
    debit: int
    credit: int


def trial_balance(area: str, *, until: dt.date | None = None) -> list[TrialRow]:
    """Every account with the side on which it stands; ``until`` (a day, included) looks back."""
    lines = JournalLine.objects.filter(area=area)
    if until is not None:
        lines = lines.filter(entry__month__lte=until)
    found = lines.values("account_name", "agreement_number", "payer", "account").annotate(net=Sum("debit") - Sum("credit"))
    rows = [
        TrialRow(
            row["account_name"],
            Key(row["agreement_number"], row["payer"], row["account"]),
            max(row["net"], 0),
            max(-row["net"], 0),
        )
        for row in found
        if row["net"]
    ]
    return sorted(rows, key=lambda row: (ACCOUNTS.index(row.account_name), row.key))


def differences(area: str, position: Position, *, closed: bool) -> list[tuple[str, int, int]]:
    """Where the books and the position's own ledger differ: account, ours, the position's (debit less credit).

    ``closed`` False leaves out the position's own month, which is not in the books before both sides have confirmed it.
    """
    theirs: dict[str, int] = defaultdict(int)
    for row in figures(position, "ledger"):
        if closed or row["cause"] in OF_PAYMENTS or day(row["month_date"]) < position.month:
            theirs[row["account_name"]] += row["debit"] - row["credit"]
    ours: dict[str, int] = defaultdict(int)
    for (_, name), amount in _balances(area).items():
        ours[name] += amount
    return [(name, ours[name], theirs[name]) for name in ACCOUNTS if ours[name] != theirs[name]]


def totals(rows: Iterable[TrialRow]) -> tuple[int, int]:
    """The sums of both sides of a trial balance."""
    held = list(rows)
    return sum(row.debit for row in held), sum(row.credit for row in held)
