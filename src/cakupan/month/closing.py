"""Close one month: registers, links, agreements, decisions and the law in; spells, bill, statuses, mismatches out, as tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from cakupan.engines.steps import Engine, Function, Step, load_steps
from cakupan.law.refusal import Refusal
from cakupan.month.mismatch import listed_kinds
from cakupan.month.terms import MILLION, Cutoff, RatePart, Run, Terms

# A name's letters alone: offices differ in blanks, dots, quotes and accents, engines in what a slip in an accented letter counts.
# Titles and spelling are left to `alike`.
NAME_KEY = Function(
    name="name_key",
    parameters={"name": "STRING"},
    returns="STRING",
    body="replace_all(upper(coalesce(name, '')), '[^A-Z]+', '')",
)
# Corroborates a NIK, never replaces it: a letter in four may differ, or one name holds the other (titles, a second name).
ALIKE = Function(
    name="alike",
    parameters={"a": "STRING", "b": "STRING"},
    returns="BOOLEAN",
    body="a <> '' AND b <> '' AND (levenshtein(a, b) <= greatest(2, idiv(least(length(a), length(b)), 4))"
    " OR (least(length(a), length(b)) >= 4 AND (instr(a, b) > 0 OR instr(b, a) > 0)))",
)

# Registers that an area may not have handed over: a month can do without them, and its manifest says so.
OPTIONAL: Mapping[str, Mapping[str, str]] = {
    "deaths": {
        "row": "BIGINT", "readable": "BOOLEAN", "nik": "STRING", "name": "STRING", "birth_date": "DATE",
        "death_date": "DATE", "certificate_number": "STRING", "reported_date": "DATE",
    },
    "moves": {
        "row": "BIGINT", "readable": "BOOLEAN", "nik": "STRING", "name": "STRING", "birth_date": "DATE",
        "move_date": "DATE", "destination_code": "STRING",
    },
}  # fmt: skip


def close_month(
    *,
    engine: Engine,
    run: Run,
    terms: Sequence[Terms],
    rates: Sequence[RatePart],
    cutoffs: Sequence[Cutoff],
    list_files: Sequence[str],
) -> None:
    """Run every step of the month on the engine's tables.

    The engine holds ``residents``, ``members``, ``member_links``, ``findings``, ``decisions_0`` … (one table per annex file, in
    the order of ``list_files``) and those of :data:`OPTIONAL`. Raises :class:`Refusal` if an agreement in force has no rate.
    """
    refuse_unpriced(run=run, terms=terms, rates=rates)
    for name, columns, rows in _parameters(run=run, terms=terms, rates=rates, cutoffs=cutoffs, list_files=list_files):
        engine.create_table(name, columns, rows)
    engine.define(NAME_KEY)
    engine.define(ALIKE)
    engine.run(_decision_rows(len(list_files)))
    for step in load_steps("cakupan.month.steps"):
        engine.run(step)


def refuse_unpriced(*, run: Run, terms: Sequence[Terms], rates: Sequence[RatePart]) -> None:
    """Raise :class:`Refusal` if the law gives no rate this month for the segment and class of an agreement in force."""
    priced = {(rate.segment, rate.class_) for rate in rates if rate.month == run.month}
    for agreement in terms:
        in_force = agreement.from_date <= run.month.first_date < agreement.to_date
        if in_force and (agreement.segment, agreement.class_) not in priced:
            raise Refusal(
                f"the bill of {run.month} under {agreement.number}",
                why=f"no rate is known for segment {agreement.segment}, class {agreement.class_} in that month.",
                mend="Ask `cakupan law contribution "
                f"--segment {agreement.segment} --class {agreement.class_} --month {run.month}` for what is known.",
                agreement=agreement.number,
            )


def _decision_rows(files: int) -> Step:
    parts = (f"SELECT CAST({index} AS BIGINT) AS list_ordinal, d.* FROM decisions_{index} d" for index in range(files))
    return Step(name="decision_rows", sql="\nUNION ALL\n".join(parts), says="The imported annexes, one after the other.")


_Table = tuple[str, Mapping[str, str], Sequence[Sequence[Any]]]


def _parameters(
    *, run: Run, terms: Sequence[Terms], rates: Sequence[RatePart], cutoffs: Sequence[Cutoff], list_files: Sequence[str]
) -> tuple[_Table, ...]:
    return (
        _run_table(run),
        _agreement_table(terms),
        _share_table(terms),
        _rate_table(rates),
        _cutoff_table(cutoffs),
        _kind_table(),
        ("list_source", {"list_ordinal": "BIGINT", "list_file": "STRING"}, list(enumerate(list_files))),
    )


def _run_table(run: Run) -> _Table:
    columns = {
        "month": "STRING",
        "area_code": "STRING",
        "first_date": "DATE",
        "next_first_date": "DATE",
        "as_of_date": "DATE",
        "known_on": "DATE",
    }
    month = run.month
    return "run", columns, [(str(month), run.area_code, month.first_date, month.plus(1).first_date, run.as_of, run.known_on)]


def _agreement_table(terms: Sequence[Terms]) -> _Table:
    columns = {
        "agreement_number": "STRING", "segment": "STRING", "class": "INTEGER", "payer": "STRING", "period_from": "DATE",
        "period_to": "DATE", "decree_number": "STRING", "late_deaths_borne_by": "STRING",
    }  # fmt: skip
    rows = [
        (t.number, t.segment, t.class_, t.payer, t.from_date, t.to_date, t.decree_number, t.late_deaths_borne_by) for t in terms
    ]
    return "agreement", columns, rows


def _share_table(terms: Sequence[Terms]) -> _Table:
    for agreement in terms:
        total = sum(share.parts_per_million for share in agreement.shares)
        assert total == MILLION, f"the shares of {agreement.number} sum to {total} parts per million"
    columns = {"agreement_number": "STRING", "payer": "STRING", "parts_per_million": "BIGINT", "position": "INTEGER"}
    rows = [(t.number, s.payer, s.parts_per_million, place) for t in terms for place, s in enumerate(t.shares, start=1)]
    return "agreement_share", columns, rows


def _rate_table(rates: Sequence[RatePart]) -> _Table:
    columns = {
        "month_date": "DATE", "segment": "STRING", "class": "INTEGER", "payer": "STRING", "account": "STRING", "amount": "BIGINT",
        "rate_key": "STRING", "citation": "STRING", "confidence": "STRING",
        "from_date": "DATE", "to_date": "DATE", "known_date": "DATE",
    }  # fmt: skip
    return "law_rate", columns, [_rate_row(rate) for rate in rates]


def _rate_row(rate: RatePart) -> tuple[str | int | dt.date | None, ...]:
    return (
        rate.month.first_date, rate.segment, rate.class_, rate.payer, rate.account, rate.amount,
        rate.rate_key, rate.citation, rate.confidence, rate.from_date, rate.to_date, rate.known_date,
    )  # fmt: skip


def _cutoff_table(cutoffs: Sequence[Cutoff]) -> _Table:
    columns = {"from_date": "DATE", "to_date": "DATE", "cutoff_day": "INTEGER", "rate_key": "STRING", "citation": "STRING"}
    return "law_cutoff", columns, [(c.from_date, c.to_date, c.day, c.rate_key, c.citation) for c in cutoffs]


def _kind_table() -> _Table:
    columns = {"code": "STRING", "ordinal": "INTEGER", "provable": "BOOLEAN", "bpk_kind": "STRING", "suggested_action": "STRING"}
    rows = [(k.code, k.ordinal, k.provable, k.bpk_kind, k.suggested_action) for k in listed_kinds()]
    return "mismatch_kind", columns, rows
