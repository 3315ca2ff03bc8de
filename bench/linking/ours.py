"""One run of our own linker from snapshots, in a process of its own: ``ours.py FOLDER OUT MEMORY link|all``.

``link`` does what the peer does: normalise, find the resident of every poverty row. ``all`` is what ``cakupan link``
does with two files: besides that, rows that are one person in either register, mismatches with their evidence, and
every table written as Parquet.
"""

from __future__ import annotations

import sys
from pathlib import Path

import registers
from cakupan.engines.embedded import DuckDBEngine
from cakupan.engines.steps import Engine
from cakupan.linking.match import MatchTerms, group_rows, match, normalise, prepare
from cakupan.wiring.linking import link_snapshots


def main(folder: Path, out: Path, memory: str, what: str) -> None:
    if what == "all":
        link_snapshots(snapshots=registers.snapshots(folder), as_of=registers.AS_OF, evidence=out, memory_limit=memory)
        return
    engine = DuckDBEngine(memory_limit=memory)
    link(engine, folder)
    engine.write_parquet("SELECT * FROM poverty_resident_links ORDER BY query_row", out / "poverty_resident_links.parquet")
    engine.close()


def link(engine: Engine, folder: Path) -> None:
    """The steps that say which resident a poverty row is. Residents who stand twice are sought too: their rows are no rivals."""
    prepare(engine=engine)
    for kind in registers.KINDS:
        engine.read_parquet(kind, folder / kind / "rows.parquet")
        normalise(engine=engine, register=kind, into=f"{kind}_person")
    population = int(engine.fetch("SELECT count(*) FROM residents_person")[0][0])
    asked = {"as_of": registers.AS_OF, "population": population, "terms": MatchTerms()}
    group_rows(engine=engine, persons="residents_person", into="resident_group", **asked)
    match(
        engine=engine,
        query="poverty_person",
        target="residents_person",
        target_group="resident_group",
        into="poverty_resident_links",
        **asked,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4])
