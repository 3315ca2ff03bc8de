"""Compare two published editions of an area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.month.comparison import COMPARED, ORDER, SIDES, compare_editions
from cakupan.month.edition import changed
from cakupan.registers.snapshot import written_aside
from cakupan.wiring.csv_files import write_csv
from cakupan.wiring.editions import PublishedEdition, current_edition, month_folder, open_edition
from cakupan.wiring.engine import opened_engine

LIST = "perubahan.csv"
COLUMNS = (
    "subject", "direction", "reason", "changed_key", "nik", "name", "area_code", "agreement_number",
    "amount_before", "amount_after",
)  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """What changed between two editions: sums by reason, what they rest on differently, and the list by name."""

    before: PublishedEdition
    after: PublishedEdition
    totals: tuple[Mapping[str, Any], ...]
    rests_on: tuple[str, ...]
    list_file: Path | None

    def as_dict(self) -> dict[str, Any]:
        """The comparison as ``cakupan compare --json`` prints it."""
        return {
            **{
                side: {"month": edition.manifest["month"], "edition": edition.hash, "as_of": edition.manifest["as_of"]["members"]}
                for side, edition in (("before", self.before), ("after", self.after))
            },
            "rests_on_differently": list(self.rests_on),
            "changes": [dict(total) for total in self.totals],
            "list": str(self.list_file) if self.list_file else None,
        }


def compare_published(
    *, workspace: Path, area: str, before: str, after: str, out: Path | None = None, engine_name: str = "duckdb"
) -> Comparison:
    """Compare two editions, each named ``YYYY-MM`` or, for one that no longer is current, ``YYYY-MM@HASH``.

    ``out`` takes the list by name. Raises :class:`Refusal` for an edition that is not there.
    """
    editions = [named_edition(workspace=workspace, area=area, name=name) for name in (before, after)]
    with opened_engine(engine_name) as engine:
        for side, edition in zip(SIDES, editions, strict=True):
            for table in COMPARED:
                engine.read_parquet(f"{table}_{side}", edition.table(table))
        compare_editions(engine=engine)
        names = ("subject", "direction", "reason", "people", "amount_before", "amount_after")
        rows = engine.fetch(f"SELECT {', '.join(names)} FROM change_totals ORDER BY subject, direction, reason")
        if out is not None:
            with written_aside(out) as aside:
                engine.write_parquet(f"SELECT {', '.join(COLUMNS)} FROM changes ORDER BY {ORDER}", aside / "perubahan.parquet")
                write_csv([pq.read_table(aside / "perubahan.parquet")], columns=COLUMNS, out=aside / LIST)
    old, new = editions
    return Comparison(
        before=old,
        after=new,
        totals=tuple(dict(zip(names, row, strict=True)) for row in rows),
        rests_on=tuple(changed(old=old.manifest, new=new.manifest)),
        list_file=out / LIST if out else None,
    )


def named_edition(*, workspace: Path, area: str, name: str) -> PublishedEdition:
    """The edition called ``YYYY-MM`` (the one that stands) or ``YYYY-MM@HASH`` (any that was published)."""
    month_text, _, hashed = name.partition("@")
    month = Month.parse(month_text)
    if not hashed:
        standing = current_edition(workspace=workspace, area=area, month=month)
        if standing is not None:
            return standing
    home = month_folder(workspace=workspace, area=area, month=month)
    found = sorted(home.glob(f"{hashed[:12]}*")) if hashed else []
    if len(found) == 1:
        return open_edition(found[0])
    there = sorted(folder.name for folder in home.glob("[0-9a-f]*")) if home.is_dir() else []
    raise Refusal(
        f"edition {name} of {area}",
        why="there is no such edition" + (f"; {month} has {', '.join(there)}." if there else f": {month} was never closed."),
        mend=f"Close it with `cakupan month {month} --area {area}`, or name one of those that are there.",
        editions=there,
    )
