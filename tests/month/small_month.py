"""A month small enough to read: every register as a few dictionaries, closed on a real engine."""

from __future__ import annotations

import atexit
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cakupan.engines.embedded import DuckDBEngine
from cakupan.engines.steps import Engine
from cakupan.law.calendar import Month
from cakupan.month.closing import CLOSED_COLUMNS, OPTIONAL, PAYMENT_COLUMNS, close_month
from cakupan.month.terms import MILLION, Cutoff, DueDate, RatePart, Run, Share, Terms

AREA = "99.73"
VILLAGE = "99.73.01.1001"
AGREEMENT = "440/1-PKS/2021"
DECREE = "SK-1/2021"

PERSON = {
    "row": "BIGINT", "readable": "BOOLEAN", "nik": "STRING", "nik_anomaly": "STRING", "name": "STRING", "birth_date": "DATE",
    "sex": "STRING", "area_code": "STRING",
}  # fmt: skip
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "residents": {**PERSON, "population_flag": "STRING"},
    "members": {
        **PERSON, "card_number": "STRING", "segment": "STRING", "status": "STRING", "class": "INTEGER", "payer": "STRING",
        "facility_code": "STRING", "facility_name": "STRING", "start_date": "DATE",
    },
    "member_links": {"row": "BIGINT", "card_number": "STRING", "resident_row": "BIGINT", "decision": "STRING"},
    "poverty_links": {"row": "BIGINT", "resident_row": "BIGINT", "decision": "STRING"},
    "resident_group": {"row": "BIGINT", "first_row": "BIGINT"},
    "findings": {
        "subject": "STRING", "subject_id": "STRING", "subject_row": "BIGINT", "code": "STRING", "nik": "STRING",
        "other_id": "STRING", "evidence": "STRING", "suggested_action": "STRING", "bpk_kind": "STRING", "event_date": "DATE",
    },
    "decisions": {
        "row": "BIGINT", "readable": "BOOLEAN", "decision": "STRING", "nik": "STRING", "nik_anomaly": "STRING",
        "card_number": "STRING", "name": "STRING", "address": "STRING", "area_code": "STRING",
        "segment": "STRING", "class": "INTEGER", "payer": "STRING",
        "agreement_number": "STRING", "decree_number": "STRING", "decree_date": "DATE", "submitted_date": "DATE",
        "annex_line": "STRING", "decided_by": "STRING", "reason": "STRING",
    },
    **OPTIONAL,
}  # fmt: skip
DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "residents": {"area_code": VILLAGE, "population_flag": "0", "birth_date": dt.date(1990, 1, 1), "sex": "P"},
    "members": {"area_code": VILLAGE, "segment": "PEMDA", "status": "active", "class": 3},
    "decisions": {
        "decision": "enrol", "area_code": VILLAGE, "agreement_number": AGREEMENT, "decree_number": DECREE,
        "decree_date": dt.date(2021, 6, 18), "submitted_date": dt.date(2021, 6, 18), "decided_by": "Dinas Kesehatan",
    },
    "member_links": {"decision": "accept"},
    "poverty_links": {"decision": "accept"},
}  # fmt: skip


@cache
def shared_engine() -> DuckDBEngine:
    """One engine for all small months of a run: each replaces every table of the one before."""
    engine = DuckDBEngine(memory_limit="500MB", threads=1)
    atexit.register(engine.close)
    return engine


def nik(serial: int) -> str:
    """An invented NIK: province 99, serial from 9000."""
    return f"997301410190{9000 + serial:04d}"


def terms(**changed: Any) -> Terms:
    """An agreement for the second half of 2021, paid by the regency alone, unless changed."""
    usual: dict[str, Any] = {
        "number": AGREEMENT, "segment": "PEMDA", "class_": 3, "payer": "kabkota", "from_date": dt.date(2021, 7, 1),
        "to_date": dt.date(2022, 1, 1), "shares": (Share("kabkota", MILLION),), "decree_number": DECREE,
        "late_deaths_borne_by": "bpjs",
    }  # fmt: skip
    return Terms(**{**usual, **changed})


FIRST_MONTH = Month(2021, 1)
JULY = Month(2021, 7)


def rates(*, first: Month = FIRST_MONTH, months: int = 24) -> tuple[RatePart, ...]:
    """The law from 2021 on for class III: 35,000 + 2,800 + 4,200."""
    parts = (("pemda", "iuran", 35_000), ("pemda", "bantuan_iuran", 2_800), ("pusat", "iuran_pusat", 4_200))
    return tuple(
        RatePart(
            month=first.plus(n), segment="PEMDA", class_=3, payer=payer, account=account, amount=amount,
            rate_key=f"contribution.pemda.{account}", citation="Perpres 64/2020 Pasal 34", confidence="verified",
        )
        for n in range(months) for payer, account, amount in parts
    )  # fmt: skip


CUTOFFS = (
    Cutoff(
        from_date=dt.date(2014, 1, 1), to_date=None, day=20, rate_key="enrolment.mutation_cutoff_day", citation="BPJS practice"
    ),
)


@dataclass
class SmallMonth:
    """The inputs of one month; ``close`` gives an engine that holds every table of it. Rows get the next row number."""

    month: Month = JULY
    terms: Sequence[Terms] = field(default_factory=lambda: (terms(),))
    rates: Sequence[RatePart] = field(default_factory=rates)
    cutoffs: Sequence[Cutoff] = CUTOFFS
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    later_lists: list[list[dict[str, Any]]] = field(default_factory=list)
    payments: list[dict[str, Any]] = field(default_factory=list)
    # What earlier editions billed, as the month reads it; filled by ``publish``.
    closed: dict[Month, list[tuple[Any, ...]]] = field(default_factory=dict)
    as_of: dt.date | None = None

    def add(self, table: str, **values: Any) -> int:
        rows = self.tables[table]
        row = len(rows) + 2
        rows.append({"row": row, "readable": True, **DEFAULTS.get(table, {}), **values})
        return row

    def resident(self, serial: int, name: str, **values: Any) -> int:
        return self.add("residents", nik=nik(serial), name=name, **values)

    def entry(self, serial: int, name: str, **values: Any) -> int:
        line = str(len(self.tables["decisions"]) + 1)
        return self.add("decisions", **{"nik": nik(serial), "name": name, "annex_line": line, **values})

    def member(self, serial: int, name: str, *, resident_row: int | None = None, link: str = "accept", **values: Any) -> int:
        card = f"99900000{serial:05d}"
        row = self.add("members", **{"nik": nik(serial), "name": name, "card_number": card, **values})
        decided = link if resident_row is not None else "none"
        self.tables["member_links"].append({"row": row, "card_number": card, "resident_row": resident_row, "decision": decided})
        return row

    def payment(self, number: str, rupiah: int, **values: Any) -> None:
        """A disbursement for the run's month, its contribution, of this agreement, unless told otherwise."""
        usual = {
            "readable": True, "disbursement_date": self.month.first_date, "agreement_number": AGREEMENT, "account": "iuran",
            "month": str(self.month), "row": len(self.payments) + 2,
        }  # fmt: skip
        self.payments.append({**usual, "disbursement_number": number, "rupiah": rupiah, **values})

    def finding(self, code: str, *, subject: str, subject_row: int, **values: Any) -> None:
        self.tables["findings"].append(
            {"subject": subject, "subject_id": str(subject_row), "subject_row": subject_row, "code": code, **values}
        )

    def close(self, *, engine: Engine | None = None, list_files: Sequence[str] | None = None) -> Engine:
        engine = engine or shared_engine()
        lists = [self.tables["decisions"], *self.later_lists]
        for index, rows in enumerate(lists):
            engine.create_table(f"decisions_{index}", COLUMNS["decisions"], _rows(COLUMNS["decisions"], rows))
        for name in COLUMNS:
            if name != "decisions":
                engine.create_table(name, COLUMNS[name], _rows(COLUMNS[name], self.tables[name]))
        engine.create_table("payments_0", PAYMENT_COLUMNS, _rows(PAYMENT_COLUMNS, self.payments))
        before = {month: lines for month, lines in self.closed.items() if month < self.month}
        if before:
            engine.create_table("closed_lines", CLOSED_COLUMNS, [line for lines in before.values() for line in lines])
        close_month(
            engine=engine,
            run=Run(area_code=AREA, month=self.month, as_of=self.as_of or self.month.first_date),
            terms=self.terms,
            rates=self.rates,
            cutoffs=self.cutoffs,
            list_files=[f"lampiran{index or ''}.csv" for index in range(len(lists))] if list_files is None else list_files,
            dues=due_dates(self.terms),
            payment_files=["sp2d.csv"],
            closed_months=sorted(before),
        )
        return engine

    def publish(self, *, engine: Engine | None = None) -> Engine:
        """Close the month and remember what it billed and corrected; the next month is then open."""
        engine = self.close(engine=engine)
        lines = "month_date, entry_key, agreement_number, payer, account, amount"
        notes = lines.replace("month_date", "corrected_month")
        self.closed[self.month] = engine.fetch(f"SELECT {lines} FROM bill_lines UNION ALL SELECT {notes} FROM corrections")
        self.month = self.month.plus(1)
        return engine


def due_dates(agreements: Iterable[Terms]) -> tuple[DueDate, ...]:
    """Every month of these agreements is due on its due day, holidays aside."""
    return tuple(
        DueDate(agreed.number, month, month.first_date.replace(day=agreed.due_day), "Perpres 82/2018 Pasal 39")
        for agreed in agreements
        for month in (agreed.first_month.plus(n) for n in range(agreed.first_month.until(Month.of(agreed.to_date)) + 1))
    )


def _rows(columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    return [[row.get(column) for column in columns] for row in rows]
