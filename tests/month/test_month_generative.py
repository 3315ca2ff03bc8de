"""Random histories of several months: the set-based steps equal the plain-Python reference, row by row, and the books balance.

``CAKUPAN_EXAMPLES`` says how many histories are drawn (300 unless told otherwise; nightly 10,000).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from batch_engine import QUERIES, BatchEngine, Rows, close_step, closed_batch, reference_step, rows_of
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from random_histories import STEPS, History, make_history, months_of_steps
from small_month import AREA

from cakupan.month.reference import ClosedLine, ReferenceMonth
from cakupan.month.terms import Run, share_method

EXAMPLES = int(os.environ.get("CAKUPAN_EXAMPLES", "300"))
# A run of the engine costs as much for one history as for a hundred.
BATCH = 100 if EXAMPLES < 1000 else 250


@pytest.fixture(scope="module")
def engine() -> Iterator[BatchEngine]:
    engine = BatchEngine(memory_limit="1GB", threads=2)
    yield engine
    engine.close()


def _batch(seed: int, size: int) -> list[History]:
    months = months_of_steps(seed)
    return [make_history(seed=seed * 1000 + number, number=number, months=months) for number in range(size)]


def _number(row: tuple) -> int:
    """The history that a row belongs to: by a paper's number, else by a line."""
    papers = re.search(r"(?:PKS|SP2D)-(\d+)-", " ".join(str(cell) for cell in row))
    lines = [cell for cell in row if isinstance(cell, int)]
    return int(papers[1]) if papers else (lines[0] % 100_000_000 - 2) // 1000 if lines else -1


def _differences(histories: list[History], sql: Rows, plain: Rows) -> str:
    """What differs, by history: its seed is enough to see it again alone."""
    told = []
    for table in QUERIES:
        for side, rows in (("only SQL", sql[table] - plain[table]), ("only reference", plain[table] - sql[table])):
            for row in sorted(rows, key=str)[:5]:
                number = _number(row)
                seed = histories[number].seed if 0 <= number < len(histories) else "?"
                told.append(f"history {number} (seed {seed}) {table}, {side}: {row}")
    return "\n".join(told)


# One example is a batch of histories, so nothing is shrunk: the seed of the one that differs is told.
@settings(max_examples=max(1, EXAMPLES // BATCH), deadline=None, derandomize=True, phases=[Phase.generate], database=None)
@given(seed=st.integers(0, 2**32))
def test_generative_sql_equals_reference_over_histories(engine, seed):
    histories = _batch(seed, BATCH)
    for sql, plain in closed_batch(engine=engine, histories=histories, months=months_of_steps(seed)):
        assert not _differences(histories, sql, plain)
        unbalanced = "SELECT agreement_number FROM ledger GROUP BY agreement_number HAVING sum(debit) <> sum(credit)"
        assert engine.fetch(unbalanced) == []


def test_generative_a_month_closed_again_is_the_same(engine):
    histories, months = _batch(7, 60), months_of_steps(7)
    *_, (first, _) = closed_batch(engine=engine, histories=histories, months=months)
    closed = engine.fetch("SELECT month_date, entry_key, agreement_number, payer, account, amount FROM closed_lines")
    last = STEPS - 1
    close_step(engine, histories, last, Run(AREA, months[last], months[last].first_date), closed, list(months[:last]))
    assert rows_of(engine) == first


def test_generative_what_was_corrected_is_not_corrected_again(engine):
    """Closed once more, with its own corrections among what was billed, a month has no rupiah left to correct."""
    histories, months = _batch(8, 60), months_of_steps(8)
    *_, (first, _) = closed_batch(engine=engine, histories=histories, months=months)
    assert first["corrections"]
    lines = "entry_key, agreement_number, payer, account, amount"
    closed = engine.fetch(
        f"SELECT month_date, {lines} FROM closed_lines UNION ALL SELECT corrected_month, {lines} FROM corrections"
    )
    last = STEPS - 1
    close_step(engine, histories, last, Run(AREA, months[last], months[last].first_date), closed, list(months[:last]))
    assert engine.fetch("SELECT count(*) FROM corrections WHERE amount <> 0") == [(0,)]


def _closed_by_hand(seed: int) -> Iterator[tuple[History, ReferenceMonth]]:
    months = months_of_steps(seed)
    for history in _batch(seed, 100):
        closed: list[ClosedLine] = []
        for step in range(STEPS):
            run = Run(AREA, months[step], months[step].first_date)
            month = reference_step(history.known[step], run, closed, list(months[:step]))
            keys = {entry.line.line_id: entry.key for entry in month.entries}
            closed += [
                ClosedLine(run.month, keys[b.line_id], b.agreement_number, b.payer, b.account, b.amount) for b in month.bill_lines
            ]
            yield history, month


def test_the_generator_reaches_every_outcome_rule_and_cause():
    seen: set[str | None] = set()
    for seed in (1, 2, 5):
        for history, month in _closed_by_hand(seed):
            seen |= {entry.outcome for entry in month.entries}
            seen |= {word for spell in month.spells for word in (spell.start_rule, spell.end_cause)}
            seen |= {allocation.rule for allocation in month.allocations}
            seen |= {note.cause for note in month.corrections} | {f"borne by {note.borne_by}" for note in month.corrections}
            seen |= {"a note of nothing" for note in month.corrections if note.amount == 0}
            seen |= {"a credit" for note in month.corrections if note.amount < 0}
            seen |= {"repeated annex number" for entry in month.entries if "#" in entry.key}
            seen |= {"paid late" for stop in month.suspensions if stop.to_date}
            seen |= {"arrears of a year" for one in month.arrears if one.age_months >= 6}
            seen |= {share_method(agreed.shares) for agreed in history.known[-1].terms}
    assert seen >= {
        *("billed", "unreadable", "without_decree", "without_agreement", "without_submission_date", "differs_from_agreement"),
        *("annulled", "before_first_known_cutoff", "removed_before_start", "not_yet_effective", "removed_from_list"),
        "agreement_ended",
        *("mutation_cutoff", "agreement_start", "after_earlier_line", "arrears_paid", "suspended_for_arrears"),
        *("named_month", "oldest_first", "overpaid", "per_cent", "people", "months", "cap"),
        *("late_death", "rate_changed", "decision_reversed", "share_changed", "other_input"),
        *("borne by bpjs", "borne by pemda", "borne by None", "a note of nothing", "a credit"),
        *("repeated annex number", "paid late", "arrears of a year"),
    }
