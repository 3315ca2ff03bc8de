"""Close one month: registers, links, agreements, decisions and the law in; spells, bill, statuses, mismatches out, as tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from cakupan.engines.steps import Engine, Function, Step, load_steps
from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.month.mismatch import listed_kinds
from cakupan.month.terms import MILLION, Cutoff, DueDate, RatePart, Run, Share, Terms, share_method

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


# As many rows as there are people: kept as questions, not as copies, so that a month needs little more memory than its lists.
VIEWS = ("resident_person", "member_person", "persons")
# The columns that the month reads of every annex and of every file of payments; a file may hold more.
DECISION_COLUMNS: Mapping[str, str] = {
    "row": "BIGINT", "readable": "BOOLEAN", "decision": "STRING", "nik": "STRING", "nik_anomaly": "STRING",
    "card_number": "STRING", "name": "STRING", "area_code": "STRING", "segment": "STRING", "class": "INTEGER", "payer": "STRING",
    "agreement_number": "STRING", "decree_number": "STRING", "decree_date": "DATE", "submitted_date": "DATE",
    "annex_line": "STRING", "decided_by": "STRING", "reason": "STRING",
}  # fmt: skip
PAYMENT_COLUMNS: Mapping[str, str] = {
    "row": "BIGINT", "readable": "BOOLEAN", "disbursement_number": "STRING", "disbursement_date": "DATE",
    "agreement_number": "STRING", "payer": "STRING", "month": "STRING", "account": "STRING", "rupiah": "BIGINT",
}  # fmt: skip
# What earlier editions billed, corrections included: one row per bill line and per correction, never summed.
CLOSED_COLUMNS: Mapping[str, str] = {
    "month_date": "DATE", "entry_key": "STRING", "agreement_number": "STRING", "payer": "STRING", "account": "STRING",
    "amount": "BIGINT",
}  # fmt: skip


def close_month(
    *,
    engine: Engine,
    run: Run,
    terms: Sequence[Terms],
    rates: Sequence[RatePart],
    cutoffs: Sequence[Cutoff],
    list_files: Sequence[str],
    dues: Sequence[DueDate] = (),
    payment_files: Sequence[str] = (),
    closed_months: Sequence[Month] = (),
) -> None:
    """Run every step of the month on the engine's tables.

    The engine holds ``residents``, ``members``, ``member_links``, ``findings``, those of :data:`OPTIONAL`, ``decisions_0`` … and
    ``payments_0`` … (one table per file, in the order of ``list_files`` and ``payment_files``) and, if ``closed_months`` names
    any, ``closed_lines`` (:data:`CLOSED_COLUMNS`) of those months. ``dues`` are the due dates of every month of the agreements.
    Raises :class:`Refusal` if an agreement in force has no rate.
    """
    assert all(month < run.month for month in closed_months), "only earlier months are corrected"
    refuse_unpriced(run=run, terms=terms, rates=rates)
    for name, columns, rows in (
        *_parameters(run=run, terms=terms, rates=rates, cutoffs=cutoffs),
        ("month_due", _DUE_COLUMNS, [(d.agreement_number, d.month.first_date, d.due_date, d.citation) for d in dues]),
        ("closed_month", {"month_date": "DATE"}, [(month.first_date,) for month in sorted(set(closed_months))]),
        ("list_source", {"list_ordinal": "BIGINT", "list_file": "STRING"}, list(enumerate(list_files))),
        ("payment_source", {"list_ordinal": "BIGINT", "list_file": "STRING"}, list(enumerate(payment_files))),
    ):
        engine.create_table(name, columns, rows)
    if not closed_months:
        engine.create_table("closed_lines", CLOSED_COLUMNS, [])
    engine.define(NAME_KEY)
    engine.define(ALIKE)
    _gather(engine, "decision", "decisions", DECISION_COLUMNS, len(list_files))
    _gather(engine, "payment", "payments", PAYMENT_COLUMNS, len(payment_files))
    _run_steps(engine)


def _run_steps(engine: Engine) -> None:
    """Enrol and bill; settle; then what the settled month means for cover."""
    for step in load_steps("cakupan.month.steps"):
        if step.name == "raw_line":
            split_lines(engine=engine, lines="billed_line", into="billed_share")
        if step.name in VIEWS:
            engine.view(step)
        else:
            engine.run(step)
    for step in load_steps("cakupan.month.settle_steps"):
        if step.name == "closed_difference":
            split_lines(engine=engine, lines="due_line", into="due_share")
        engine.run(step)
    for step in load_steps("cakupan.month.cover_steps"):
        engine.run(step)


def split_lines(*, engine: Engine, lines: str, into: str) -> None:
    """What every line of ``lines`` (month_date, agreement_number, line_id) costs each payer and account, as table ``into``."""
    engine.alias("charged_line", lines)
    steps = load_steps("cakupan.month.share_steps")
    for step in steps:
        engine.run(step, into=into if step is steps[-1] else None)


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


def _gather(engine: Engine, word: str, tables: str, columns: Mapping[str, str], files: int) -> None:
    """Every file of one kind, one after the other, as ``<word>_rows``."""
    named = ", ".join(f"d.{column}" for column in columns)
    parts = [f"SELECT CAST({index} AS BIGINT) AS list_ordinal, {named} FROM {tables}_{index} d" for index in range(files)]
    if parts:
        says = "The imported files, one after the other."
        engine.run(Step(name=f"{word}_rows", sql="\nUNION ALL\n".join(parts), says=says))
    else:
        engine.create_table(f"{word}_rows", {"list_ordinal": "BIGINT", **columns}, [])


_Table = tuple[str, Mapping[str, str], Sequence[Sequence[Any]]]
_DUE_COLUMNS: Mapping[str, str] = {
    "agreement_number": "STRING", "month_date": "DATE", "due_date": "DATE", "citation": "STRING",
}  # fmt: skip


def _parameters(*, run: Run, terms: Sequence[Terms], rates: Sequence[RatePart], cutoffs: Sequence[Cutoff]) -> tuple[_Table, ...]:
    return (
        _run_table(run),
        _agreement_table(terms),
        _share_table(terms),
        _budget_table(terms),
        _rate_table(rates),
        _cutoff_table(cutoffs),
        _kind_table(),
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
        "period_to": "DATE", "decree_number": "STRING", "late_deaths_borne_by": "STRING", "share_method": "STRING",
        "first_month_date": "DATE", "suspends": "BOOLEAN", "suspends_after_months": "INTEGER",
    }  # fmt: skip
    rows = [
        (t.number, t.segment, t.class_, t.payer, t.from_date, t.to_date, t.decree_number, t.late_deaths_borne_by,
         share_method(t.shares), t.first_month.first_date, t.suspends, t.suspends_after_months)
        for t in terms
    ]  # fmt: skip
    return "agreement", columns, rows


def _share_table(terms: Sequence[Terms]) -> _Table:
    """Each share with the lines ``[from_place, to_place)`` or months ``[from_month, to_month)`` that it pays; null: all."""
    columns = {
        "agreement_number": "STRING", "payer": "STRING", "parts_per_million": "BIGINT", "position": "INTEGER",
        "from_place": "BIGINT", "to_place": "BIGINT", "from_month": "DATE", "to_month": "DATE", "cap_per_month": "BIGINT",
        "rest": "BOOLEAN",
    }  # fmt: skip
    rows = [
        (t.number, share.payer, _parts(t.shares, share), place, *_bounds(t, share), share.cap_per_month, share.rest)
        for t in terms
        for place, share in enumerate(t.shares, start=1)
    ]
    return "agreement_share", columns, rows


def _parts(shares: Sequence[Share], share: Share) -> int:
    if share_method(shares) in ("people", "months"):
        return MILLION
    return MILLION - sum(other.parts_per_million for other in shares if not other.rest) if share.rest else share.parts_per_million


def _bounds(terms: Terms, share: Share) -> tuple[int | dt.date | None, ...]:
    """From which to which line, from which to which month this share pays."""
    first = terms.shares[0]
    if first.people is not None:
        return (first.people + 1, None, None, None) if share.rest else (1, first.people + 1, None, None)
    if first.months is not None:
        turn = terms.first_month.plus(first.months).first_date
        return (None, None, turn, None) if share.rest else (None, None, None, turn)
    return None, None, None, None


def _budget_table(terms: Sequence[Terms]) -> _Table:
    columns = {"agreement_number": "STRING", "account_number": "STRING", "account": "STRING"}
    return "budget_account", columns, [(t.number, number, kind) for t in terms for number, kind in t.budget_accounts.items()]


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
