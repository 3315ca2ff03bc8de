"""Officers' decisions in a workspace: the uncertain pairs go out as data, what is decided stands in the next month's links."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from small_region import AREA, AS_OF, MONTH, closed_workspace, import_all

from cakupan.cli import app
from cakupan.cli.outcome import DONE, REFUSED, run_command
from cakupan.law.refusal import Refusal
from cakupan.linking.match import MatchTerms
from cakupan.wiring.editions import current_edition
from cakupan.wiring.month import close_area_month
from cakupan.wiring.outlook_rows import EditionRows
from cakupan.wiring.review_pairs import review_pairs
from cakupan.wiring.workspace import Workspace

HEADER = ("DAFTAR", "NO_SUMBER", "NIK_TERTULIS", "NIK_PENDUDUK", "KEPUTUSAN", "TGL_KEPUTUSAN", "DIPUTUSKAN_OLEH", "ALASAN")
LABELS = {"poverty": "DTKS", "members": "PESERTA"}
AUGUST = MONTH.plus(1)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(closed_workspace(), tmp_path / "workspace"))


def pairs(workspace: Path | None = None) -> list[dict[str, Any]]:
    return list(review_pairs(workspace=workspace or closed_workspace(), area=AREA))


def decided_file(folder: Path, decided: Sequence[tuple[dict[str, Any], str]], name: str = "identitas.csv") -> Path:
    """A file of decisions about pairs that :func:`review_pairs` gave."""
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for pair, decision in decided:
            named = (LABELS[pair["register"]], pair["subject_id"], pair["subject"]["nik"], pair["resident"]["nik"])
            writer.writerow((*named, decision, "2021-07-12", "Kabid Dayasos", "dicocokkan dengan KK"))
    return folder / name


def import_decisions(workspace: Path, file: Path, as_of: dt.date = dt.date(2021, 7, 12)) -> str:
    imported = Workspace(workspace).import_register(kind="identity_decisions", file=file, area=AREA, as_of=as_of)
    return imported.snapshot.hash


def decidable(workspace: Path) -> list[dict[str, Any]]:
    """Pairs whose row and resident are named by a number of their own."""
    times = Counter((pair["register"], pair["subject_id"]) for pair in pairs(workspace))
    return [
        p for p in pairs(workspace) if p["subject_id"] and times[p["register"], p["subject_id"]] == 1 and p["resident"]["nik"]
    ]


def test_every_pair_under_review_goes_out_once_and_adds_up() -> None:
    (links,) = (closed_workspace() / "links" / AREA).iterdir()
    found = pairs()
    for register, table in (("poverty", "poverty_links"), ("members", "member_links")):
        wanted = pq.read_table(links / f"{table}.parquet", filters=[("decision", "=", "review")]).sort_by("row").to_pylist()
        ours = [pair for pair in found if pair["register"] == register]
        assert [(p["row"], p["resident"]["row"], p["weight_bits"]) for p in ours] == [
            (row["row"], row["resident_row"], row["weight_bits"]) for row in wanted
        ]
    assert len(found) > 5
    for pair in found:
        assert sum(field["bits"] for field in pair["fields"]) + pair["prior_bits"] == pytest.approx(pair["weight_bits"])
        assert (pair["accept_bits"], pair["reject_bits"]) == (MatchTerms().accept_bits / 100, MatchTerms().review_bits / 100)
        assert {field["field"] for field in pair["fields"]} == {"nik", "name", "date", "sex", "household"}
        assert all(field["says"] for field in pair["fields"])
        assert pair["fields"][1]["given"] == (pair["subject"]["name"] or "–")
        assert pair["fields"][1]["resident"] == pair["resident"]["name"]
        assert pair["as_of"] == "2021-07-01"
    assert json.loads(json.dumps(found)) == found


def test_a_pair_names_its_runner_up() -> None:
    found = [pair for pair in pairs() if pair["runner_up"]]
    assert found
    for pair in found:
        assert pair["runner_up"]["resident"]["row"] != pair["resident"]["row"]
        assert pair["runner_up"]["weight_bits"] <= pair["weight_bits"]
        assert pair["runner_up"]["resident"]["name"]
    assert any(pair["runner_up"] is None for pair in pairs())


def test_pairs_need_registers_and_say_so(tmp_path: Path) -> None:
    import_all(tmp_path, without=("members",))
    with pytest.raises(Refusal, match=f"cakupan import members FILE --area {AREA}"):
        pairs(tmp_path)


def test_what_is_decided_stands_in_the_next_month_and_is_not_asked_again(copied: Path, tmp_path: Path) -> None:
    asked = decidable(copied)
    decided = [(pair, ("SAMA", "BERBEDA")[place % 2]) for place, pair in enumerate(asked)]
    hashed = import_decisions(copied, decided_file(tmp_path, decided), as_of=dt.date(2021, 8, 2))
    assert not close_area_month(workspace=copied, area=AREA, month=MONTH).published, "July knows nothing of August's decisions"
    edition = close_area_month(workspace=copied, area=AREA, month=AUGUST).edition
    (named,) = [each for each in edition.manifest["inputs"] if each["kind"] == "identity_decisions"]
    assert (named["snapshot"], named["rows"]) == (hashed, len(decided))
    told = {(p["register"], p["row"]): p for p in pairs(copied)}
    for pair, decision in decided:
        again = told.get((pair["register"], pair["row"]))
        assert again is None or (decision == "BERBEDA" and again["resident"]["nik"] != pair["resident"]["nik"])
    links = {path.parent.name: path for path in (copied / "links" / AREA).glob("*/officer_decisions.parquet")}
    assert len(links) == 1
    (path,) = links.values()
    assert set(pq.read_table(path)["effect"].to_pylist()) == {"applied"}
    accepted = {
        (kind, row["row"]): row["rule"]
        for kind, table in (("poverty", "poverty_links"), ("members", "member_links"))
        for row in pq.read_table(path.with_name(f"{table}.parquet"), filters=[("rule", "=", "officer")]).to_pylist()
    }
    assert set(accepted) == {(pair["register"], pair["row"]) for pair, decision in decided if decision == "SAMA"}


def test_a_card_said_to_be_a_resident_stands_under_that_resident(copied: Path, tmp_path: Path) -> None:
    pair = next(pair for pair in decidable(copied) if pair["register"] == "members")

    def person() -> Any:
        edition = current_edition(workspace=copied, area=AREA, month=MONTH)
        (status,) = pq.read_table(edition.table("statuses"), filters=[("member_row", "=", pair["row"])]).to_pylist()
        return status["person_id"]

    resident = f"R{pair['resident']['row']}"
    assert person() != resident
    import_decisions(copied, decided_file(tmp_path, [(pair, "SAMA")]))
    close_area_month(workspace=copied, area=AREA, month=MONTH, again=True)
    assert person() == resident


def test_the_same_decisions_give_the_same_edition_and_later_ones_are_told(copied: Path, tmp_path: Path, capsys) -> None:
    asked = decidable(copied)[:4]
    file = decided_file(tmp_path, [(pair, "SAMA") for pair in asked])
    import_decisions(copied, file)
    assert run_command(app, ["month", str(MONTH), "--area", AREA, "--workspace", str(copied), "--json"]) == REFUSED
    assert json.loads(capsys.readouterr().out)["changed"] == ["identity_decisions"]
    first = close_area_month(workspace=copied, area=AREA, month=MONTH, again=True).edition
    import_all(tmp_path / "other")
    import_decisions(tmp_path / "other", file)
    assert close_area_month(workspace=tmp_path / "other", area=AREA, month=MONTH).edition.hash == first.hash
    taken_back = decided_file(tmp_path, [(asked[0], "BERBEDA")], name="lain.csv")
    import_decisions(copied, taken_back)
    assert close_area_month(workspace=copied, area=AREA, month=MONTH, again=True).edition.hash != first.hash


def test_a_proposal_rests_on_the_links_of_its_edition(copied: Path, tmp_path: Path) -> None:
    first, *others = decidable(copied)
    import_decisions(copied, decided_file(tmp_path, [(pair, "SAMA") for pair in others]))
    shutil.rmtree(copied / "links")
    close_area_month(workspace=copied, area=AREA, month=MONTH, again=True)
    before = sorted((copied / "links" / AREA).iterdir())
    import_decisions(copied, decided_file(tmp_path, [(first, "SAMA")], name="lain.csv"), as_of=AS_OF)
    agreement = current_edition(workspace=copied, area=AREA, month=MONTH).manifest["agreements"][0]["number"]
    asked = ["propose", "--area", AREA, "--month", str(MONTH), "--agreement", agreement, "--workspace", str(copied)]
    assert run_command(app, asked) == DONE
    assert sorted((copied / "links" / AREA).iterdir()) == before


def test_an_outlook_counts_the_poor_by_the_links_that_the_decisions_made(copied: Path, tmp_path: Path) -> None:
    same = [(pair, "SAMA") for pair in decidable(copied)]
    import_decisions(copied, decided_file(tmp_path, same))
    edition = close_area_month(workspace=copied, area=AREA, month=MONTH, again=True).edition
    with duckdb.connect(":memory:") as connection:
        rows = EditionRows(connection=connection, edition=edition, workspace=copied)
        rows.poor_outside_pbi(edition.manifest["agreements"][0]["number"])
        officers = connection.execute("SELECT count(*) FROM poverty_links WHERE rule = 'officer'").fetchall()
    assert officers == [(sum(pair["register"] == "poverty" for pair, _ in same),)] != [(0,)]
