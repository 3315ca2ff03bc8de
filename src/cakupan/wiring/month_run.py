"""Run the steps of a month on an engine: load what was chosen, close, count coverage, settle families, reconcile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from cakupan.engines.steps import Engine, Step
from cakupan.month import coverage, newborns, reconciliation, self_payers
from cakupan.month.closing import CLOSED_COLUMNS, OPTIONAL, close_month
from cakupan.month.coverage import NamedPopulation, assert_coverage, run_coverage
from cakupan.month.edition import TABLES, assert_invariants
from cakupan.month.newborns import run_newborns
from cakupan.month.reconciliation import assert_reconciliation, run_reconciliation
from cakupan.month.self_payers import AidPolicy, ArrearsLaw, arrears_law, assert_self_payers, run_self_payers
from cakupan.month.terms import Run, Terms
from cakupan.registers.regions import Region
from cakupan.wiring.editions import PublishedEdition
from cakupan.wiring.law_tables import cutoffs, due_dates, position_rates, rate_parts
from cakupan.wiring.month_inputs import MonthInputs

CODE_PACKAGES = (
    "cakupan.linking.steps",
    "cakupan.linking.identity_steps",
    "cakupan.linking.mismatch_steps",
    "cakupan.month.steps",
    "cakupan.month.share_steps",
    "cakupan.month.settle_steps",
    "cakupan.month.cover_steps",
    "cakupan.month.coverage_steps",
    "cakupan.month.self_payer_steps",
    "cakupan.month.reconcile_steps",
    "cakupan.month.newborn_steps",
)
REGISTERS = ("residents", "members", "deaths", "moves", "facilities", "poverty", "unpaid", "bill")
LINKING_TABLES = ("member_links", "poverty_links", "findings", "resident_group")


def load_inputs(*, engine: Engine, inputs: MonthInputs, evidence: Path) -> None:
    """Put every register, annex, file of payments, link and earlier bill on the engine under the name that the steps read."""
    for kind in REGISTERS:
        if kind in inputs.snapshots:
            engine.read_parquet(kind, inputs.snapshots[kind].rows_path)
    for kind, found in inputs.adding.items():
        for place, snapshot in enumerate(found):
            engine.read_parquet(f"{kind}_{place}", snapshot.rows_path)
    for table in LINKING_TABLES:
        engine.read_parquet(table, evidence / f"{table}.parquet")
    for table, columns in {**OPTIONAL, **self_payers.OPTIONAL}.items():
        if table not in inputs.snapshots:
            engine.create_table(table, columns, [])
    if inputs.earlier:
        engine.run(_closed_lines(engine, inputs.earlier))


def _closed_lines(engine: Engine, earlier: Sequence[PublishedEdition]) -> Step:
    """What earlier editions billed and corrected, row by row."""
    parts = []
    for place, edition in enumerate(earlier):
        for table, month_column in (("bill_lines", "month_date"), ("corrections", "corrected_month")):
            engine.read_parquet(f"earlier_{table}_{place}", edition.table(table))
            columns = ", ".join(month_column if name == "month_date" else name for name in CLOSED_COLUMNS)
            parts.append(f"SELECT {columns} FROM earlier_{table}_{place}")
    return Step(name="closed_lines", sql="\nUNION ALL\n".join(parts), says="What earlier editions billed and corrected.")


def run_month(*, engine: Engine, run: Run, inputs: MonthInputs, readings: Sequence[str]) -> Mapping[str, str]:
    """Run every step, check every invariant, and return the tables of the edition with the order each is written in.

    Raises :class:`Refusal` where the law gives no rate, :class:`AssertionError` if an invariant is broken.
    """
    terms, region, known_on = inputs.terms, inputs.region, run.known_on
    close_month(
        engine=engine,
        run=run,
        terms=terms,
        rates=(
            *rate_parts(terms=terms, month=run.month, known_on=known_on, readings=readings),
            *position_rates(month=run.month, fiscal_capacity=_fiscal_capacity(region, run), known_on=known_on, readings=readings),
        ),
        cutoffs=cutoffs(known_on=known_on),
        dues=due_dates(terms=terms, month=run.month, known_on=known_on),
        list_files=[snapshot.file for snapshot in inputs.lists],
        payment_files=[snapshot.file for snapshot in inputs.payments],
        closed_months=[edition.month for edition in inputs.earlier],
    )
    assert_invariants(engine=engine)
    run_coverage(engine=engine, population=_named_population(region))
    assert_coverage(engine=engine)
    run_self_payers(engine=engine, law=_arrears_law(inputs, run, readings), policy=_aid_policy(engine, terms, region))
    assert_self_payers(engine=engine)
    run_newborns(engine=engine)
    return {**TABLES, **coverage.TABLES, **self_payers.TABLES, **newborns.TABLES, **_of_what_was_handed_over(engine, inputs)}


def _of_what_was_handed_over(engine: Engine, inputs: MonthInputs) -> Mapping[str, str]:
    """Tables that only some editions have: without the branch's bill nothing is reconciled, rather than everything missing."""
    tables: dict[str, str] = {}
    if "bill" in inputs.snapshots:
        run_reconciliation(engine=engine)
        assert_reconciliation(engine=engine)
        tables |= reconciliation.TABLES
    if "facilities" in inputs.snapshots:
        tables["facilities"] = "row"
    return tables


def _named_population(region: Region | None) -> NamedPopulation | None:
    if region is None or region.population is None:
        return None
    return NamedPopulation(basis=region.population.basis, areas=region.population.areas)


def _fiscal_capacity(region: Region | None, run: Run) -> str | None:
    """The province's class of fiscal capacity in the year; None where no document says it, and its part then is not billed."""
    return region.fiscal_capacity.get(run.month.year) if region else None


def _arrears_law(inputs: MonthInputs, run: Run, readings: Sequence[str]) -> ArrearsLaw:
    """The law of unpaid months. Where nobody handed over a list of them it is not asked: it may refuse for a conflict."""
    if "unpaid" not in inputs.snapshots:
        return ArrearsLaw(rates=(), months_max=None, suspension=())
    return arrears_law(until=run.month, as_of=run.as_of, known_on=run.known_on, readings=readings)


def _aid_policy(engine: Engine, terms: Sequence[Terms], region: Region | None) -> AidPolicy:
    """What can be offered to the poor: PBI JK first, then as many as the quotas in force still hold."""
    billed = engine.fetch(
        "SELECT agreement_number, count(*) FROM list_entries WHERE outcome = 'billed' GROUP BY agreement_number"
    )
    taken = {number: int(lines) for number, lines in billed}
    room = sum(
        max(agreement.quota - taken[agreement.number], 0) for agreement in terms if agreement.quota and agreement.number in taken
    )
    payer = region.self_payer_aid_payer if region else None
    return AidPolicy(pemda_room=room, self_payer_aid_payer=payer or "kabkota")
