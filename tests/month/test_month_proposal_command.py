"""``cakupan propose`` on a small region: from a closed month to the list by name."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import jsonschema
import pytest
import yaml
from small_region import AREA, AS_OF, MONTH, closed_workspace, files, look

from cakupan.cli import app
from cakupan.cli.outcome import run_command
from cakupan.law.refusal import Refusal
from cakupan.month.pemda_rate import pemda_month_rate, to_year_end
from cakupan.wiring.proposal import propose
from cakupan.wiring.workspace import Workspace

ASKED = {"area": AREA, "month": MONTH}

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "schemas" / "propose.json"


def number() -> str:
    content = yaml.safe_load((files() / "files" / "pks.yaml").read_text(encoding="utf-8"))
    return content["agreement"]["number"]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("proposal") / "workspace"
    shutil.copytree(closed_workspace(), folder)
    return folder


def with_quota(workspace: Path, folder: Path, *, quota: int) -> Path:
    """A copy of the workspace with another agreement, on whose list nobody is yet."""
    copy = folder / "workspace"
    shutil.copytree(workspace, copy)
    content = yaml.safe_load((files() / "files" / "pks.yaml").read_text(encoding="utf-8"))
    content["agreement"] |= {"quota": quota, "number": "PKS-USULAN"}
    content["agreement"].pop("budget", None)
    content["agreement"].pop("decree")
    file = folder / "pks.yaml"
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
    Workspace(copy).import_register(kind="agreements", file=file, area=AREA, as_of=AS_OF)
    return copy


def test_it_proposes_poor_residents_who_are_in_no_segment(workspace: Path, tmp_path: Path):
    copy = with_quota(workspace, tmp_path, quota=10_000)
    made = propose(workspace=copy, agreement="PKS-USULAN", out=tmp_path / "usulan.csv", **ASKED)
    with (tmp_path / "usulan.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    proposed = [row for row in rows if row["decision"] == "proposed"]
    assert len(proposed) == made.summary["people"]["proposed"] > 0
    assert [int(row["rank"]) for row in proposed] == list(range(1, len(proposed) + 1))
    deciles = [int(row["decile"] or 99) for row in proposed if row["reason"] == "confirmed_poor"]
    assert deciles, "somebody poor is in no segment"
    active = {person for (person,) in look("SELECT person_id FROM {statuses} WHERE status = 'active'")}
    assert not active & {row["person_id"] for row in proposed}
    cost = sum(pemda_month_rate(month=month) for month in to_year_end(MONTH.plus(1)))
    assert {int(row["rupiah_to_year_end"]) for row in proposed} == {cost}
    assert made.summary["rupiah_to_year_end"] == cost * len(proposed)


def test_room_for_few_lets_the_others_wait(workspace: Path, tmp_path: Path):
    told = propose(workspace=with_quota(workspace, tmp_path, quota=3), agreement="PKS-USULAN", **ASKED).summary
    assert (told["room"], told["bound_by"]) == (3, "quota_full")
    assert told["people"]["proposed"] <= 3 < told["people"]["proposed"] + told["people"]["waiting"]
    assert set(told["reasons"]["waiting"]) <= {"quota_full", "family_does_not_fit", "behind_family_that_does_not_fit"}


def test_the_same_question_finds_the_proposal_that_stands(workspace: Path):
    first = propose(workspace=workspace, agreement=number(), **ASKED)
    before = first.rows_path.stat().st_mtime_ns
    again = propose(workspace=workspace, agreement=number(), **ASKED)
    assert (again.folder, again.rows_path.stat().st_mtime_ns) == (first.folder, before)
    other = propose(workspace=workspace, agreement=number(), decile_max=1, **ASKED)
    assert other.folder != first.folder


def test_the_command_prints_json_and_a_text(workspace: Path, capsys: pytest.CaptureFixture[str]):
    words = ["propose", "--area", AREA, "--agreement", number(), "--month", str(MONTH), "--workspace", str(workspace)]
    assert run_command(app, [*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    jsonschema.validate(told, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert told["effective_date"] == "2021-08-01" and told["person_to_year_end"] == 5 * 37_800
    assert run_command(app, words) == 0
    said = capsys.readouterr().out
    assert "berlaku 1 Agustus 2021" in said and "daftar tunggu" in said


def test_after_the_20th_cover_begins_a_month_later(workspace: Path):
    days = {day: MONTH.first_date.replace(day=day) for day in (20, 21)}
    found = {
        day: propose(workspace=workspace, agreement=number(), submitted_on=date, **ASKED).summary["effective_date"]
        for day, date in days.items()
    }
    assert found == {20: "2021-08-01", 21: "2021-09-01"}


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"agreement": "PKS-X"}, "PKS-X"),
        ({"month": MONTH.plus(1)}, "not closed"),
        ({"submitted_on": MONTH.plus(6).first_date}, "the agreement ends"),
    ],
)
def test_what_is_missing_is_refused_with_how_to_mend(workspace: Path, changed, word):
    with pytest.raises(Refusal) as refused:
        propose(**{"workspace": workspace, "agreement": number(), **ASKED, **changed})
    assert word in str(refused.value) and refused.value.mend
