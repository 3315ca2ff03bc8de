"""Self-payers' tables on the engine of the people's tables, with the law's own rates."""

from __future__ import annotations

import datetime as dt
from typing import Any

from people_tables import PeopleTables, people_engine, table_rows

from cakupan.engines.steps import Engine
from cakupan.law.rates import rates_table
from cakupan.month.coverage import run_coverage
from cakupan.month.self_payers import OPTIONAL, AidPolicy, arrears_law, assert_self_payers, run_self_payers

RATE = {
    "month_date": "DATE", "segment": "STRING", "class": "INTEGER", "payer": "STRING", "account": "STRING", "amount": "BIGINT",
    "rate_key": "STRING", "citation": "STRING",
}  # fmt: skip


def load_self_payers(
    tables: PeopleTables, *, unpaid: list[dict[str, Any]] | None = None, fiscal_capacity: str | None = "high",
    readings: tuple[str, ...] = (), **policy: Any,
) -> Engine:  # fmt: skip
    """Run coverage and the self-payers' steps; ``unpaid`` rows get the next row number."""
    engine = people_engine()
    tables.load(engine)
    day = tables.month.first_date
    rows = [
        (day, r.segment, r.care_class, r.payer, r.account, r.amount, r.rate_key, r.citation)
        for r in rates_table(fiscal_capacity=fiscal_capacity).of_month(tables.month)
    ]
    engine.create_table("law_rate", RATE, rows)
    numbered = [{"row": place, "readable": True, **row} for place, row in enumerate(unpaid or (), start=2)]
    engine.create_table("unpaid", OPTIONAL["unpaid"], table_rows(OPTIONAL["unpaid"], numbered))
    run_coverage(engine=engine)
    law = arrears_law(until=tables.month, as_of=tables.as_of or day, readings=readings)
    run_self_payers(engine=engine, law=law, policy=AidPolicy(**policy))
    assert_self_payers(engine=engine)
    return engine


def unpaid_row(card: str, first: dt.date, months: int, **values: Any) -> dict[str, Any]:
    usual = {
        "card_number": card,
        "first_month": first,
        "months": months,
        "segment": "PBPU",
        "class": 3,
        "area_code": "61.71.01.1001",
    }
    return {**usual, **values}
