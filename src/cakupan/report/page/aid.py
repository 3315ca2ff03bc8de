"""The province's aid to its regencies: the printable table, its totals, what does not agree, and the readings of its sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from cakupan.answer import words
from cakupan.month.aid import AidReading, Allocation, aid_checks, aid_readings, aid_sums
from cakupan.report.edition import Edition
from cakupan.report.page.blocks import Block, Prose, Section, section
from cakupan.report.page.coverage import name_of, parts, places
from cakupan.report.page.tables import Cell, Mark, Table, blank, count, dash, heads, illustrative_mark, ratio, text
from cakupan.report.texts import Words, say, written

Programme = Mapping[str, Any]


def programmes(edition: Edition) -> tuple[Programme, ...]:
    """The provincial programmes of the edition."""
    return tuple(edition.documents.get("programmes") or ())


def allocations(programme: Programme) -> tuple[Allocation, ...]:
    """A programme's lines as the month reckons with them, in the order of the document."""
    return tuple(allocation(line) for line in programme.get("allocations") or ())


def allocation(line: Mapping[str, Any]) -> Allocation:
    """One regency's line; a sum that is not stated is nothing."""
    sums = ("proposed_people", "verified_people", "allocated", "disbursed", "realised", "carried")
    stated = {name: int(line.get(name) or 0) for name in sums}
    return Allocation(area=str(line["area"]), proposed=bool(line.get("proposed", stated["proposed_people"] > 0)), **stated)


def aid_section(edition: Edition) -> Section | None:
    """The programme's table, on a landscape sheet of its own in print; None if there is no programme."""
    found = programmes(edition)
    if not found:
        return None
    blocks: list[Block] = []
    for programme in found:
        blocks += [Prose(lead_words(programme)), *_flags(programme), aid_table(edition, programme)]
    return section("aid", *blocks, landscape=True)


def lead_words(programme: Programme) -> Words:
    """What the programme set aside, what was used of it, and what is left."""
    sums = aid_sums(allocations=allocations(programme))
    shown = {"allocated": words.rupiah(sums.allocated), "realised": words.rupiah(sums.realised), "left": words.rupiah(sums.left)}
    return say("aid.lead", number=programme["number"], year=programme.get("year") or "–", **shown)


def _flags(programme: Programme) -> Iterator[Prose]:
    for check in aid_checks(allocations=allocations(programme)):
        yield Prose(say(f"aid_check.{check.code}", area=name_of(check.area)), "flag")


def aid_table(edition: Edition, programme: Programme) -> Table:
    """One row per regency in the document's order, with coverage and rank beside; the totals below."""
    lines = list(programme.get("allocations") or ())
    months = any(line.get("proposed_months") for line in lines)
    asked = ["area", "proposed", *(["proposed_months"] if months else []), "allocated", "verified_people", "disbursed"]
    asked += ["realised", "left", "aid_reason", "suggestion", "share", "rank"]
    shares = {c.area_code: ratio(c.registered, c.basis_population) for c in parts(edition)}
    ranks = places(edition)
    mark = illustrative_mark(programme, "allocations")
    rows = tuple(_row(line, shares, ranks, months=months) for line in lines)
    caption = say("aid.caption_illustrative" if mark else "aid.caption", number=programme["number"])
    return Table(caption, heads(*asked), rows, (_sum_row(programme, months=months),))


def _row(line: Mapping[str, Any], shares: Mapping[str, Cell], ranks: Mapping[str, int], *, months: bool) -> tuple[Cell, ...]:
    stated = allocation(line)
    rank = ranks.get(stated.area)
    asked_months = (count(int(line.get("proposed_months") or 0)),) if months else ()
    return (
        text(name_of(stated.area), mark=None if stated.proposed else Mark(say("aid.not_proposed"), "warn")),
        _stated(line, "proposed_people"),
        *asked_months,
        _stated(line, "allocated"),
        _stated(line, "verified_people"),
        _stated(line, "disbursed"),
        _stated(line, "realised"),
        count(stated.left),
        text(line.get("reason")),
        text(line.get("suggestion")),
        shares.get(stated.area, dash()),
        dash() if rank is None else count(rank),
    )


def _stated(line: Mapping[str, Any], name: str) -> Cell:
    """A number of the line; a dash where the document does not state it."""
    return dash() if line.get(name) is None else count(int(line[name]))


def _sum_row(programme: Programme, *, months: bool) -> tuple[Cell, ...]:
    sums = aid_sums(allocations=allocations(programme))
    asked = sum(int(line.get("proposed_months") or 0) for line in programme.get("allocations") or ())
    return (
        text(say("column.all"), strong=True),
        count(sums.proposed_people, strong=True),
        *((count(asked, strong=True),) if months else ()),
        count(sums.allocated, strong=True),
        count(sums.verified_people, strong=True),
        count(sums.disbursed, strong=True),
        count(sums.realised, strong=True),
        count(sums.left, strong=True),
        *(blank() for _ in range(4)),
    )


def readings_section(edition: Edition) -> Section | None:
    """What the sums mean at each share that the province may have paid; None without a programme that states a rate."""
    found = [programme for programme in programmes(edition) if programme.get("person_month_rupiah")]
    if not found:
        return None
    blocks: list[Block] = [Prose(say("aid.readings_lead"))]
    for programme in found:
        blocks += _readings(programme)
    return section("aid_readings", *blocks)


def _readings(programme: Programme) -> Sequence[Block]:
    sums, rate = aid_sums(allocations=allocations(programme)), int(programme["person_month_rupiah"])
    found = aid_readings(allocated=sums.allocated, realised=sums.realised, person_month_rupiah=rate)
    asked = ("province_share", "person_month_rupiah", "person_months_allocated", "person_months_realised", "people_year", "whole")
    caption = say("aid.readings_caption", number=programme["number"], rate=words.rupiah(rate))
    return (Table(caption, heads(*asked), tuple(_reading_row(each) for each in found)),)


def _reading_row(reading: AidReading) -> tuple[Cell, ...]:
    numbers = (reading.person_month_rupiah, reading.allocated_person_months, reading.realised_person_months)
    year = reading.allocated_people_for_a_year
    return (
        text(Words(f"{reading.share_pct} %", f"{reading.share_pct} %"), strong=reading.whole),
        *(Cell(written(decimal_words(each)), form="number", strong=reading.whole) for each in numbers),
        count(int(year)) if year.denominator == 1 else dash(),
        text(say("aid.whole" if reading.whole else "aid.not_whole")),
    )


def decimal_words(number: Fraction) -> str:
    """``833.068,8``: exact if two decimals suffice, else with ``≈``."""
    hundredths = round(number * 100)
    fraction = f",{hundredths % 100:02d}".rstrip("0").rstrip(",")
    return ("" if number * 100 == hundredths else "≈ ") + words.whole(hundredths // 100) + fraction
