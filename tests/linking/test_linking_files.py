"""From files to files: the contract of ``cakupan link`` and ``cakupan explain-link``."""

from __future__ import annotations

import csv
import hashlib
import json
import random
import shutil
from collections import Counter
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from linked_region import AS_OF, write_region

from cakupan.cli import app
from cakupan.cli.outcome import DONE, REFUSED, run_command
from cakupan.scenarios.registers_written import FILES

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "samples"
RESIDENTS = 3_000
COLUMNS = {
    "poverty_links": "row,source_id,nik,decision,weight_bits,rule",
    "member_links": "row,card_number,nik,decision,weight_bits,rule",
    "findings": "subject,subject_id,code,nik,other_id,evidence,suggested_action",
    "faults": "file,row,column,value,reason",
    "warnings": "file,row,column,value,reason",
}
LINKED = {"poverty_links": ("dtks.csv", "ID_DTKS", "source_id"), "member_links": ("peserta.csv", "NO_KARTU", "card_number")}

# The folder of a linking with decisions, and the two rows that were decided.
Decided = tuple[Path, dict[str, str], dict[str, str]]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def link(folder: Path, out: Path, *options: str, kinds: tuple[str, ...] = tuple(FILES), as_of: str = AS_OF.isoformat()) -> int:
    registers = [option for kind in kinds for option in (f"--{kind}", str(folder / FILES[kind]))]
    return run_command(app, ["link", *registers, "--as-of", as_of, "--out", str(out), *options])


def damage(poverty: Path) -> None:
    """Three lines that cannot be read as they should, and one line twice: none of them may be lost or stop the rest."""
    lines = poverty.read_text(encoding="utf-8").splitlines()
    lines[4] = lines[4] + ",one cell too many"
    lines.insert(6, lines[5])
    lines[8] = "only one cell"
    lines[9] = lines[9].replace(lines[9].split(",")[3], "=1+1", 1)
    poverty.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_region(tmp_path_factory.mktemp("files"), residents=RESIDENTS, seed=5)
    damage(folder / FILES["poverty"])
    return folder


@pytest.fixture(scope="module")
def linked(region: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("linked")
    assert link(region, out) == DONE
    return out


@pytest.mark.parametrize(("name", "columns"), COLUMNS.items())
def test_columns_are_those_of_the_contract(linked: Path, name: str, columns: str) -> None:
    with (linked / f"{name}.csv").open(encoding="utf-8") as file:
        assert file.readline() == columns + "\n"


@pytest.mark.parametrize("name", LINKED)
def test_one_line_per_input_line_in_its_order(region: Path, linked: Path, name: str) -> None:
    file, given, told = LINKED[name]
    lines, rows = (region / file).read_text(encoding="utf-8").splitlines(), read(linked / f"{name}.csv")
    assert [int(row["row"]) for row in rows] == list(range(2, len(lines) + 1))
    position = lines[0].split(",").index(given)
    for line, row in zip(lines[1:], rows, strict=True):
        assert row[told] in {line.split(",")[position], ""}


@pytest.mark.parametrize("name", LINKED)
def test_nik_goes_with_the_decision(region: Path, linked: Path, name: str) -> None:
    residents = {row["NIK"] for row in read(region / FILES["residents"])}
    decided = Counter()
    for row in read(linked / f"{name}.csv"):
        decided[row["decision"]] += 1
        assert (row["nik"] in residents) if row["decision"] in {"accept", "review"} else row["nik"] == ""
        assert (row["weight_bits"] == "") is (row["rule"] in {"no_candidate", "unreadable"})
    assert set(decided) == {"accept", "review", "none"}
    assert decided["accept"] > 0.85 * decided.total()


def test_lines_that_cannot_be_read_are_listed_and_linked_to_nobody(linked: Path) -> None:
    rows = {int(row["row"]): row for row in read(linked / "poverty_links.csv")}
    faults = {int(fault["row"]) for fault in read(linked / "faults.csv") if fault["file"] == FILES["poverty"]}
    assert {5, 9} <= faults
    assert rows[9]["decision"] == "none"
    assert rows[9]["rule"] == "unreadable"


def test_the_same_line_twice_is_two_lines_and_one_duplicate(linked: Path) -> None:
    rows = {row["row"]: row for row in read(linked / "poverty_links.csv")}
    assert {key: value for key, value in rows["6"].items() if key != "row"} == {
        key: value for key, value in rows["7"].items() if key != "row"
    }
    duplicates = [f for f in read(linked / "findings.csv") if f["subject"] == "poverty" and f["code"] == "duplicate"]
    assert any(found["subject_id"] == found["other_id"] == rows["7"]["source_id"] for found in duplicates)


def test_a_review_is_never_not_in_register_and_every_none_that_was_read_is(linked: Path) -> None:
    missing = Counter(
        f["subject_id"] for f in read(linked / "findings.csv") if f["code"] == "not_in_register" and f["subject"] == "member"
    )
    expected = Counter(row["card_number"] for row in read(linked / "member_links.csv") if row["decision"] == "none")
    assert missing == expected


def test_no_text_cell_can_become_a_formula(linked: Path) -> None:
    for name in COLUMNS:
        for row in read(linked / f"{name}.csv"):
            for column, value in row.items():
                assert not value.startswith(("=", "+", "@")), (name, column)
                assert not value.startswith("-") or column == "weight_bits", (name, column)


def test_the_summary_counts_what_the_lists_hold(linked: Path) -> None:
    summary = json.loads((linked / "summary.json").read_text(encoding="utf-8"))
    for kind, name in (("poverty", "poverty_links"), ("members", "member_links")):
        assert summary["links"][kind] == Counter(row["decision"] for row in read(linked / f"{name}.csv"))
    found = Counter((f["subject"], f["code"]) for f in read(linked / "findings.csv"))
    assert {(subject, code): n for subject, codes in summary["mismatches"].items() for code, n in codes.items()} == found
    assert sum(file["faults"] for file in summary["files"].values()) == len(read(linked / "faults.csv"))


def test_json_prints_the_summary_and_nothing_else(region: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert link(region, tmp_path, "--json", "--no-workbook", kinds=("residents", "poverty")) == DONE
    said = capsys.readouterr()
    assert json.loads(said.out) == json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert said.err == ""
    assert not (tmp_path / "workbook.xlsx").exists()
    assert not (tmp_path / "member_links.csv").exists()


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.csv"))}


def test_the_same_files_give_the_same_bytes(region: Path, linked: Path, tmp_path: Path) -> None:
    assert link(region, tmp_path, "--no-workbook") == DONE
    assert digests(tmp_path) == digests(linked)
    for table in ("poverty_resident_links", "member_resident_links", "findings", "same_person"):
        evidence = Path("evidence") / f"{table}.parquet"
        assert (tmp_path / evidence).read_bytes() == (linked / evidence).read_bytes(), table


def test_the_order_of_the_residents_decides_nothing(region: Path, linked: Path, tmp_path: Path) -> None:
    """Row numbers aside. Only the sample of random pairs is another one: weights may move by some hundredths of a bit."""
    shuffled = tmp_path / "shuffled"
    shutil.copytree(region, shuffled)
    header, *lines = (region / FILES["residents"]).read_text(encoding="utf-8").splitlines(keepends=True)
    random.Random(1).shuffle(lines)
    (shuffled / FILES["residents"]).write_text(header + "".join(lines), encoding="utf-8")
    assert link(shuffled, tmp_path / "out", "--no-workbook") == DONE
    twice = twice_registered(linked)
    for name in LINKED:
        for before, after in zip(read(linked / f"{name}.csv"), read(tmp_path / "out" / f"{name}.csv"), strict=True):
            same = before["nik"] == after["nik"] or {before["nik"], after["nik"]} <= twice
            near = abs(float(before["weight_bits"] or 0) - 4) < 0.5 or abs(float(before["weight_bits"] or 0) + 3) < 0.5
            assert (before["decision"] == after["decision"] and same) or near, before


def twice_registered(linked: Path) -> set[str]:
    """The numbers of residents who stand twice: which of their rows is named may depend on which comes first."""
    groups = pq.read_table(linked / "evidence" / "resident_group.parquet").to_pylist()
    niks = dict(
        zip(*pq.read_table(linked / "evidence/registers/residents/rows.parquet", columns=["row", "nik"]).columns, strict=True)
    )
    by_row = {row.as_py(): nik.as_py() for row, nik in niks.items()}
    count = Counter(group["first_row"] for group in groups)
    return {by_row[group["row"]] for group in groups if count[group["first_row"]] > 1}


def test_the_workbook_opens(linked: Path) -> None:
    workbook = openpyxl.load_workbook(linked / "workbook.xlsx", read_only=True)
    assert len(workbook.sheetnames) >= 3
    cells = [
        cell for sheet in workbook for row in sheet.iter_rows(max_row=3, values_only=True) for cell in row if cell is not None
    ]
    assert cells
    assert not any("temuan" in str(cell).lower() for cell in cells)


@pytest.mark.parametrize(
    ("subject", "name", "column"), [("poverty", "poverty_links", "source_id"), ("member", "member_links", "card_number")]
)
def test_a_link_explains_itself_to_its_sum(
    linked: Path, capsys: pytest.CaptureFixture[str], subject: str, name: str, column: str
) -> None:
    rows = read(linked / f"{name}.csv")
    number_of = Counter(row[column] for row in rows)
    seen = set()
    for row in rows:
        kind = (row["decision"], row["rule"])
        if kind in seen or number_of[row[column]] > 1 or row["weight_bits"] == "":
            continue
        seen.add(kind)
        assert run_command(app, ["explain-link", str(linked), subject, row[column], "--json"]) == DONE
        told = json.loads(capsys.readouterr().out)
        assert (told["decision"], told["rule"]) == kind
        assert told["weight_bits"] == float(row["weight_bits"])
        assert sum(field["bits"] for field in told["fields"]) + told["prior_bits"] == pytest.approx(told["weight_bits"])
        assert run_command(app, ["explain-link", str(linked), subject, row[column]]) == DONE
        text = capsys.readouterr().out
        assert "NIK" in text
        assert f"{told['weight_bits']:+.2f}".replace(".", ",") in text
    assert len(seen) >= 3


def test_a_line_number_identifies_a_row_too(linked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(app, ["explain-link", str(linked), "poverty", "9", "--json"]) == DONE
    assert json.loads(capsys.readouterr().out)["rule"] == "unreadable"


@pytest.fixture(scope="module")
def decided(region: Path, linked: Path, tmp_path_factory: pytest.TempPathFactory) -> Decided:
    """The files linked again with two decisions, and the rows of the first linking that were called the same and different."""
    out = tmp_path_factory.mktemp("decided")
    rows = read(linked / "poverty_links.csv")
    times = Counter(row["source_id"] for row in rows)
    once = [row for row in rows if times[row["source_id"]] == 1 and row["source_id"] and row["nik"]]
    same, different = (next(r for r in once if r["decision"] == decision) for decision in ("review", "accept"))
    header = "DAFTAR,NO_SUMBER,NIK_TERTULIS,NIK_PENDUDUK,KEPUTUSAN,TGL_KEPUTUSAN,DIPUTUSKAN_OLEH,ALASAN"
    lines = [
        f"DTKS,{r['source_id']},,{r['nik']},{how},2021-07-01,Kabid,KK" for r, how in ((same, "SAMA"), (different, "BERBEDA"))
    ]
    (out / "identitas.csv").write_text("\n".join([header, *lines, "DTKS,,,,SAMA,,,"]) + "\n", encoding="utf-8")
    assert link(region, out / "hasil", "--no-workbook", "--identity-decisions", str(out / "identitas.csv")) == DONE
    return out / "hasil", same, different


def test_officers_decisions_stand_and_touch_no_other_row(linked: Path, decided: Decided) -> None:
    out, same, different = decided
    before, after = read(linked / "poverty_links.csv"), read(out / "poverty_links.csv")
    changed = {new["row"]: new for old, new in zip(before, after, strict=True) if old != new}
    assert set(changed) == {same["row"], different["row"]}
    assert changed[same["row"]] == {**same, "decision": "accept", "rule": "officer"}
    assert changed[different["row"]]["nik"] != different["nik"]
    assert (out / "member_links.csv").read_bytes() == (linked / "member_links.csv").read_bytes()
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))["identity_decisions"]
    assert summary["effects"] == {"applied": 2}
    assert [(file["rows"], file["readable_rows"]) for file in summary["files"]] == [(3, 2)]
    assert {fault["row"] for fault in read(out / "faults.csv") if fault["file"] == "identitas.csv"} == {"4"}
    assert "identity_decisions" not in json.loads((linked / "summary.json").read_text(encoding="utf-8"))


def test_an_explanation_tells_who_decided_when_and_why(decided: Decided, capsys: pytest.CaptureFixture[str]) -> None:
    out, same, different = decided
    for row, decision, word in ((same, "same", "SAMA"), (different, "different", "BERBEDA")):
        assert run_command(app, ["explain-link", str(out), "poverty", row["source_id"], "--json"]) == DONE
        (told,) = json.loads(capsys.readouterr().out)["decisions"]
        assert told == {
            "resident_nik": row["nik"],
            "decision": decision,
            "decided_date": "2021-07-01",
            "decided_by": "Kabid",
            "reason": "KK",
            "effect": "applied",
        }
        assert run_command(app, ["explain-link", str(out), "poverty", row["source_id"]]) == DONE
        text = capsys.readouterr().out
        assert f"Keputusan petugas: {word} dengan penduduk {row['nik']}; 2021-07-01, Kabid: KK (berlaku)" in text
        assert ("padan: keputusan petugas" in text) is (decision == "same")


def refusal(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    told: dict[str, str] = json.loads(capsys.readouterr().out)
    assert told["refused"] or told["what"]
    assert told["why"]
    assert told["mend"]
    return told


def test_refusals_say_what_why_and_how_to_mend(
    region: Path, linked: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    swapped = ["--residents", str(region / "dtks.csv"), "--poverty", str(region / "penduduk.csv")]
    right = ["--residents", str(region / "penduduk.csv"), "--poverty", str(region / "dtks.csv")]
    asked = ["--as-of", "2021-07-01", "--out", str(tmp_path / "out"), "--json"]
    for arguments in (
        ["link", *swapped, *asked],
        ["link", *right, "--poverty-profile", "no-such-profile", *asked],
        ["link", *right, "--poverty-profile", "bpjs", *asked],
        ["explain-link", str(tmp_path), "poverty", "1", "--json"],
        ["explain-link", str(linked), "poverty", "no such number", "--json"],
    ):
        assert run_command(app, arguments) == REFUSED, arguments
        refusal(capsys)


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples do not lie beside this checkout")
def test_the_samples_link(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No key of who is who comes with them: only the plausible is asked."""
    assert link(SAMPLES, tmp_path, as_of="2026-01-31") == DONE
    for name, (file, _, _) in LINKED.items():
        rows = read(tmp_path / f"{name}.csv")
        assert len(rows) == len(read(SAMPLES / file))
        decided = Counter(row["decision"] for row in rows)
        # A quarter of the poor on this list are in the file of another village, or in none.
        assert decided["accept"] / decided.total() > 0.7, name
        assert decided["review"] / decided.total() < 0.05, name
    findings = read(tmp_path / "findings.csv")
    found = Counter((finding["subject"], finding["code"]) for finding in findings)
    assert found["member", "duplicate"]
    assert found["poverty", "duplicate"]
    # Of these dead and departed, three dead hold a card by NIK and name; by name and birth date nobody departed stands in a list.
    cards = {card["NIK"]: card["NO_KARTU"] for card in read(SAMPLES / "peserta.csv")}
    dead = {finding["subject_id"] for finding in findings if finding["code"] == "deceased"}
    assert {cards[nik] for nik in ("6101052205630001", "6101050202640001", "6101050609640001")} <= dead
    assert not any(code == "moved" for _, code in found)
    assert found["resident", "deceased"] == sum(row["FLAG_STATUS"] == "2" for row in read(SAMPLES / "penduduk.csv"))
