"""Two editions beside each other: everyone who came, left or changed is named once, with why."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cakupan.cli import app
from cakupan.cli.outcome import run_command
from cakupan.engines.embedded import DuckDBEngine
from cakupan.engines.steps import Engine
from cakupan.month.comparison import COMPARED, SIDES, compare_editions
from cakupan.wiring.month import close_area_month
from cakupan.wiring.workspace import Workspace
from month.small_month import JULY, SmallMonth, terms
from month.small_region import AREA, MONTH, files, import_all

AUGUST = JULY.plus(1)
SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "schemas" / "compare.json"


@pytest.fixture
def compare(tmp_path: Path) -> Iterator[Callable[[SmallMonth, SmallMonth], Engine]]:
    """Compares two small months: each is closed and written, as an edition would be, then both are read."""
    engines: list[DuckDBEngine] = []

    def compared(before: SmallMonth, after: SmallMonth) -> Engine:
        engine = DuckDBEngine(memory_limit="200MB", threads=1)
        engines.append(engine)
        for side, small in zip(SIDES, (before, after), strict=True):
            closed = small.close()
            for table in COMPARED:
                path = tmp_path / f"{table}_{side}.parquet"
                closed.write_parquet(f"SELECT * FROM {table}", path)
                engine.read_parquet(f"{table}_{side}", path)
        compare_editions(engine=engine)
        return engine

    yield compared
    for engine in engines:
        engine.close()


def changes(engine: Engine, subject: str) -> list[tuple[Any, ...]]:
    return engine.fetch(
        f"SELECT direction, reason, name, amount_before, amount_after FROM changes WHERE subject = '{subject}' ORDER BY name"
    )


def month(at=JULY, **changed: Any) -> SmallMonth:
    return SmallMonth(month=at, **changed)


def listed(small: SmallMonth, *people: tuple[int, str, dict[str, Any]]) -> SmallMonth:
    for serial, name, values in people:
        small.resident(serial, name)
        small.entry(serial, name, **values)
    return small


LATE = {"submitted_date": dt.date(2021, 6, 21)}
STAYS, COMES = (1, "ADI SAPUTRA", {}), (2, "BUDI HARTONO", LATE)


def test_the_same_month_twice_changes_nobody(compare):
    engine = compare(listed(month(), STAYS, COMES), listed(month(), STAYS, COMES))
    assert engine.fetch("SELECT count(*) FROM changes") == [(0,)]


def test_who_comes_was_not_yet_effective_and_who_leaves_was_removed(compare):
    leaves = (3, "CITRA LESTARI", {})
    removal = (3, "CITRA LESTARI", {"decision": "remove", "submitted_date": dt.date(2021, 7, 20)})
    before = listed(month(), STAYS, COMES, leaves)
    after = listed(month(AUGUST), STAYS, COMES, leaves, removal)
    assert changes(compare(before, after), "bill") == [
        ("came", "was_not_yet_effective", "BUDI HARTONO", 0, 37_800),
        ("left", "removed_from_list", "CITRA LESTARI", 37_800, 0),
    ]


def test_a_line_that_was_not_there_before_is_new_and_one_that_is_gone_is_gone(compare):
    only_here = (4, "DEWI ANGGRAINI", {"annex_line": "77"})
    assert changes(compare(listed(month(), STAYS), listed(month(), STAYS, only_here)), "bill") == [
        ("came", "new_line", "DEWI ANGGRAINI", 0, 37_800)
    ]
    assert changes(compare(listed(month(), STAYS, only_here), listed(month(), STAYS)), "bill") == [
        ("left", "line_gone", "DEWI ANGGRAINI", 37_800, 0)
    ]


def test_when_the_agreement_ends_everyone_leaves_for_that_reason(compare):
    ended = (terms(to_date=dt.date(2021, 8, 1)),)
    engine = compare(listed(month(terms=ended), STAYS), listed(month(AUGUST, terms=ended), STAYS))
    assert changes(engine, "bill") == [("left", "agreement_ended", "ADI SAPUTRA", 37_800, 0)]
    assert engine.fetch("SELECT subject, direction, reason, people, amount_before, amount_after FROM change_totals") == [
        ("bill", "left", "agreement_ended", 1, 37_800, 0)
    ]


def test_a_line_that_verification_begins_to_doubt_changes_and_says_for_what(compare):
    before, after = listed(month(), STAYS), listed(month(AUGUST), STAYS)
    after.add("deaths", nik=after.tables["residents"][0]["nik"], name="ADI SAPUTRA", death_date=dt.date(2021, 7, 3))
    assert changes(compare(before, after), "bill") == [("changed", "now_deceased", "ADI SAPUTRA", 37_800, 37_800)]
    assert changes(compare(after, before), "bill") == [("changed", "no_longer_deceased", "ADI SAPUTRA", 37_800, 37_800)]


def test_another_rate_is_told_as_such(compare):
    dearer = [replace(rate, amount=rate.amount + 1000) if rate.account == "iuran" else rate for rate in month().rates]
    engine = compare(listed(month(), STAYS), listed(month(AUGUST, rates=dearer), STAYS))
    assert changes(engine, "bill") == [("changed", "rate_or_share", "ADI SAPUTRA", 37_800, 38_800)]


@pytest.mark.parametrize(
    ("before", "after", "direction", "reason"),
    [
        ({"status": "inactive"}, {}, "came", "branch_says_active"),
        (None, {}, "came", "new_card"),
        ({}, None, "left", "card_gone"),
        ({}, {"status": "inactive", "segment": "PBPU"}, "left", "branch_says_inactive"),
        ({"segment": "PBPU"}, {}, "changed", "segment_PBPU_to_PEMDA"),
    ],
)
def test_what_the_branch_said_on_two_days(compare, before, after, direction, reason):
    def small(values):
        found = month()
        row = found.resident(1, "ADI SAPUTRA")
        if values is not None:
            found.member(1, "ADI SAPUTRA", resident_row=row, **values)
        return found

    assert changes(compare(small(before), small(after)), "branch") == [(direction, reason, "ADI SAPUTRA", 0, 0)]


def test_a_card_that_stays_inactive_is_no_change(compare):
    small = month()
    small.member(1, "ADI SAPUTRA", resident_row=small.resident(1, "ADI SAPUTRA"), status="inactive")
    assert changes(compare(small, small), "branch") == []


@pytest.fixture(scope="module")
def two_months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A region whose July and August are closed; in August half of the annex is taken off."""
    workspace = tmp_path_factory.mktemp("compare") / "workspace"
    import_all(workspace)
    close_area_month(workspace=workspace, area=AREA, month=MONTH)
    annex = (files() / "files" / "lampiran_sk.csv").read_text(encoding="utf-8").splitlines()
    removals = [line.replace(",MASUK,", ",KELUAR,").replace("2021-06-18", "2021-07-19") for line in annex[1:51]]
    out = workspace.parent / "keluar.csv"
    out.write_text("\n".join([annex[0], *removals]) + "\n", encoding="utf-8")
    Workspace(workspace).import_register(kind="decisions", file=out, area=AREA, as_of=dt.date(2021, 7, 20))
    close_area_month(workspace=workspace, area=AREA, month=MONTH.plus(1))
    return workspace


def test_the_command_tells_sums_and_writes_the_list(two_months, tmp_path, capsys):
    command = ["compare", "2021-07", "2021-08", "--area", AREA, "--workspace", str(two_months)]
    assert run_command(app, [*command, "--out", str(tmp_path / "list")]) == 0
    told = capsys.readouterr().out
    assert "removed_from_list" in told and "decisions" in told
    with (tmp_path / "list" / "perubahan.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert run_command(app, [*command, "--json"]) == 0
    told_json = json.loads(capsys.readouterr().out)
    jsonschema.validate(told_json, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert sum(each["people"] for each in told_json["changes"]) == len(rows)
    assert len(rows) >= 50 and {row["direction"] for row in rows} == {"left"}
    assert all(row["agreement_number"] and int(row["amount_after"]) == 0 for row in rows)


def test_an_edition_that_is_not_there_is_refused_with_those_that_are(two_months, capsys):
    command = ["compare", "--area", AREA, "--workspace", str(two_months)]
    assert run_command(app, [*command, "2021-07", "2021-09"]) == 1
    assert "never closed" in capsys.readouterr().err
    assert run_command(app, [*command, "2021-07@ffffffffffff", "2021-08"]) == 1
    assert "2021-07 has" in capsys.readouterr().err
