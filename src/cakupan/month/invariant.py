"""Run a folder of invariants: each SELECT counts violations, and none may be found."""

from __future__ import annotations

from cakupan.engines.steps import Engine, load_steps


def assert_held(*, engine: Engine, package: str) -> None:
    """Raise :class:`AssertionError` naming the first invariant of a package that the engine's tables break, and how often."""
    for invariant in load_steps(package):
        broken = engine.fetch(invariant.sql)[0][0]
        assert broken == 0, f"{invariant.says} ({broken} violations)"
