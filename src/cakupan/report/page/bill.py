"""The month's bill on the page: by payer and account, as delivered beside verified, and why it is this much."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from cakupan.answer import words
from cakupan.report.cited import cited
from cakupan.report.edition import BillPart, Edition
from cakupan.report.page.blocks import ChainLink, Prose, Section, Stack, Why, section
from cakupan.report.page.tables import Bar, Cell, Figure, Mark, Table, confidence_mark, count, heads, money, stacked, text
from cakupan.report.texts import Words, say, say_code, written

CENTRE = "pusat"


def has_bill(edition: Edition) -> bool:
    """True if there is a bill to show; an agreement that bills nobody this month has one, and it says so."""
    return bool(edition.parts or edition.agreements)


def bill_section(edition: Edition) -> Section | None:
    """The month's bill by payer and account."""
    if not has_bill(edition):
        return None
    if not edition.parts:
        return section("bill", Prose(say("bill.lead")), Prose(say("bill.empty"), "quiet"))
    return section("bill", Prose(say("bill.lead")), Stack(say("bill.chart"), composition(edition)), bill_table(edition))


def verified_section(edition: Edition) -> Section | None:
    """The bill as delivered beside the verified one."""
    if not has_bill(edition):
        return None
    return section("verified", Prose(say("verified.lead")), verified_table(edition))


def why_section(edition: Edition) -> Section | None:
    """Why the bill is this much."""
    return section("why", Prose(say("why.lead")), *reasons(edition)) if has_bill(edition) else None


def pemda_parts(edition: Edition) -> tuple[BillPart, ...]:
    """The parts that a local government pays."""
    return tuple(part for part in edition.parts if part.payer != CENTRE)


def _sum(parts: Iterable[BillPart], *, verified: bool = False) -> int:
    return sum(part.verified_total if verified else part.total for part in parts)


def figures(edition: Edition) -> tuple[Figure, ...]:
    """People billed, the local bill, the centre's part, and the local bill after verification."""
    pemda, centre = pemda_parts(edition), [part for part in edition.parts if part.payer == CENTRE]
    verified = _sum(pemda, verified=True)
    accounts = {name: words.rupiah(_sum(p for p in pemda if p.account == name)) for name in ("iuran", "bantuan_iuran")}
    return (
        Figure(
            say("figure.people"),
            words.whole(edition.people),
            say("figure.people_note", verified=words.whole(edition.verified_people)),
        ),
        Figure(
            say("figure.pemda"),
            words.rupiah(_sum(pemda)),
            say("figure.pemda_note", iuran=accounts["iuran"], bantuan=accounts["bantuan_iuran"]),
        ),
        Figure(
            say("figure.verified"),
            words.rupiah(verified),
            say("figure.verified_note", difference=words.rupiah(verified - _sum(pemda))),
        ),
        Figure(say("figure.centre"), words.rupiah(_sum(centre)), say("figure.centre_note")),
    )


def bill_table(edition: Edition) -> Table:
    """One row per agreement, payer, account and rate; the sums of Pemda and of the whole below."""
    pemda = _sum(pemda_parts(edition))
    foot = (_sum_row("bill.pemda_sum", pemda), _sum_row("bill.whole", _sum(edition.parts)))
    return Table(
        caption=say("bill.caption"),
        heads=heads("payer", "account", "people", "rate", "total", "basis"),
        rows=tuple(_bill_row(edition, part) for part in edition.parts),
        foot=foot,
    )


def _bill_row(edition: Edition, part: BillPart) -> tuple[Cell, ...]:
    basis, mark = _basis(edition, part)
    return (
        text(payer_name(edition.position.area_name, part.payer)),
        text(say_code("account", part.account)),
        count(part.people),
        money(part.amount),
        money(part.total),
        text(basis, mark=mark),
    )


def _basis(edition: Edition, part: BillPart) -> tuple[Words, Mark]:
    found = [rate for rate in edition.law if (rate.rate_key, rate.account) == (part.rate_key, part.account)]
    assert found, f"no rate of the law for {part.rate_key} {part.account}"
    return cited(found[0].citation), confidence_mark(found[0].confidence)


def _sum_row(key: str, total: int) -> tuple[Cell, ...]:
    return (text(say(key), strong=True), *(text(Words("", "")) for _ in range(3)), money(total, strong=True), text(Words("", "")))


def composition(edition: Edition) -> tuple[Bar, ...]:
    """The bill's parts as one bar."""
    by_label: dict[tuple[str, str], int] = {}
    for part in edition.parts:
        by_label[part.payer, part.account] = by_label.get((part.payer, part.account), 0) + part.total
    return stacked([(part_name(edition, payer, account), total) for (payer, account), total in by_label.items()])


@cache
def payer_name(area: str, payer: str) -> Words:
    """Who pays, by name: ``Pemkot Serang`` rather than ``Pemkab/Pemkot`` where the area's name says which."""
    kind, _, name = area.partition(" ")
    key = {"Kota": "payer_named.city", "Kabupaten": "payer_named.regency"}.get(kind)
    if payer != "kabkota" or key is None:
        return say_code("payer", payer)
    return say(key, name=name)


def part_name(edition: Edition, payer: str, account: str) -> Words:
    """What a part of the bill is called: the account and who pays it; the centre has one account only."""
    if payer == CENTRE:
        return say("account.centre")
    who, what = payer_name(edition.position.area_name, payer), say_code("account", account)
    return Words(f"{what.id}, {who.id}", f"{what.en}, {who.en}")


def verified_table(edition: Edition) -> Table:
    """As delivered beside verified: people, then rupiah of each part of the bill."""
    raw, verified = edition.people, edition.verified_people
    people = (text(say("verified.people")), count(raw), count(verified), count(verified - raw))
    rows = [_beside(part_name(edition, part.payer, part.account), part.total, part.verified_total) for part in edition.parts]
    pemda = pemda_parts(edition)
    foot = _beside(say("bill.pemda_sum"), _sum(pemda), _sum(pemda, verified=True), strong=True)
    return Table(say("verified.caption"), heads("what", "raw", "verified", "difference"), (people, *rows), (foot,))


def _beside(label: Words, raw: int, verified: int, *, strong: bool = False) -> tuple[Cell, ...]:
    return (text(label, strong=strong), *(money(amount, strong=strong) for amount in (raw, verified, verified - raw)))


def reasons(edition: Edition) -> tuple[Why, ...]:
    """One explanation per agreement that is billed this month."""
    numbers = dict.fromkeys(part.agreement_number for part in edition.parts)
    terms = {str(agreement["number"]): agreement for agreement in edition.agreements}
    return tuple(_why(edition, number, terms.get(number, {})) for number in numbers)


def _why(edition: Edition, number: str, terms: Mapping[str, Any]) -> Why:
    parts = [part for part in edition.parts if part.agreement_number == number]
    pemda = [part for part in parts if part.payer != CENTRE]
    lines = tuple((part_name(edition, part.payer, part.account), _line(part)) for part in parts)
    total = " + ".join(words.rupiah(part.total) for part in pemda) + f" = {words.rupiah(_sum(pemda))}"
    return Why(agreement=number, lines=lines, total=total, chain=_chain(edition, parts, number, terms))


def _line(part: BillPart) -> Words:
    shown = {"people": words.whole(part.people), "total": words.rupiah(part.total)}
    return say("why.line", rate=words.rupiah(part.amount), **shown)


def _chain(edition: Edition, parts: list[BillPart], number: str, terms: Mapping[str, Any]) -> tuple[ChainLink, ...]:
    people = edition.billed_entries.get(number) or max((part.people for part in parts), default=0)
    lines, pemda = sum(part.people for part in parts), _sum(part for part in parts if part.payer != CENTRE)
    listed = say("why.list_body", people=words.whole(people), date=edition.position.date)
    billed = say("why.bill_body", lines=words.whole(lines), total=words.rupiah(pemda))
    return (
        _decree_link(terms.get("decree")),
        _agreement_link(number, terms.get("period")),
        ChainLink(say("why.list"), listed, present=True),
        ChainLink(say("why.bill"), billed, present=True),
    )


def _decree_link(decree: Mapping[str, Any] | None) -> ChainLink:
    if not decree:
        return ChainLink(say("why.decree"), say("why.decree_missing"), present=False)
    return ChainLink(say("why.decree"), say("why.decree_body", number=decree["number"], date=decree["date"]), present=True)


def _agreement_link(number: str, period: Mapping[str, Any] | None) -> ChainLink:
    if not period:
        return ChainLink(say("why.agreement"), written(number), present=False)
    last = say("why.agreement_body", number=number, **{"from": period["from"]}, to=last_day(period["to"]))
    return ChainLink(say("why.agreement"), last, present=True)


def last_day(end: dt.date) -> dt.date:
    """The last day inside a half-open period: what people write after "s.d."."""
    return end - dt.timedelta(days=1)
