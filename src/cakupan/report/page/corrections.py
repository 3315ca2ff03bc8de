"""What changes or contradicts the bill: corrections of closed months, the branch's bill beside ours, and bills by position."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cakupan.answer import words
from cakupan.law.calendar import Month
from cakupan.report.cited import cited
from cakupan.report.edition import CorrectionSum, Edition, PositionTotal, ReconciliationSum
from cakupan.report.page.bill import payer_name
from cakupan.report.page.blocks import Block, Prose, Section, section
from cakupan.report.page.coverage import name_of
from cakupan.report.page.tables import Cell, Table, blank, count, heads, money, text
from cakupan.report.texts import say, say_code


def correction_section(edition: Edition) -> Section | None:
    """The open month's corrections of closed months, with cause and basis; None if there are none."""
    if not edition.corrections:
        return None
    rows = tuple(_correction_row(edition, each) for each in edition.corrections)
    asked = heads(
        "agreement", "corrected_month", "cause", "payer", "account", "lines_corrected", "billed", "due_right", "correction"
    )
    sums = _sums(edition.corrections, ("billed", "due", "amount"))
    total = (text(say("column.all"), strong=True), *(blank() for _ in range(4)), _lines(edition.corrections), *sums)
    table = Table(say("correction.caption"), (*asked, *heads("basis")), rows, ((*total, blank()),))
    return section("corrections", Prose(say("correction.lead")), table)


def _correction_row(edition: Edition, each: CorrectionSum) -> tuple[Cell, ...]:
    return (
        text(each.agreement_number),
        text(Month.of(each.corrected_month)),
        text(say_code("correction_cause", each.cause)),
        text(payer_name(edition.position.area_name, each.payer)),
        text(say_code("account", each.account)),
        count(each.lines),
        money(each.billed),
        money(each.due),
        money(each.amount),
        text(cited(each.citation)),
    )


def _lines(corrections: Iterable[CorrectionSum]) -> Cell:
    return count(sum(each.lines for each in corrections), strong=True)


def _sums(found: Iterable[CorrectionSum | ReconciliationSum], names: Iterable[str]) -> tuple[Cell, ...]:
    listed = list(found)
    return tuple(money(sum(getattr(each, name) for each in listed), strong=True) for name in names)


def reconciliation_section(edition: Edition) -> Section | None:
    """The branch's bill beside ours by cause; None if the branch's bill was not handed over."""
    if not edition.reconciliation:
        return None
    rows = tuple(_difference_row(each) for each in edition.reconciliation)
    asked = heads("agreement", "cause", "cards", "branch_amount", "our_amount", "difference")
    cards = count(sum(each.cards for each in edition.reconciliation), strong=True)
    sums = _sums(edition.reconciliation, ("branch_amount", "our_amount", "difference"))
    table = Table(say("reconciliation.caption"), asked, rows, ((text(say("column.all"), strong=True), blank(), cards, *sums),))
    return section("reconciliation", Prose(say("reconciliation.lead")), *_verdict(edition), table)


def _verdict(edition: Edition) -> Iterator[Block]:
    differing = [each for each in edition.reconciliation if each.cause != "agrees"]
    if not differing:
        yield Prose(say("reconciliation.agrees"), "quiet")
        return
    net = sum(each.difference for each in differing)
    yield Prose(
        say("reconciliation.differs", cards=words.whole(sum(d.cards for d in differing)), difference=words.rupiah(net)), "flag"
    )


def _difference_row(each: ReconciliationSum) -> tuple[Cell, ...]:
    amounts = (each.branch_amount, each.our_amount, each.difference)
    number, cause = text(each.agreement_number), text(say_code("difference_cause", each.cause))
    return (number, cause, count(each.cards), *(money(amount) for amount in amounts))


def position_section(edition: Edition) -> Section | None:
    """The bills that follow the branch's position rather than a list of names; None if there are none."""
    bills = dict.fromkeys(each.bill for each in edition.position_totals)
    if not bills:
        return None
    tables = [_position_table(edition, bill) for bill in bills]
    return section("position_bills", Prose(say("position_bill.lead")), *tables)


def _position_table(edition: Edition, bill: str) -> Table:
    found = [each for each in edition.position_totals if each.bill == bill]
    rows = tuple(_position_row(edition, each) for each in found)
    people, amount = sum(each.people for each in found), sum(each.amount for each in found)
    total = (text(say("column.all"), strong=True), blank(), blank(), count(people, strong=True), money(amount, strong=True))
    return Table(say_code("position_bill", bill), heads("area", "payer", "account", "people", "total"), rows, (total,))


def _position_row(edition: Edition, each: PositionTotal) -> tuple[Cell, ...]:
    who = (
        payer_name(name_of(each.area_code), each.payer) if each.area_code else payer_name(edition.position.area_name, each.payer)
    )
    what = text(say_code("account", each.account))
    return (text(name_of(each.area_code or "–")), text(who), what, count(each.people), money(each.amount))
