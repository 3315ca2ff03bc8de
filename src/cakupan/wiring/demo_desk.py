"""What to ask at the admission desk of a demo: who loses cover, and the neighbour whose payer goes on paying. All invented."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from cakupan.scenarios.case import Case
from cakupan.wiring.answer import ask
from cakupan.wiring.editions import current_edition

TRY_AT_THE_DESK = Path("office") / "demo-desk.json"  # the tour shows it
LOOKED_AT_MAX = 200
SHOWN = {True: "kept", False: "lost"}


def try_at_the_desk(*, case: Case, workspace: Path, counter: str = "") -> dict[str, str]:
    """Write for the tour whom to ask about, and on which days. Gives the NIK of who ``lost`` cover and who ``kept`` it.

    Empty for a case whose story does not come to the desk. ``counter``: the address at which software asks.
    """
    found = dict(_found(case, workspace)) if case.desk_days else {}
    kept = workspace / TRY_AT_THE_DESK
    kept.parent.mkdir(parents=True, exist_ok=True)
    told = {"days": [day.isoformat() for day in case.desk_days], "people": found, "counter": counter}
    kept.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return found


def _found(case: Case, workspace: Path) -> Iterator[tuple[str, str]]:
    """The first of the regency's list who is active on the first day only, and of the province's who is on all of them."""
    for payer, active in (
        ("kabkota", (True, *(False,) * (len(case.desk_days) - 1))),
        ("provinsi", (True,) * len(case.desk_days)),
    ):
        for nik in _niks(case, workspace, payer):
            if _active(workspace, case.area, nik, case.desk_days) == active:
                yield SHOWN[all(active)], nik
                break


def _niks(case: Case, workspace: Path, payer: str) -> Iterator[str]:
    """Whom a payer's list of the first month names, in the order of its lines."""
    edition = current_edition(workspace=workspace, area=case.area, month=case.months[0])
    assert edition is not None, "a demo closes its months first"
    persons = pq.read_table(edition.table("persons"), columns=["person_id", "nik"]).to_pydict()
    niks = dict(zip(persons["person_id"], persons["nik"], strict=True))
    listed = pq.read_table(edition.table("statuses"), columns=["person_id", "payer", "line_id"]).sort_by("line_id").to_pylist()
    on_list = [row["person_id"] for row in listed if row["line_id"] is not None and row["payer"] == payer]
    yield from (niks[person] for person in on_list[:LOOKED_AT_MAX] if niks.get(person))


def _active(workspace: Path, area: str, nik: str, days: Sequence[dt.date]) -> tuple[bool, ...]:
    today = max(days)
    asked = (ask(workspace=workspace, number=nik, on=day, today=today, area=area).answer for day in days)
    return tuple(answer.status == "active" for answer in asked)
