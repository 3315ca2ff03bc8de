"""Berita Acara Pemutakhiran Data and the invoice of a month, written from its position."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from cakupan.law.calendar import Month
from cakupan.month.reference.settle import PEMDAS
from cakupan.office.billing.figures import (
    Row,
    agreement_paper,
    agreements,
    budget_account,
    day,
    decree_paper,
    figures,
    month_of,
    pemda_rows,
)
from cakupan.office.positions.models import BillLine, ListEntry, Position
from cakupan.registers.areas import area_name
from cakupan.report import letters
from cakupan.report.texts import say_code

# Why a line of the annex no longer holds, as the minutes write it: letters are Indonesian whatever the screen's language is.
GONE = {
    "removed_from_list": "Dikeluarkan dari daftar",
    "removed_before_start": "Dikeluarkan sebelum mulai",
    "annulled": "Keputusannya dibatalkan",
    "agreement_ended": "PKS berakhir",
}


def month_minutes(
    position: Position, before: Position | None, number: str, *, workbook: letters.Workbook | None, log_sha256: str
) -> letters.MonthlyListMinutes:
    """The minutes of one agreement: who is on this month's list and was not on the one before, and the reverse.

    Without a month before in the office nobody is said to have come or gone: there is nothing to compare with.
    """
    terms = agreements(position)[number]
    now, then = _billed(position, number), _billed(before, number) if before else set()
    entered, left = now - then, then - now
    assert before is None or len(then) + len(entered) - len(left) == len(now)
    return letters.MonthlyListMinutes(
        month=Month.of(position.month),
        agreement=agreement_paper(terms),
        decree=decree_paper(terms),
        before=len(then) if before else None,
        entered=len(entered) if before else 0,
        left=len(left) if before else 0,
        total=len(now),
        breakdown=_breakdown(position, number, terms),
        changes=(*_changes(position, entered, "in"), *_changes(before, left, "out", position)) if before else (),
        workbook=workbook,
        log_sha256=log_sha256,
    )


def _billed(position: Position, number: str) -> set[str]:
    lines = BillLine.objects.filter(position=position, agreement_number=number)
    return set(lines.values_list("entry_key", flat=True).distinct())


def _breakdown(position: Position, number: str, terms: Mapping[str, Any]) -> tuple[letters.Breakdown, ...]:
    """People by who pays for them: one payer, or several together (*Pemda*); the centre's part is not the region's."""
    payers: dict[str, set[str]] = defaultdict(set)
    amounts: dict[str, int] = defaultdict(int)
    lines = BillLine.objects.filter(position=position, agreement_number=number)
    for key, payer, amount in lines.values_list("entry_key", "payer", "amount").iterator():
        amounts[key] += amount if payer in PEMDAS else 0
        payers[key] |= {payer} & set(PEMDAS)
    parts: dict[str, list[int]] = defaultdict(list)
    for key, who in payers.items():
        parts[next(iter(who)) if len(who) == 1 else "pemda"].append(amounts[key])
    segment, ward = terms["segment"], int(terms["class"])
    return tuple(letters.Breakdown(segment, ward, payer, len(each), sum(each)) for payer, each in sorted(parts.items()))


def _changes(position: Position | None, keys: set[str], direction: Any, told_by: Position | None = None) -> list[letters.Change]:
    if position is None or not keys:
        return []
    lines = BillLine.objects.filter(position=position, entry_key__in=keys).select_related("person")
    people = {line.entry_key: line for line in lines.iterator()}
    entries = {entry.entry_key: entry for entry in ListEntry.objects.filter(area=position.area, entry_key__in=keys)}
    since = (told_by or position).month
    changes = [
        letters.Change(direction, _person(line), _reason(entries.get(key), direction), since) for key, line in people.items()
    ]
    return sorted(changes, key=lambda change: (change.person.village, change.person.name, change.person.nik))


def _person(line: BillLine) -> letters.Person:
    village = line.village
    return letters.Person(
        name=line.person.name,
        nik=line.person.nik,
        village=(area_name(village) or village) if village else "",
        district=(area_name(village[:8]) or "") if village else "",
    )


def _reason(entry: ListEntry | None, direction: str) -> str:
    if direction == "in":
        return f"SK {entry.decree_number} baris {entry.annex_line}" if entry and entry.decree_number else "Masuk daftar"
    return GONE.get(entry.outcome if entry else "", "Tidak lagi dalam daftar")


def invoice(position: Position, number: str) -> letters.Invoice:
    """The bill of one agreement: people times rate on each account, corrections, what was paid in excess before."""
    terms = agreements(position)[number]
    billed = [row for row in pemda_rows(figures(position, "bill_totals")) if row["agreement_number"] == number]
    notes = [row for row in pemda_rows(figures(position, "corrections_totals")) if row["agreement_number"] == number]
    corrections = tuple(
        letters.CorrectionNote(month_of(row["corrected_month"]), say_code("correction_cause", row["cause"]).id, row["amount"])
        for row in notes
        if row["amount"]
    )
    lines = tuple(line for row in billed for line in _lines(row, terms))
    due = sum(line.amount for line in lines) + sum(note.amount for note in corrections)
    return letters.Invoice(
        month=Month.of(position.month),
        agreement=agreement_paper(terms),
        due_date=due_date_of(position, number),
        lines=lines,
        corrections=corrections,
        overpayment=max(0, min(due, _carried(position, number))),
    )


def _lines(row: Row, terms: Mapping[str, Any]) -> list[letters.InvoiceLine]:
    """People × rate; where a share is rounded or capped, lines differ by a rupiah: the rest stands on a line of its own."""
    account = budget_account(terms, row["account"])
    rate, rest = divmod(row["amount"], row["people"])
    whole = letters.InvoiceLine(row["payer"], row["account"], account, row["people"], rate)
    return [whole, letters.InvoiceLine(row["payer"], row["account"], account, 1, rest)] if rest else [whole]


def due_date_of(position: Position, number: str) -> dt.date:
    """The day by which the position's month must be paid under an agreement."""
    rows = [row for row in figures(position, "month_due") if row["agreement_number"] == number]
    found = [day(row["due_date"]) for row in rows if day(row["month_date"]) == position.month]
    assert found, f"no due date of {number} in {position.month}"
    return found[0]


def _carried(position: Position, number: str) -> int:
    """What earlier payments that name another month give to this one."""
    first = position.month
    return sum(
        row["amount"]
        for row in figures(position, "allocations")
        if row["agreement_number"] == number
        and row["month_date"]
        and day(row["month_date"]) == first
        and row["rule"] == "oldest_first"
    )
