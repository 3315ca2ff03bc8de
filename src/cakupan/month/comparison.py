"""Two editions beside each other: who came, who left, and why."""

from __future__ import annotations

from cakupan.engines.steps import Engine, load_steps

SIDES = ("before", "after")
# What each edition brings to a comparison; the engine holds them as ``<table>_before`` and ``<table>_after``.
COMPARED = ("list_entries", "bill_lines", "statuses", "persons")
OF_ONE_SIDE = ("entry", "card")
ORDER = "subject, direction, reason, area_code NULLS LAST, name NULLS LAST, changed_key"


def compare_editions(*, engine: Engine) -> None:
    """From the tables of :data:`COMPARED`, make ``changes`` (one row per person and change) and ``change_totals``.

    ``subject`` is ``bill`` (an annex line, with the Pemda's rupiah before and after) or ``branch`` (a card of the member master);
    ``direction`` is came, left or changed; ``reason`` says why, in the words of outcomes, mismatch codes and causes.
    """
    steps = load_steps("cakupan.month.compare_steps")
    for side in SIDES:
        for table in COMPARED:
            engine.alias(table, f"{table}_{side}")
        for step in steps:
            if step.name in OF_ONE_SIDE:
                engine.run(step, into=f"{step.name}_{side}")
    for step in steps:
        if step.name not in OF_ONE_SIDE:
            engine.run(step)
