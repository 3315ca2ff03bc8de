"""A closed month as a proposal reads it, in a few rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from people_tables import PeopleTables, people_engine, table_rows

from cakupan.law.calendar import Month
from cakupan.month.proposal import PRIORITIES, Limit, ProposalTerms, assert_proposal, run_proposal, year_rates

AREA, VILLAGE, AGREEMENT = "99.73", "99.73.01.1001", "PKS-1"
AUGUST = Month(2021, 8)
COLUMNS = {
    "statuses": {"person_id": "STRING", "status": "STRING", "segment": "STRING"},
    "list_entries": {
        "line_id": "BIGINT", "person_id": "STRING", "agreement_number": "STRING", "from_date": "DATE", "to_date": "DATE",
        "outcome": "STRING",
    },
    "priority_said": PRIORITIES,
}  # fmt: skip


def agreed(**changed: Any) -> ProposalTerms:
    """An agreement with a quota of 100 people from August 2021 on, by decile."""
    usual: dict[str, Any] = {
        "agreement_number": AGREEMENT, "effective_month": AUGUST, "ranking_rule": ("decile", "family"),
        "rates": year_rates(first=Month(2021, 1)), "quota": 100,
    }  # fmt: skip
    return ProposalTerms(**{**usual, **changed})


@dataclass
class ClosedMonth:
    """People, their cards and the list; ``propose`` runs the steps and gives every column of each person's proposal."""

    people: PeopleTables = field(default_factory=lambda: PeopleTables(AREA))
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    limit: Limit | None = None

    def poor(self, *, decile: int | None = 1, family: str | None = None, link: str = "accept", **values: Any) -> int:
        row = self.people.resident(
            **{"area_code": VILLAGE, "family_card_number": family, "birth_date": dt.date(1990, 1, 1), **values}
        )
        self.people.poor(resident_row=row, decile=decile, link=link)
        return row

    def enrolled(self, person_id: str, **values: Any) -> None:
        usual = {
            "line_id": len(self.rows["list_entries"]), "person_id": person_id, "agreement_number": AGREEMENT,
            "from_date": dt.date(2021, 7, 1), "to_date": dt.date(2022, 1, 1), "outcome": "billed",
        }  # fmt: skip
        self.rows["list_entries"].append({**usual, **values})

    def propose(self, terms: ProposalTerms | None = None) -> dict[str, dict[str, Any]]:
        engine = self.people.load(people_engine())
        for name, columns in COLUMNS.items():
            engine.create_table(name, columns, table_rows(columns, self.rows[name]))
        self.limit = run_proposal(engine=engine, terms=terms or agreed())
        assert_proposal(engine=engine)
        names = ("person_id", "rank", "decision", "reason", "decile", "priority", "from_date", "rupiah_to_year_end")
        columns = ", ".join(f"`{name}`" for name in names)
        rows = engine.fetch(f"SELECT {columns} FROM proposals ORDER BY `rank` NULLS LAST")
        return {row[0]: dict(zip(names, row, strict=True)) for row in rows}
