"""Read a position out of a published edition and look ahead from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from cakupan.law.budget_calendar import APBD, APBD_P, KUA_PPAS, LAST_SP2D, BudgetDate, budget_dates
from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.month.edition import FORMAT
from cakupan.month.terms import MILLION, Share, Terms
from cakupan.outlook import (
    AgreementPosition,
    Arrears,
    CoverLine,
    LastChance,
    Outlook,
    PayerReading,
    Position,
    RateChange,
    WhatIf,
    outlook,
    rates_by_month,
    what_if,
)
from cakupan.outlook.position import Rates
from cakupan.registers.areas import area_name
from cakupan.wiring.editions import PublishedEdition, current_edition, published_areas, published_months
from cakupan.wiring.law_tables import known_rate_parts
from cakupan.wiring.outlook_rows import EditionRows

KIND_OF_DAY = {KUA_PPAS: "kua_ppas", APBD: "apbd", APBD_P: "apbd_p", LAST_SP2D: "last_sp2d"}
POSITIONS_REMEMBERED = 16  # a few kilobytes each: newest months of the areas that are asked about
NOT_YET_SIGNED = ("draft", "requirements_complete", "stopped")
LIST_COLUMNS = (
    "nik",
    "name",
    "area",
    "village",
    "facility",
    "facility_name",
    "age_band",
    "agreement",
    "to_date",
    "verified",
    "other_cover",
)


@dataclass(frozen=True)
class LookedAhead:
    """An outlook with the edition that it rests on."""

    outlook: Outlook
    edition: PublishedEdition


def look_ahead(
    *, workspace: Path, area: str | None = None, month: Month | None = None, agreement: str | None = None
) -> LookedAhead:
    """The outlook of an area from a published month, the last one if none is named.

    Raises :class:`Refusal` if nothing is published, several areas are and none was named, or the agreement is not of the area.
    """
    edition = _edition(workspace, area, month)
    with duckdb.connect(":memory:") as connection:
        before = _edition_before(workspace, edition)
        rows = EditionRows(connection=connection, edition=edition, workspace=workspace, last_billed=before)
        position = read_position(rows)
        if agreement is not None:
            _refuse_unknown(position, agreement)
        lines = cover_lines(rows, position)
    return LookedAhead(outlook(position=position, cover_lines=lines, agreement=agreement), edition)


@dataclass(frozen=True)
class _Read:
    """What a position is read from. Editions are never edited: their hashes say whether it is the same again."""

    workspace: Path
    edition_hash: str
    before_hash: str
    edition: PublishedEdition = field(compare=False)
    before: PublishedEdition | None = field(compare=False)


def position_of(*, workspace: Path, area: str, month: Month) -> Position:
    """The position of a published month, without the lines of the annex; read once for as long as the same editions stand.

    Raises :class:`Refusal` if the month is not published.
    """
    edition = _edition(workspace, area, month)
    before = _edition_before(workspace, edition)
    return _remembered(_Read(workspace, edition.hash, before.hash if before else "", edition, before))


@lru_cache(maxsize=POSITIONS_REMEMBERED)
def _remembered(read: _Read) -> Position:
    with duckdb.connect(":memory:") as connection:
        rows = EditionRows(connection=connection, edition=read.edition, workspace=read.workspace, last_billed=read.before)
        return read_position(rows)


def read_position(rows: EditionRows) -> Position:
    """The position of the edition's branch file: agreements with people, money and law."""
    manifest = rows.edition.manifest
    month = Month.parse(manifest["month"])
    agreements = tuple(_agreement(rows, terms, month) for terms in manifest["agreements"])
    as_of = dt.date.fromisoformat(manifest["as_of"]["members"])
    return Position(
        area=manifest["area"],
        as_of=as_of,
        open_month=month.plus(1),
        agreements=agreements,
        rates=_rates(agreements, manifest),
        last_chances=last_chances(
            first_year=min((each.budget_year for each in agreements), default=as_of.year) - 1,
            last_year=max((each.end_month.year for each in agreements), default=as_of.year),
            manifest=manifest,
        ),
    )


def cover_lines(rows: EditionRows, position: Position) -> tuple[CoverLine, ...]:
    """The annex lines that end with an agreement which nothing follows."""
    ending = [each.number for each in position.agreements if each.stands and position.successor(each) is None]
    return tuple(
        CoverLine(**{**line, "village": area_name(line["area"]) if line["area"] else None}) for line in rows.ending_lines(ending)
    )


def last_chances(*, first_year: int, last_year: int, manifest: Mapping[str, Any]) -> tuple[LastChance, ...]:
    """The days of the budget calendar that fall in these years; a region's own days take the place of the law's."""
    own = _own_days(manifest)
    found: list[BudgetDate] = []
    for year in range(first_year, last_year + 1):
        # Before the first rule that is known, no day is told rather than a guessed one.
        with suppress(Refusal):
            found += budget_dates(year=year, overrides=own, readings=manifest["law"]["readings"])
    return tuple(
        LastChance(
            kind=KIND_OF_DAY[each.kind],
            budget_year=each.budget_year,
            date=each.date,
            citation=each.citation if each.confidence == "verified" else f"{each.citation} ({each.confidence})",
        )
        for each in found
    )


def _own_days(manifest: Mapping[str, Any]) -> dict[str, dt.date]:
    told = (manifest["documents"]["region"] or {}).get("budget_calendar") or {}
    return {kind: dt.date.fromisoformat(str(day)) for kind, day in told.items()}


def write_list(*, looked: LookedAhead, out: Path) -> int:
    """Write who loses cover as CSV, one line each, and return how many. It holds names: it goes to the desks that work on it."""
    import pyarrow as pa

    from cakupan.wiring.csv_files import write_csv

    losing = looked.outlook.loses_cover
    told = [{**line.__dict__, "age_band": losing.age_band(line)} for line in losing.lines]
    table = pa.table({name: pa.array([_cell(row[name]) for row in told], pa.string()) for name in LIST_COLUMNS})
    write_csv([table], columns=LIST_COLUMNS, out=out)
    return len(told)


def shares_of(parts: Sequence[Mapping[str, Any]]) -> tuple[Share, ...]:
    """The shares of an agreement's document as the outlook reads them."""
    return tuple(
        Share(
            payer=part["payer"],
            parts_per_million=int(Fraction(str(part.get("per_cent") or 0)) * MILLION / 100),
            people=part.get("people"),
            months=part.get("months"),
            cap_per_month=part.get("cap_per_month"),
            rest=bool(part.get("rest")),
        )
        for part in parts
    )


def suppose(
    *,
    position: Position,
    agreement: str | None = None,
    quota: int | None = None,
    budget: int | None = None,
    shares: Sequence[Mapping[str, Any]] | None = None,
    rates: Sequence[tuple[Month | None, int]] = (),
) -> WhatIf | None:
    """The agreement with other terms beside the present ones; None if nothing is supposed. A rate without a month is from now."""
    if quota is None and budget is None and shares is None and not rates:
        return None
    return what_if(
        position=position,
        agreement=agreement_asked(position, agreement),
        quota=quota,
        budget=budget,
        shares=shares_of(shares) if shares is not None else None,
        rate=[RateChange(month or position.open_month, rupiah) for month, rupiah in rates] or None,
    )


def agreement_asked(position: Position, number: str | None) -> AgreementPosition:
    """The agreement of a number, or the only one that stands. Raises :class:`Refusal` if several could be meant."""
    if number is not None:
        _refuse_unknown(position, number)
        return position.agreement(number)
    standing = [each for each in position.agreements if each.stands]
    if len(standing) == 1:
        return standing[0]
    raise Refusal(
        "what if",
        why=f"{len(standing)} agreements of {position.area} could be meant.",
        mend="Name one: --agreement NUMBER.",
        agreements=[each.number for each in standing],
    )


def _edition(workspace: Path, area: str | None, month: Month | None) -> PublishedEdition:
    areas = [area] if area else published_areas(workspace=workspace)
    if len(areas) > 1:
        raise Refusal("the outlook", why=f"{len(areas)} areas are published.", mend="Name one: --area CODE.", areas=areas)
    months = published_months(workspace=workspace, area=areas[0]) if areas else []
    asked = month or (months[-1] if months else None)
    if asked is None or asked not in months:
        raise Refusal(
            f"the outlook of {area or 'an area'}",
            why=f"{month or 'no month'} has been published in this workspace." if month is None else f"{month} is not published.",
            mend="Close it first: cakupan month YYYY-MM --area CODE. Another workspace: --workspace DIR.",
        )
    edition = current_edition(workspace=workspace, area=areas[0], month=asked)
    assert edition is not None, "a published month has an edition"
    if edition.manifest["format"] != FORMAT:
        raise Refusal(
            f"the outlook of {asked}",
            why=f"its edition is of format {edition.manifest['format']}, this program reads {FORMAT}.",
            mend=f"Close the month again: cakupan month {asked} --area {areas[0]} --again",
        )
    return edition


def _edition_before(workspace: Path, edition: PublishedEdition) -> PublishedEdition | None:
    """The newest earlier edition that this one knew of."""
    area, earlier = edition.manifest["area"], edition.manifest.get("earlier") or {}
    return current_edition(workspace=workspace, area=area, month=Month.parse(max(earlier))) if earlier else None


def _refuse_unknown(position: Position, number: str) -> None:
    numbers = [each.number for each in position.agreements]
    if number not in numbers:
        raise Refusal(
            f"agreement {number}",
            why=f"it is not among those that the month of {position.area} rests on.",
            mend=f"Name one of {', '.join(numbers)}.",
            agreements=numbers,
        )


def _agreement(rows: EditionRows, terms: Mapping[str, Any], month: Month) -> AgreementPosition:
    number, payer = terms["number"], terms["payer"]
    from_date, to_date = (dt.date.fromisoformat(str(terms["period"][key])) for key in ("from", "to"))
    budget_year = terms.get("budget_year") or from_date.year
    known = rows.people_by_month(number, _first_days(from_date, to_date))
    people = _people_shown(known, month) or terms.get("quota") or 0
    status = terms.get("status") or ("signed" if (terms.get("signed") or {}).get("date") else "draft")
    return AgreementPosition(
        number=number,
        title=terms["title"],
        payer=payer,
        segment=terms["segment"],
        class_=terms["class"],
        from_date=from_date,
        to_date=to_date,
        shares=shares_of(terms["shares"]),
        people=people,
        budget=budget_of(terms),
        budget_year=budget_year,
        verified_people=rows.verified_people(number),
        people_by_month=known,
        quota=terms.get("quota"),
        spent_on_earlier_years=rows.spent_on_earlier_years(number, payer=payer, year=budget_year),
        paid=rows.paid(number),
        arrears=_arrears(rows, number),
        arrears_known=rows.payments_known(),
        stands=status not in NOT_YET_SIGNED,
        readings=tuple(
            PayerReading(reading["name"], shares_of(reading["shares"])) for reading in terms.get("readings_of_who_pays") or ()
        ),
        excluded_people=rows.excluded_people(number),
        pbi_people=rows.poor_outside_pbi(number),
        citation=f"PKS {number}",
    )


def _first_days(from_date: dt.date, to_date: dt.date) -> list[dt.date]:
    first, last = Month.of(from_date), Month.of(to_date - dt.timedelta(days=1))
    return [day for n in range(first.until(last) + 1) if from_date <= (day := first.plus(n).first_date)]


def _people_shown(known: Mapping[Month, int], month: Month) -> int:
    """Of the month itself; of an agreement that is over its last month, of one that has not begun its first."""
    if not known:
        return 0
    nearest = min(known, key=lambda each: abs(each.until(month)))
    return known[nearest]


def budget_of(terms: Mapping[str, Any]) -> dict[str, int] | None:
    """Rupiah of the year by kind of account, as an agreement's document says; None if it names no budget."""
    budget: dict[str, int] = {}
    for line in terms.get("budget") or ():
        budget[line["kind"]] = budget.get(line["kind"], 0) + line["rupiah"]
    return budget or None


def _arrears(rows: EditionRows, number: str) -> Arrears | None:
    owed = rows.arrears(number)
    return Arrears(by_month={month: rupiah for month, rupiah, _ in owed}, oldest_due_date=owed[0][2]) if owed else None


def _rates(agreements: Sequence[AgreementPosition], manifest: Mapping[str, Any]) -> Rates:
    """The law of every month from the first agreement to the end of the year after the last one, as known on the position's day.

    Whoever looks ahead knows no later law; a month for which sources conflict has no rate.
    """
    terms = [
        Terms(
            number=each.number,
            segment=each.segment,
            class_=each.class_,
            payer=each.payer,
            from_date=each.from_date,
            to_date=each.to_date,
            shares=(),
        )
        for each in agreements
    ]
    if not agreements:
        return {}
    last = max(each.end_month for each in agreements)
    known_on = dt.date.fromisoformat(manifest.get("known_on") or manifest["as_of"]["members"])
    return rates_by_month(
        known_rate_parts(terms=terms, month=Month(last.year, 12), known_on=known_on, readings=manifest["law"]["readings"])
    )


def _cell(value: object) -> str | None:
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)
