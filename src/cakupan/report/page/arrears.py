"""What is owed: by the local governments month by month, by self-payers by age of debt; and how far what was paid went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cakupan.answer import words
from cakupan.law.calendar import Month
from cakupan.report.cited import cited
from cakupan.report.edition import Edition, FamilyArrears, PaymentPart, UnpaidMonth
from cakupan.report.page.bill import payer_name
from cakupan.report.page.blocks import Bars, Block, Note, Notes, Prose, Section, section
from cakupan.report.page.coverage import name_of
from cakupan.report.page.tables import Cell, Figure, Mark, Table, blank, count, heads, money, side_by_side, text
from cakupan.report.texts import Words, say, say_code, written

DIVISIONS = ("age_band", "area", "class", "poor")
AGE_BANDS = ("1-3", "4-6", "7-12", "13-24", ">24")
OVERPAID = "overpaid"


def figures(edition: Edition) -> tuple[Figure, ...]:
    """What the local governments and the self-payers owe, on top of the page; none if nothing is owed."""
    owed = sum(month.unpaid for month in edition.unpaid_months)
    months = {month.month_date for month in edition.unpaid_months}
    found = []
    if owed:
        note = say("arrears.figure_note", months=words.whole(len(months)), oldest=Month.of(min(months)))
        found.append(Figure(say("section.pemda_arrears"), words.rupiah(owed), note))
    if division := _division(edition, DIVISIONS[0]):
        people = words.whole(sum(each.people for each in division))
        rupiah = words.rupiah(sum(each.amount for each in division))
        found.append(Figure(say("section.family_arrears"), rupiah, say("arrears.family_note", people=people)))
    return tuple(found)


def pemda_section(edition: Edition) -> Section | None:
    """The local governments' arrears; None if nothing is owed past its due date and nobody lost cover for it."""
    if not edition.unpaid_months and not edition.suspensions:
        return None
    return section("pemda_arrears", Prose(say("arrears.lead")), _pemda_table(edition), _suspensions(edition))


def _pemda_table(edition: Edition) -> Table | None:
    if not edition.unpaid_months:
        return None
    rows = tuple(_unpaid_row(edition, month) for month in edition.unpaid_months)
    asked = heads("agreement", "month", "payer", "account", "due_on", "due_amount", "paid", "unpaid", "age_months")
    sums = [sum(getattr(month, name) for month in edition.unpaid_months) for name in ("due", "paid", "unpaid")]
    total = (text(say("column.all"), strong=True), *(blank() for _ in range(4)), *(money(s, strong=True) for s in sums), blank())
    return Table(say("arrears.caption"), asked, rows, (total,))


def _unpaid_row(edition: Edition, month: UnpaidMonth) -> tuple[Cell, ...]:
    return (
        text(month.agreement_number),
        text(Month.of(month.month_date)),
        text(payer_name(edition.position.area_name, month.payer)),
        text(say_code("account", month.account)),
        text(month.due_date),
        money(month.due),
        money(month.paid),
        money(month.unpaid),
        count(month.age_months),
    )


def _suspensions(edition: Edition) -> Notes | None:
    notes = tuple(
        Note(
            written(each.from_date),
            say("arrears.suspended", number=each.agreement_number),
            (say("arrears.suspended_for", month=Month.of(each.unpaid_month), due=each.due_date), cited(each.citation)),
        )
        for each in edition.suspensions
    )
    return Notes(say("arrears.suspensions"), notes) if notes else None


def family_section(edition: Edition) -> Section | None:
    """The self-payers' arrears in every division; None if nobody is in arrears or nobody told."""
    tables = [table for by in DIVISIONS if (table := _family_table(edition, by))]
    if not tables:
        return None
    first = _division(edition, DIVISIONS[0])
    shown = side_by_side((_part_name(each), each.amount) for each in first)
    chart = Bars(say("arrears.chart"), shown) if shown else None
    return section("family_arrears", Prose(say("arrears.family_lead")), chart, *tables)


def _division(edition: Edition, by: str) -> list[FamilyArrears]:
    found = [each for each in edition.family_arrears if each.by == by]
    place = {band: at for at, band in enumerate(AGE_BANDS)}
    return sorted(found, key=lambda each: (place.get(each.part, -1), each.part) if by == "age_band" else (0, each.part))


def _family_table(edition: Edition, by: str) -> Table | None:
    found = _division(edition, by)
    if not found:
        return None
    rows = tuple((text(_part_name(each)), *_family_numbers(each)) for each in found)
    asked = heads(f"by_{by}", "people", "families", "arrears_all", "arrears_capped", "beyond_cap")
    return Table(say(f"arrears.by_{by}"), asked, rows, (_family_sum(found),))


def _family_numbers(each: FamilyArrears) -> tuple[Cell, ...]:
    beyond = each.amount - each.capped_amount
    return (count(each.people), count(each.families), money(each.amount), money(each.capped_amount), money(beyond))


def _family_sum(found: Sequence[FamilyArrears]) -> tuple[Cell, ...]:
    """Sums of people and rupiah. A family can have members in two parts, so families are not added up."""
    amount, capped = sum(each.amount for each in found), sum(each.capped_amount for each in found)
    people = sum(each.people for each in found)
    sums = (money(amount, strong=True), money(capped, strong=True), money(amount - capped, strong=True))
    return (text(say("column.all"), strong=True), count(people, strong=True), blank(), *sums)


def _part_name(each: FamilyArrears) -> Words:
    match each.by:
        case "area":
            return written(name_of(each.part))
        case "class":
            return say("arrears.class_value", number=each.part)
        case "poor":
            return say("arrears.poor" if each.part == "true" else "arrears.not_poor")
        case _:
            known = each.part in AGE_BANDS
            return say("arrears.age_value", months=each.part.replace("-", "–")) if known else say("arrears.age_unknown")


def payment_section(edition: Edition) -> Section | None:
    """Each disbursement and the months it paid; what was paid too much is carried. None if nothing was paid."""
    if not edition.payments:
        return None
    rows = tuple(_payment_row(edition, part) for part in edition.payments)
    asked = heads("sp2d", "sp2d_date", "agreement", "payer", "account", "month", "total", "how")
    total = sum(part.amount for part in edition.payments)
    foot = (text(say("column.all"), strong=True), *(blank() for _ in range(5)), money(total, strong=True), blank())
    table = Table(say("payment.caption"), asked, rows, (foot,))
    return section("payments", Prose(say("payment.lead")), *_overpaid(edition), table)


def _overpaid(edition: Edition) -> Iterator[Block]:
    carried = sum(part.amount for part in edition.payments if part.rule == OVERPAID)
    if carried:
        yield Prose(say("payment.overpaid", rupiah=words.rupiah(carried)), "flag")


def _payment_row(edition: Edition, part: PaymentPart) -> tuple[Cell, ...]:
    mark = Mark(say_code("payment_rule", part.rule), "warn") if part.rule == OVERPAID else None
    how = text(blank().words if mark else say_code("payment_rule", part.rule), mark=mark)
    return (
        text(part.disbursement_number),
        text(part.disbursement_date),
        text(part.agreement_number),
        text(payer_name(edition.position.area_name, part.payer)),
        text(say_code("account", part.account)),
        text(Month.of(part.month_date) if part.month_date else None),
        money(part.amount),
        how,
    )
