"""The branch's bill by name against ours: each difference with its one cause, both sums recovered."""

from __future__ import annotations

from collections.abc import Mapping

from cakupan.engines.steps import Engine, load_steps
from cakupan.month.invariant import assert_held

STEPS, INVARIANTS = "cakupan.month.reconcile_steps", "cakupan.month.reconcile_invariants"
TABLES: Mapping[str, str] = {
    "reconciliation": "person_id, line_id NULLS LAST, branch_row NULLS LAST",
    "reconciliation_totals": "cause",
}
# A branch that handed over no bill has nothing to reconcile: an empty table of these columns stands in for it.
OPTIONAL: Mapping[str, Mapping[str, str]] = {
    "bill": {
        "row": "BIGINT", "readable": "BOOLEAN", "card_number": "STRING", "nik": "STRING", "name": "STRING", "month": "STRING",
        "segment": "STRING", "rupiah": "BIGINT",
    }
}  # fmt: skip
# Why a line of one bill is not the same in the other; in the order in which they are looked for.
CAUSES = (
    *("agrees", "amount_differs", "duplicate", "deceased", "moved"),
    *("only_ours_awaiting_branch", "only_branch_removed", "only_branch_agreement_ended", "only_branch_not_listed"),
)


def run_reconciliation(*, engine: Engine) -> None:
    """Create the tables of :data:`TABLES` on an engine that holds a closed month and ``bill``, the branch's bill by name.

    Our side is ``bill_lines`` as they are billed, doubts included: a reconciliation compares what was asked for.
    """
    for step in load_steps(STEPS):
        engine.run(step)


def assert_reconciliation(*, engine: Engine) -> None:
    """Raise :class:`AssertionError` if a line or a rupiah of either bill is missing, or a difference has no cause."""
    assert_held(engine=engine, package=INVARIANTS)
