"""Snapshots: the same file twice is the same one, whole or not at all, taken back until a month rests on it."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import yaml
from register_files import AS_OF, SAMPLES, csv_bytes, person, read_bytes, read_file
from test_register_agreements import TERMS

from cakupan.cli import app
from cakupan.cli.outcome import run_command
from cakupan.law.refusal import Refusal
from cakupan.registers import csv_text, open_snapshot
from cakupan.wiring.workspace import Workspace

NEXT_DAY = AS_OF + dt.timedelta(days=1)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "dtks.csv"
    path.write_bytes(csv_bytes([person(), person(ID_DTKS="2", NIK="=1+1", NAMA_LGKP="=cmd()")]))
    return path


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path / "data")


def import_poverty(workspace, file, **changed):
    return workspace.import_register(**{"kind": "poverty", "file": file, "area": "61.01", "as_of": AS_OF, **changed})


def test_the_same_bytes_give_the_same_bytes(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    content = csv_bytes([person(ID_DTKS=str(n), NIK=str(n)) for n in range(300)])
    first, second = (read_bytes(tmp_path / folder, content).snapshot for folder in "ab")
    assert first.hash == second.hash
    for name in ("rows.parquet", "faults.parquet", "manifest.json"):
        assert (first.folder / name).read_bytes() == (second.folder / name).read_bytes()


def test_the_hash_is_of_file_profile_kind_and_position(tmp_path):
    content = csv_bytes([person()])
    plain = read_bytes(tmp_path, content).snapshot.hash
    (tmp_path / "ours.yaml").write_text("name: ours\nextends: dtks\ndates: ymd\n")
    hashes = {
        plain,
        read_bytes(tmp_path, content + csv_bytes([person()], header=person())).snapshot.hash,
        read_bytes(tmp_path, content, profile=tmp_path / "ours.yaml").snapshot.hash,
        read_bytes(tmp_path, content, as_of=NEXT_DAY).snapshot.hash,
    }
    assert len(hashes) == 4
    assert read_bytes(tmp_path, content, name="renamed.csv").snapshot.hash == plain


def test_a_manifest_opens_as_the_snapshot_it_was(tmp_path):
    snapshot = read_bytes(tmp_path, csv_bytes([person(), person(NIK="1")])).snapshot
    assert open_snapshot(snapshot.folder) == snapshot
    assert snapshot.faults_by_reason == {"a NIK has 16 digits": 1}


def test_importing_twice_is_one_snapshot(workspace, file):
    first = import_poverty(workspace, file)
    again = import_poverty(workspace, file)
    assert (first.already_there, again.already_there) == (False, True)
    assert again.snapshot == first.snapshot
    assert len(workspace.snapshots()) == 1
    assert first.snapshot.folder.name == f"{AS_OF}_{first.snapshot.hash[:12]}"


def test_faults_go_back_as_a_csv_that_no_spreadsheet_runs(workspace, file):
    lines = import_poverty(workspace, file).faults_csv.read_text().splitlines()
    assert lines[0] == "file,row,column,value,reason"
    assert lines[1].replace('"', "") == "dtks.csv,3,NIK,'=1+1,a NIK has digits only"
    assert len(lines) == 2


def test_a_refused_file_leaves_nothing(workspace, tmp_path):
    bad = tmp_path / "dtks.csv"
    bad.write_bytes(csv_bytes([person()])[:-20])
    with pytest.raises(Refusal):
        import_poverty(workspace, bad)
    left = [path for path in workspace.path.rglob("*") if path.is_file() or path.name.startswith(".")]
    assert [path.name for path in left if path.name != ".lock"] == []


def test_the_latest_is_by_position_then_by_import(workspace, file, tmp_path):
    other = tmp_path / "other.csv"
    other.write_bytes(csv_bytes([person(ID_DTKS="9")]))
    first = import_poverty(workspace, file).snapshot
    second = import_poverty(workspace, other).snapshot
    later = import_poverty(workspace, file, as_of=NEXT_DAY).snapshot
    find = {"kind": "poverty", "area": "61.01"}
    assert workspace.latest(**find, as_of=AS_OF) == second
    assert workspace.latest(**find, as_of=NEXT_DAY) == later
    assert workspace.latest(**find, as_of=AS_OF - dt.timedelta(days=1)) is None
    import_poverty(workspace, file)
    assert workspace.latest(**find, as_of=AS_OF) == first


def test_undo_removes_until_a_month_rests_on_it(workspace, file):
    snapshot = import_poverty(workspace, file).snapshot
    manifest = workspace.path / "editions" / "61.01" / "2026-02" / "abc" / "manifest.json"
    manifest.parent.mkdir(parents=True)
    manifest.write_text(json.dumps({"inputs": {"poverty": snapshot.hash}}))
    with pytest.raises(Refusal, match=r"2026-02 of 61\.01 rests on it"):
        workspace.undo(hash_start=snapshot.hash[:8])
    assert workspace.snapshots() == [snapshot]
    manifest.write_text(json.dumps({"inputs": {"poverty": "0" * 64}}))
    assert workspace.undo(kind="poverty", as_of=AS_OF) == snapshot
    assert workspace.snapshots() == []


def test_undo_of_none_or_of_several_is_refused(workspace, file):
    with pytest.raises(Refusal, match="no such import"):
        workspace.undo(hash_start="abc")
    import_poverty(workspace, file)
    import_poverty(workspace, file, area="61.02")
    with pytest.raises(Refusal, match="2 imports are meant"):
        workspace.undo(kind="poverty", as_of=AS_OF)
    assert workspace.undo(kind="poverty", as_of=AS_OF, area="6102").area == "61.02"


def test_an_unknown_area_of_the_import_is_refused(workspace, file):
    with pytest.raises(Refusal, match=r"area 99\.99"):
        import_poverty(workspace, file, area="99.99")


def test_agreements_are_imported_as_they_are(workspace, tmp_path):
    path = tmp_path / "pks.yaml"
    path.write_text(yaml.safe_dump({"agreement": TERMS}))
    as_of = dt.date(2021, 7, 1)
    imported = workspace.import_register(kind="agreements", file=path, area="36.73", as_of=as_of)
    assert (imported.snapshot.folder / "agreement.yaml").read_bytes() == path.read_bytes()
    [(snapshot, agreement)] = workspace.agreements(area="36.73", as_of=as_of)
    assert (snapshot, agreement.number) == (imported.snapshot, TERMS["number"])
    with pytest.raises(Refusal, match=r"about area 36\.73, not 61\.01"):
        workspace.import_register(kind="agreements", file=path, area="61.01", as_of=as_of)


def run(capsys, *words):
    code = run_command(app, [str(word) for word in words])
    return code, capsys.readouterr()


def test_the_command_counts_faults_and_exits_0(capsys, workspace, file):
    common = ("--area", "61.01", "--as-of", AS_OF, "--workspace", workspace.path)
    code, said = run(capsys, "import", "poverty", file, *common)
    assert code == 0
    assert "2 rows, 2 of them readable" in said.out
    assert "faults.csv" in said.out
    assert said.err == ""
    code, said = run(capsys, "import", "poverty", file, *common, "--json")
    manifest = json.loads(said.out)
    assert (code, manifest["already_there"], manifest["rows"], manifest["faults"]) == (0, True, 2, 1)
    code, said = run(capsys, "undo", manifest["hash"][:6], "--workspace", workspace.path, "--json")
    assert (code, json.loads(said.out)["undone"]) == (0, manifest["hash"])


def test_the_command_exits_1_for_a_refusal_and_2_for_misuse(capsys, workspace, tmp_path):
    common = ("--area", "61.01", "--as-of", AS_OF, "--workspace", workspace.path, "--json")
    code, said = run(capsys, "import", "poverty", tmp_path / "none.csv", *common)
    assert (code, json.loads(said.out)["refused"]) == (1, "none.csv")
    assert run(capsys, "import", "people", tmp_path / "none.csv", *common)[0] == 2
    assert run(capsys, "undo", "--workspace", workspace.path)[0] == 2


@pytest.mark.parametrize(
    ("value", "text"),
    [("=1+1", "'=1+1"), ("+62", "+62"), ("-1.5", "-1.5"), ("-", "'-"), ("@x", "'@x"), ("\tx", "'\tx"), ("a=1", "a=1"), (None, ""),
     (-5, "-5"), ("+62 811", "'+62 811"), ("-2+3", "'-2+3")],
)  # fmt: skip
def test_a_text_cannot_become_a_formula_and_numbers_stay_numbers(value, text):
    assert csv_text(value) == text


SAMPLE_COUNTS = {
    ("residents", "penduduk.csv"): (404, {}),
    ("poverty", "dtks.csv"): (115, {"a NIK has 16 digits": 1, "there is no such date, or not in this order": 1}),
    ("members", "peserta.csv"): (273, {}),
    ("deaths", "akta_kematian.csv"): (25, {}),
    ("moves", "mutasi_pindah.csv"): (25, {}),
}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples lie beside the checkout, and are not there")
@pytest.mark.parametrize(("kind", "name"), SAMPLE_COUNTS)
def test_the_samples_are_read_whole(tmp_path, kind, name):
    copied = tmp_path / name
    copied.write_bytes((SAMPLES / name).read_bytes())
    read = read_file(copied, kind=kind)
    rows, faults = SAMPLE_COUNTS[kind, name]
    assert (read.snapshot.rows, read.snapshot.readable_rows, dict(read.snapshot.faults_by_reason)) == (rows, rows, faults)
    assert read.column("row") == list(range(2, rows + 2))
    # The village is not on today's list: a warning for every row, never a fault.
    assert read.column("area_known") == [False] * rows
    assert set(read.column("area_code")) == {"61.01.05.2012"}
