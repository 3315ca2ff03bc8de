"""Many histories side by side in one run of the engine, and the same by the reference, as rows that can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
from random_histories import CUTOFFS, STEPS, History, Known
from small_month import AREA, COLUMNS

from cakupan.engines.embedded import DuckDBEngine
from cakupan.law.calendar import Month
from cakupan.month.closing import CLOSED_COLUMNS, PAYMENT_COLUMNS, close_month
from cakupan.month.edition import assert_invariants
from cakupan.month.reference import ClosedLine, Line, Payment, ReferenceMonth, close_reference
from cakupan.month.terms import Run

ARROW = {"BIGINT": pa.int64(), "INTEGER": pa.int32(), "STRING": pa.string(), "DATE": pa.date32(), "BOOLEAN": pa.bool_()}
# Outcomes of lines that never count: the reference gives them no days.
NEVER = (
    *("unreadable", "without_decree", "without_agreement", "without_submission_date", "annulled"),
    *("before_first_known_cutoff", "differs_from_agreement"),
)
Rows = dict[str, Counter[tuple[Any, ...]]]


class BatchEngine(DuckDBEngine):
    """DuckDB whose small tables come in whole, not row by row: a batch has thousands of parameters."""

    def create_table(self, table: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
        schema = pa.schema([(name, ARROW[kind]) for name, kind in columns.items()])
        arrays = [pa.array([row[place] for row in rows], field.type) for place, field in enumerate(schema)]
        self.connection.register("incoming", pa.Table.from_arrays(arrays, schema=schema))
        self.connection.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM incoming")
        self.connection.unregister("incoming")


QUERIES = {
    "list_entries": """
        SELECT line_id, entry_key, outcome, from_date, to_date,
          CASE WHEN from_date IS NOT NULL AND to_date IS NOT NULL THEN start_rule END,
          end_cause FROM list_entries""",
    "spells": "SELECT person_id, line_id, from_date, to_date, start_rule, end_cause FROM spells",
    "bill_lines": "SELECT agreement_number, line_id, payer, account, amount FROM bill_lines",
    "due_months": "SELECT agreement_number, month_date, payer, account, people, amount FROM due_months",
    "payments": "SELECT payment_id, agreement_number, payer, amount FROM payments",
    "allocations": "SELECT payment_id, agreement_number, payer, account, month_date, amount, rule FROM allocations",
    "pemda_arrears": """
        SELECT agreement_number, payer, account, month_date, due_date, due, paid, unpaid, age_months FROM pemda_arrears""",
    "suspension_period": "SELECT agreement_number, unpaid_month, from_date, to_date FROM suspension_period",
    "corrections": """
        SELECT corrected_month, entry_key, agreement_number, payer, account, billed, due, amount, cause, borne_by
        FROM corrections""",
}


def of_reference(month: ReferenceMonth) -> dict[str, list[tuple[Any, ...]]]:
    """The reference's month in the columns of :data:`QUERIES`."""
    return {
        "list_entries": [
            (e.line.line_id, e.key, e.outcome, e.from_date, e.to_date, e.start_rule, e.end_cause) for e in month.entries
        ],
        "spells": [(s.person_id, s.line_id, s.from_date, s.to_date, s.start_rule, s.end_cause) for s in month.spells],
        "bill_lines": [(b.agreement_number, b.line_id, b.payer, b.account, b.amount) for b in month.bill_lines],
        "due_months": [(d.agreement_number, d.month.first_date, d.payer, d.account, d.people, d.amount) for d in month.dues],
        "payments": [(p.payment_id, p.agreement_number, p.payer, p.amount) for p in month.payments],
        "allocations": [
            (a.payment_id, a.agreement_number, a.payer, a.account, a.month.first_date if a.month else None, a.amount, a.rule)
            for a in month.allocations
        ],
        "pemda_arrears": [
            (a.agreement_number, a.payer, a.account, a.month.first_date, a.due_date, a.due, a.paid, a.unpaid, a.age_months)
            for a in month.arrears
        ],
        "suspension_period": [(s.agreement_number, s.unpaid_month.first_date, s.from_date, s.to_date) for s in month.suspensions],
        "corrections": [
            (
                c.month.first_date,
                c.entry_key,
                c.agreement_number,
                c.payer,
                c.account,
                c.billed,
                c.due,
                c.amount,
                c.cause,
                c.borne_by,
            )
            for c in month.corrections
        ],
    }


def closed_batch(
    *, engine: BatchEngine, histories: Sequence[History], months: Sequence[Month], again: Callable[[], None] = lambda: None
) -> Iterator[tuple[Rows, Rows]]:
    """Close every step of all histories, by the engine and by the reference: the rows of both, step after step."""
    closed_by_sql: list[tuple[Any, ...]] = []
    closed_by_hand: dict[int, list[ClosedLine]] = {history.number: [] for history in histories}
    for step in range(STEPS):
        run = Run(AREA, months[step], months[step].plus(1).first_date if step == 1 else months[step].first_date)
        earlier = list(months[:step])
        by_hand: Rows = {name: Counter() for name in QUERIES}
        for history in histories:
            closed = closed_by_hand[history.number]
            month = reference_step(history.known[step], run, closed, earlier)
            for name, rows in of_reference(month).items():
                by_hand[name].update(rows)
            closed += _billed(month, run.month)
        close_step(engine, histories, step, run, closed_by_sql, earlier)
        assert_invariants(engine=engine)
        closed_by_sql += engine.fetch(
            "SELECT month_date, entry_key, agreement_number, payer, account, amount FROM bill_lines UNION ALL "
            "SELECT corrected_month, entry_key, agreement_number, payer, account, amount FROM corrections"
        )
        yield rows_of(engine), by_hand


def reference_step(known: Known, run: Run, closed: Sequence[ClosedLine], earlier: Sequence[Month]) -> ReferenceMonth:
    return close_reference(
        run=run,
        lines=known.lines,
        terms=known.terms,
        rates=known.rates,
        cutoffs=CUTOFFS,
        due_dates=known.due_dates,
        payments=known.payments,
        deaths=known.deaths,
        closed=closed,
        closed_months=earlier,
    )


def _billed(month: ReferenceMonth, of: Month) -> list[ClosedLine]:
    keys = {entry.line.line_id: entry.key for entry in month.entries}
    lines = [ClosedLine(of, keys[b.line_id], b.agreement_number, b.payer, b.account, b.amount) for b in month.bill_lines]
    notes = [ClosedLine(c.month, c.entry_key, c.agreement_number, c.payer, c.account, c.amount) for c in month.corrections]
    return [*lines, *notes]


def rows_of(engine: BatchEngine) -> Rows:
    """The engine's month as :data:`QUERIES` tell it; lines that never count have no days."""
    rows = {name: Counter(engine.fetch(sql)) for name, sql in QUERIES.items()}
    rows["list_entries"] = Counter(
        (*row[:3], None, None, None, None) if row[2] in NEVER else row for row in rows["list_entries"].elements()
    )
    return rows


def close_step(
    engine: BatchEngine,
    histories: Sequence[History],
    step: int,
    run: Run,
    closed: Sequence[tuple[Any, ...]],
    earlier: Sequence[Month],
) -> None:
    known = [history.known[step] for history in histories]
    for file in range(STEPS):
        lines = [row for history in histories for row in _line_rows(history, step, file)]
        engine.create_table(f"decisions_{file}", COLUMNS["decisions"], _table("decisions", lines))
        payments = [_payment_row(p) for each in known for p in each.payments if p.file == file]
        engine.create_table(f"payments_{file}", PAYMENT_COLUMNS, [[row.get(c) for c in PAYMENT_COLUMNS] for row in payments])
    for name in COLUMNS:
        if name != "decisions":
            engine.create_table(name, COLUMNS[name], _table(name, list(_register(name, histories, step))))
    if earlier:
        engine.create_table("closed_lines", CLOSED_COLUMNS, closed)
    close_month(
        engine=engine,
        run=run,
        terms=[t for each in known for t in each.terms],
        rates=[r for each in known for r in each.rates],
        cutoffs=CUTOFFS,
        list_files=[f"lampiran{file}.csv" for file in range(STEPS)],
        dues=[d for each in known for d in each.due_dates],
        payment_files=[f"sp2d{file}.csv" for file in range(STEPS)],
        closed_months=earlier,
    )


def _table(name: str, rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    return [[row.get(column) for column in COLUMNS[name]] for row in rows]


def _line_rows(history: History, step: int, file: int) -> Iterator[dict[str, Any]]:
    people = {f"R{person.row}": person for person in history.people}
    for line in history.known[step].lines:
        if line.line_id // 100_000_000 == file:
            person = people[line.person_id]
            yield {**_line_row(line), "nik": person.nik, "name": person.name, "area_code": person.area_code}


def _line_row(line: Line) -> dict[str, Any]:
    return {
        "row": line.list_row,
        "readable": line.readable,
        "decision": line.decision,
        "class": line.class_,
        "payer": line.payer,
        "agreement_number": line.agreement_number,
        "decree_number": line.decree_number,
        "submitted_date": line.submitted_date,
        "annex_line": line.annex_line,
    }


def _payment_row(payment: Payment) -> dict[str, Any]:
    return {
        "row": payment.row,
        "readable": True,
        "disbursement_number": payment.number,
        "disbursement_date": payment.date,
        "agreement_number": payment.agreement_number,
        "payer": payment.payer,
        "month": str(payment.month),
        "account": payment.account,
        "rupiah": payment.amount,
    }


def _register(name: str, histories: Sequence[History], step: int) -> Iterator[dict[str, Any]]:
    for history in histories:
        for person in history.people:
            told = {"row": person.row, "readable": True, "nik": person.nik, "name": person.name, "area_code": person.area_code}
            death = history.known[step].deaths.get(f"R{person.row}")
            if name == "residents":
                yield {**told, "population_flag": "0"}
            elif name == "deaths" and death is not None:
                yield {**told, "death_date": death, "certificate_number": f"KM-{person.row}"}
