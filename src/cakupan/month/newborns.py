"""Newborns without a card whose mother is covered: whose list do they follow? (Perpres 82/2018 art. 10; the agreement)"""

from __future__ import annotations

from collections.abc import Mapping

from cakupan.engines.steps import Engine, load_steps

STEPS = "cakupan.month.newborn_steps"
TABLES: Mapping[str, str] = {"newborns": "person_id"}


def run_newborns(*, engine: Engine) -> None:
    """Create the table of :data:`TABLES` on an engine that holds a closed month and its ``residents``."""
    for step in load_steps(STEPS):
        engine.run(step)
