"""`cakupan outlook` on a small ogan-ilir: imported, closed in July 2024 and in January 2025, looked at from both."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import duckdb
import jsonschema
import pytest

from cakupan.cli import app
from cakupan.cli.outcome import DONE, REFUSED, USAGE, run_command
from cakupan.law.calendar import Month
from cakupan.outlook.bill import bill_of
from cakupan.scenarios.case import CaseFiles
from cakupan.scenarios.ogan_ilir import write_ogan_ilir
from cakupan.wiring.editions import current_edition
from cakupan.wiring.month import close_area_month
from cakupan.wiring.outlook import look_ahead
from cakupan.wiring.workspace import Workspace

AREA, JULY, JANUARY = "16.10", Month(2024, 7), Month(2025, 1)
SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schemas" / "outlook.json").read_text())


@pytest.fixture(scope="module")
def played(tmp_path_factory) -> tuple[Path, CaseFiles]:
    folder = tmp_path_factory.mktemp("ogan-ilir")
    files = write_ogan_ilir(residents=1000, out=folder / "files")
    workspace = folder / "workspace"
    for delivery in files.imports:
        Workspace(workspace).import_register(kind=delivery.kind, file=delivery.path, area=AREA, as_of=delivery.as_of)
    for month in (JULY, JANUARY):
        close_area_month(workspace=workspace, area=AREA, month=month)
    return workspace, files


@pytest.fixture
def ask(played, capsys):
    def asked(*arguments: str) -> tuple[int, str]:
        code = run_command(app, ["outlook", *arguments, "--workspace", str(played[0])])
        return code, capsys.readouterr().out

    return asked


def annex(files: CaseFiles, name: str) -> int:
    return len((files.folder / name).read_text(encoding="utf-8").splitlines()) - 1


def table(workspace: Path, month: Month, sql: str) -> list[tuple]:
    edition = current_edition(workspace=workspace, area=AREA, month=month)
    return duckdb.connect().execute(sql.format(folder=edition.folder)).fetchall()


def test_the_july_position(ask, played):
    _, files = played
    code, out = ask("--month", str(JULY), "--json")
    told = json.loads(out)
    jsonschema.validate(told, SCHEMA)
    people = annex(files, "lampiran_sk.csv")
    own = {alarm["kind"]: alarm for alarm in told["alarms"] if alarm["agreement"].startswith("440/1286")}
    assert code == DONE
    assert {kind: alarm["date"] for kind, alarm in own.items()} == {
        "unpaid_months": "2024-04-16",
        "kua_ppas": "2024-08-12",
        "money_ends": "2024-09-10",
        "apbd_p": "2024-09-30",
        "apbd": "2024-11-30",
        "last_sp2d": "2024-12-20",
        "term_ends": "2024-12-31",
        "cover_ends": "2025-01-01",
    }
    assert {alarm["people"] for alarm in own.values()} == {people}
    assert told["arrears"] == {"rupiah": 3 * people * 37_800, "months": 3}
    assert [sum(each["payers"].values()) for each in told["bill_per_month"]["readings"]] == [people * 37_800] * 2
    assert own["money_ends"]["rupiah"] == 4 * people * 37_800


def test_who_loses_cover_is_the_annex_without_the_neighbours(ask, played, tmp_path):
    workspace, files = played
    code, out = ask("--month", str(JULY), "--json", "--list", str(tmp_path / "list.csv"))
    losing = json.loads(out)["loses_cover"]
    assert code == DONE
    assert (losing["on"], losing["people"]) == ("2025-01-01", annex(files, "lampiran_sk.csv"))
    assert 0 < losing["verified"] < losing["people"]
    for cut in ("by_village", "by_facility", "by_age"):
        assert sum(each["people"] for each in losing[cut]) == losing["people"]
    with (tmp_path / "list.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert Counter(row["area"] for row in listed) == {each["area"]: each["people"] for each in losing["by_village"]}
    assert {row["agreement"] for row in listed} == {"440/1286/D.KES/2023"}
    everyone = {
        row[0] for row in table(workspace, JULY, "SELECT nik FROM '{folder}/list_entries.parquet' WHERE payer = 'provinsi'")
    }
    assert everyone
    assert not everyone & {row["nik"] for row in listed}


def test_no_name_is_in_the_json(ask, played):
    _, out = ask("--month", str(JULY), "--json")
    names = [row[0] for row in table(played[0], JULY, "SELECT name FROM '{folder}/list_entries.parquet' LIMIT 20")]
    assert names
    assert not [name for name in names if name in out]


def test_the_months_are_those_of_the_edition(played):
    """Our reckoning by counts against the months that the edition owes, payer by payer and account by account."""
    position = look_ahead(workspace=played[0], month=JULY).outlook.position
    due = "SELECT agreement_number, month_date, payer, account, people, amount FROM '{folder}/due_months.parquet'"
    theirs = {tuple(row[:4]): tuple(row[4:]) for row in table(played[0], JULY, due)}
    ours = {
        (agreement.number, month.first_date, each.payer, each.account): (each.people, each.amount)
        for agreement in position.agreements
        for month in agreement.months()
        if month <= JULY
        for each in bill_of(position, agreement, month)
    }
    assert ours == theirs


def test_the_bill_before_verification_less_the_excluded_is_the_verified_one(played):
    agreement = look_ahead(workspace=played[0], month=JULY).outlook.position.agreement("440/1286/D.KES/2023")
    assert agreement.people - agreement.excluded_people == agreement.verified_people
    assert agreement.excluded_people > 0
    assert 0 < agreement.pbi_people < agreement.people


def test_after_the_end_the_same_people_are_told(ask):
    july, january = (json.loads(ask("--month", str(month), "--json")[1]) for month in (JULY, JANUARY))
    assert january["loses_cover"]["people"] == july["loses_cover"]["people"]
    kinds = {alarm["kind"] for alarm in january["alarms"] if alarm["agreement"].startswith("440/1286")}
    assert {"unpaid_months", "cover_ends", "term_ends"} <= kinds
    assert "money_ends" not in kinds
    assert january["arrears"]["months"] == 8
    codes = [option["code"] for option in january["options"]]
    assert codes[0] == "propose_to_pbi"
    assert "add_budget" not in codes


def test_options_stand_by_cost(ask):
    found = json.loads(ask("--month", str(JULY), "--json")[1])["options"]
    assert [option["code"] for option in found] == [
        "propose_to_pbi",
        "clean_up",
        "share_with_province",
        "pay_arrears",
        "add_budget",
        "renew_agreement",
    ]
    assert [option["cost"] for option in found] == sorted(option["cost"] for option in found)


def test_what_if_stands_beside_the_present(ask, played):
    people = annex(played[1], "lampiran_sk.csv")
    number = "440/1286/D.KES/2023"
    supposed = (
        "--share",
        "kabkota=60,provinsi=40",
        "--budget",
        str(12 * people * 37_800),
        "--rate",
        "2024-10=42000",
        "--quota",
        "10",
    )
    code, out = ask("--month", str(JULY), "--agreement", number, *supposed, "--json")
    told = json.loads(out)["what_if"]
    assert code == DONE
    assert told["present"]["money_ends"] == "2024-09-10"
    assert told["supposed"]["money_ends"] is None
    october = told["supposed"]["months"][2]
    assert (october["month"], october["people"], october["payers"]["kabkota"]) == ("2024-10", 10, 10 * 25_200)
    assert "andai" in ask("--month", str(JULY), "--agreement", number, "--quota", "10")[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--quota", "10"),
        ("--agreement", "none"),
        ("--month", "2024-08"),
        ("--area", "16.71"),
        ("--share", "kabkota=60,provinsi=41"),
        ("--share", "kabkota"),
        ("--rate", "x"),
        ("--rate", "2024-13=1"),
    ],
)
def test_refused(ask, arguments):
    code, out = ask(*arguments, "--json")
    assert code == REFUSED
    assert {"refused", "why", "mend"} <= set(json.loads(out))


def test_a_budget_below_nothing_is_no_budget(ask):
    assert ask("--budget", "-1")[0] == USAGE


def test_as_text(ask):
    code, out = ask("--month", str(JULY))
    assert code == DONE
    assert "Posisi 1 Juli 2024" in out
    assert "jatuh tempo 10 September 2024" in out
    assert "Kehilangan jaminan mulai 1 Januari 2025" in out
    assert "{" not in out
    english = ask("--month", str(JULY), "--lang", "en", "--quota", "10", "--agreement", "440/1286/D.KES/2023")[1]
    assert "Position of 1 July 2024" in english
    assert "due on 10 September 2024" in english
    assert "supposed" in english
