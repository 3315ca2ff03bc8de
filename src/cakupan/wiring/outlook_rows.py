"""The figures of an edition that the outlook needs, asked of its Parquet tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from cakupan.law.calendar import Month
from cakupan.wiring.editions import PublishedEdition
from cakupan.wiring.month_inputs import LINKED, links_folder, named_identity_decisions
from cakupan.wiring.workspace import Workspace

# PBI JK is for deciles 1 to 5 of DTSEN (Inpres 4/2025 and Kemensos 2025; other sources say 1 to 2 or 1 to 4).
# Of the register before it the list itself was the threshold: who stands in it is poor.
PBI_DECILE_MAX, DECILES_COUNT_FROM = 5, dt.date(2025, 2, 5)
HIGHEST_DECILE = 10

IN_FORCE = "outcome IN ('billed', 'not_yet_effective', 'removed_from_list', 'agreement_ended', 'suspended_for_arrears')"

ENDING = f"""
SELECT
  e.line_id, e.agreement_number AS agreement, e.to_date, e.person_id, e.nik, coalesce(e.name, p.name) AS name,
  coalesce(p.area_code, e.area_code) AS area, s.facility_code AS facility, s.facility_name, p.birth_date,
  n.line_id IS NOT NULL AS renewed,
  CASE WHEN o.line_id IS NOT NULL THEN 'list' WHEN b.person_id IS NOT NULL THEN 'branch' END AS other_cover,
  m.entry_key IS NULL AS verified
FROM list_entries e
LEFT JOIN persons p ON p.person_id = e.person_id
LEFT JOIN (
  SELECT person_id, facility_code, facility_name FROM statuses WHERE facility_code IS NOT NULL
  QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY status <> 'active', card_number) = 1
) s ON s.person_id = e.person_id
LEFT JOIN (
  SELECT DISTINCT e.line_id FROM list_entries e JOIN list_entries l
    ON l.person_id = e.person_id AND l.line_id <> e.line_id AND l.from_date = e.to_date AND l.to_date > e.to_date AND l.{IN_FORCE}
) n ON n.line_id = e.line_id
LEFT JOIN (
  SELECT DISTINCT e.line_id FROM list_entries e JOIN list_entries l
    ON l.person_id = e.person_id AND l.line_id <> e.line_id AND l.from_date < e.to_date AND l.to_date > e.to_date AND l.{IN_FORCE}
) o ON o.line_id = e.line_id
LEFT JOIN (SELECT DISTINCT person_id FROM statuses WHERE status = 'active' AND segment <> 'PEMDA') b ON b.person_id = e.person_id
LEFT JOIN excluded_line m ON m.agreement_number = e.agreement_number AND m.entry_key = e.entry_key
WHERE e.end_cause = 'agreement_ended' AND e.{IN_FORCE} AND list_contains(?, e.agreement_number)
ORDER BY e.line_id
"""

EXCLUDED = """
CREATE OR REPLACE TEMP TABLE excluded_line AS
SELECT agreement_number, entry_key FROM bill_lines WHERE NOT verified GROUP BY ALL
"""

# An agreement that is over is in no bill of the month; its last bill stands in an earlier edition.
EXCLUDED_EARLIER = """
INSERT INTO excluded_line
SELECT agreement_number, entry_key FROM read_parquet(?)
WHERE NOT verified AND agreement_number NOT IN (SELECT agreement_number FROM excluded_line)
  AND agreement_number IN (SELECT agreement_number FROM agreement WHERE period_to <= ?)
GROUP BY ALL
"""

POOR_BY_LINK = """
CREATE OR REPLACE TEMP TABLE poor_resident AS
SELECT l.resident_row, min(d.decile) AS decile FROM poverty_links l JOIN poverty d ON d.row = l.row
WHERE l.decision = 'accept' GROUP BY l.resident_row
"""

POOR_BY_NIK = """
CREATE OR REPLACE TEMP TABLE poor_resident AS
SELECT p.resident_row, min(d.decile) AS decile FROM persons p JOIN poverty d ON d.nik = p.nik
WHERE d.readable AND p.resident_row IS NOT NULL GROUP BY p.resident_row
"""

POOR = """
SELECT count(DISTINCT e.person_id)
FROM list_entries e
JOIN persons p ON p.person_id = e.person_id
JOIN poor_resident d ON d.resident_row = p.resident_row
WHERE e.agreement_number = ? AND (d.decile IS NULL OR d.decile <= ?)
  AND e.outcome IN ('billed', 'agreement_ended') AND coalesce(p.population_flag, '0') = '0'
  AND NOT EXISTS (SELECT 1 FROM excluded_line x WHERE x.agreement_number = e.agreement_number AND x.entry_key = e.entry_key)
  AND e.person_id NOT IN (SELECT person_id FROM statuses WHERE status = 'active' AND segment <> 'PEMDA' AND person_id IS NOT NULL)
"""


def decile_max(as_of: dt.date) -> int:
    """The highest decile that PBI JK admits on a day; before deciles counted, the highest that there is."""
    return PBI_DECILE_MAX if as_of >= DECILES_COUNT_FROM else HIGHEST_DECILE


@dataclass(frozen=True)
class EditionRows:
    """Questions to one edition; ``last_billed`` is the one before it, for agreements that are over.

    A table that the edition does not have makes the answer "not known", never 0.
    """

    connection: duckdb.DuckDBPyConnection
    edition: PublishedEdition
    workspace: Path
    last_billed: PublishedEdition | None = None

    def __post_init__(self) -> None:
        for table in sorted(self.edition.folder.glob("*.parquet")):
            self._view(table.stem, table)
        self.connection.execute(EXCLUDED)
        if self.last_billed is not None:
            first_day = Month.parse(self.edition.manifest["month"]).first_date
            self.connection.execute(EXCLUDED_EARLIER, [str(self.last_billed.table("bill_lines")), first_day])

    def people_by_month(self, agreement: str, first_days: Sequence[dt.date]) -> dict[Month, int]:
        """Lines in force on the first day of each of these months; empty if the agreement has no list."""
        found = self._rows(
            f"SELECT from_date, to_date, count(*) FROM list_entries WHERE agreement_number = ? AND {IN_FORCE} GROUP BY ALL",
            agreement,
        )
        return {Month.of(day): sum(n for start, end, n in found if start <= day < end) for day in first_days} if found else {}

    def verified_people(self, agreement: str) -> int:
        """Billed lines of the month that no provable mismatch speaks against."""
        sql = "SELECT count(DISTINCT line_id) FROM bill_lines WHERE agreement_number = ? AND verified"
        return int(self._rows(sql, agreement)[0][0])

    def excluded_people(self, agreement: str) -> int:
        """Lines of the last bill that provably need not be paid."""
        sql = "SELECT count(DISTINCT entry_key) FROM excluded_line WHERE agreement_number = ?"
        return int(self._rows(sql, agreement)[0][0])

    def poor_outside_pbi(self, agreement: str) -> int:
        """Listed residents whom the poverty register of the day admits to PBI JK and whom nobody else covers."""
        return int(self._rows(POOR, agreement, decile_max(self._as_of))[0][0]) if self._poor_residents_found else 0

    def payments_known(self) -> bool:
        """Whether the payments were handed over: without them nobody can say what is owed."""
        return self._has("pemda_arrears") and "payments" not in self.edition.manifest["absent"]

    def arrears(self, agreement: str) -> list[tuple[Month, int, dt.date]]:
        """Unpaid regional rupiah by month with the due date, oldest first."""
        if not self.payments_known():
            return []
        sql = (
            "SELECT month_date, sum(unpaid), min(due_date) FROM pemda_arrears "
            "WHERE agreement_number = ? AND payer IN ('kabkota', 'provinsi') GROUP BY month_date ORDER BY month_date"
        )
        return [(Month.of(month), int(unpaid), due) for month, unpaid, due in self._rows(sql, agreement)]

    def paid(self, agreement: str) -> dict[Month, int] | None:
        """What reached each month; None if no payments were handed over."""
        if not self._has("allocations") or not self.payments_known():
            return None
        sql = (
            "SELECT month_date, sum(amount) FROM allocations WHERE agreement_number = ? AND month_date IS NOT NULL "
            "GROUP BY month_date"
        )
        return {Month.of(month): int(amount) for month, amount in self._rows(sql, agreement)}

    def spent_on_earlier_years(self, agreement: str, *, payer: str, year: int) -> dict[str, int]:
        """By account, what the payer paid out in the year for months of years before."""
        if not (self._has("allocations") and self._has("payments")):
            return {}
        sql = (
            "SELECT a.account, sum(a.amount) FROM allocations a JOIN payments p ON p.payment_id = a.payment_id "
            "WHERE a.agreement_number = ? AND a.payer = ? AND year(p.disbursement_date) = ? AND year(a.month_date) < ? "
            "GROUP BY a.account"
        )
        return {account: int(amount) for account, amount in self._rows(sql, agreement, payer, year, year)}

    def ending_lines(self, agreements: Sequence[str]) -> list[dict[str, Any]]:
        """The lines that end with these agreements, each with the person, the facility, and what else covers them."""
        cursor = self.connection.execute(ENDING, [list(agreements)])
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def _has(self, table: str) -> bool:
        return self.edition.table(table).is_file()

    @property
    def _as_of(self) -> dt.date:
        return dt.date.fromisoformat(self.edition.manifest["as_of"]["members"])

    @cached_property
    def _poor_residents_found(self) -> bool:
        """Lays ``poor_resident`` from the register that the edition rests on, by its links, or by NIK where those are gone."""
        named = {each["kind"]: each["snapshot"] for each in self.edition.manifest["inputs"] if each["kind"] in LINKED}
        snapshots = Workspace(self.workspace).snapshots(area=self.edition.manifest["area"], kind="poverty")
        poverty = next((snapshot.rows_path for snapshot in snapshots if snapshot.hash == named.get("poverty")), None)
        if poverty is None:
            return False
        area, decided = self.edition.manifest["area"], named_identity_decisions(self.edition.manifest)
        folder = links_folder(workspace=self.workspace, area=area, hashes=named, identity_decisions=decided)
        links = folder / "poverty_links.parquet"
        self._view("poverty", poverty)
        if links.is_file():
            self._view("poverty_links", links)
        self.connection.execute(POOR_BY_LINK if links.is_file() else POOR_BY_NIK)
        return True

    def _view(self, name: str, file: Path) -> None:
        source = str(file).replace("'", "''")
        self.connection.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet('{source}')")

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, list(values)).fetchall()
