"""The Ogan Ilir case as a position in plain values: 65,000 people, money to August, a term to 31 December 2024."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from cakupan.law.calendar import Month
from cakupan.law.rates import rates_table
from cakupan.month.terms import RatePart, Share
from cakupan.outlook import AgreementPosition, Arrears, LastChance, PayerReading, Position, rates_by_month
from cakupan.outlook.position import Rates

NUMBER = "440/1-DINKES/2024"
PEOPLE = 65_000
MONTH_BILL = 2_457_000_000
REGENCY = (Share("kabkota", 1_000_000),)
WITH_PROVINCE = (Share("kabkota", 600_000), Share("provinsi", 400_000))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def law_rates(first: Month, months: int) -> Rates:
    """The law's own rates of the Pemda segment and of PBI JK, month by month."""
    table = rates_table()
    return rates_by_month(
        RatePart(month, row.segment, 3, row.payer, row.account, row.amount, row.rate_key, row.citation, row.confidence)
        for month in (first.plus(place) for place in range(months))
        for row in table.of_month(month)
        if row.segment in ("PEMDA", "PBI_JK")
    )


RATES = law_rates(Month(2024, 1), 36)
CHANCES = (
    LastChance("apbd_p", 2024, day("2024-09-30"), "PP 12/2019"),
    LastChance("last_sp2d", 2024, day("2024-12-20"), "practice"),
    LastChance("kua_ppas", 2025, day("2024-08-15"), "PP 12/2019"),
    LastChance("apbd", 2025, day("2024-11-30"), "PP 12/2019"),
)


def agreement(**changes: object) -> AgreementPosition:
    plain = AgreementPosition(
        number=NUMBER,
        title="PKS Ogan Ilir 2024",
        payer="kabkota",
        segment="PEMDA",
        class_=3,
        from_date=day("2024-01-01"),
        to_date=day("2025-01-01"),
        shares=REGENCY,
        people=PEOPLE,
        verified_people=PEOPLE,
        quota=PEOPLE,
        budget={"iuran": 8 * PEOPLE * 35_000, "bantuan_iuran": 8 * PEOPLE * 2_800},
        budget_year=2024,
        readings=(PayerReading("regency", REGENCY), PayerReading("with_province", WITH_PROVINCE)),
        citation="PKS pasal 12",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def position(*agreements: AgreementPosition, as_of: str = "2024-07-01", **changes: object) -> Position:
    standing = Position(
        area="16.10",
        as_of=day(as_of),
        open_month=Month.of(day(as_of)).plus(1),
        agreements=agreements or (agreement(),),
        rates=RATES,
        last_chances=CHANCES,
    )
    return replace(standing, **changes)  # type: ignore[arg-type]


def arrears(months: int = 3) -> Arrears:
    owed = {Month(2024, 4).plus(place): MONTH_BILL for place in range(months)}
    return Arrears(by_month=owed, oldest_due_date=day("2024-04-16"))


def neighbours(**changes: object) -> AgreementPosition:
    """The province's own members: another agreement, another payer, a term that goes on."""
    return agreement(
        number="PROV-1",
        payer="provinsi",
        shares=(Share("provinsi", 1_000_000),),
        people=3000,
        quota=3000,
        to_date=day("2026-01-01"),
        budget=None,
        readings=(),
        **changes,
    )


MISMATCHES = 1623
