"""``cakupan law``: the contract that scripts rely on, checked against the published schemas."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from cakupan.cli.law import law_command
from cakupan.cli.outcome import run_command

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"
QUESTIONS = ("contribution", "shares", "due-date", "suspension", "arrears-cap", "service-fine", "effective-date", "uhc", "award")
FINE = "service-fine --segment {} --reactivated 2024-03-01 --admitted 2024-03-20 --months-unpaid 5 --tariff 4.000.000"
UHC = "uhc --registered 2613970 --active 2140000 --population 2639594 --on 2025-09-01"
AWARD = "award --registered 995000 --active 960000 --population 1000000 --pemda-enrolled 200000 --on 2026-01-27"


def valid(name, answer):
    schema = json.loads((SCHEMAS / f"law-{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(answer, schema, format_checker=jsonschema.FormatChecker())
    return answer


def answered(capsys, line):
    """The JSON answer of a question, valid against its schema."""
    code = run_command(law_command, [*line.split(), "--json"])
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    return valid(line.split()[0], json.loads(out))


def refused(capsys, line):
    code = run_command(law_command, [*line.split(), "--json"])
    out, err = capsys.readouterr()
    assert (code, err) == (1, "")
    return valid("refusal", json.loads(out))


def misused(capsys, line):
    code = run_command(law_command, [*line.split(), "--json"])
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    return err


def test_the_contract_word_for_word(capsys):
    answer = answered(capsys, "contribution --segment PEMDA --class 3 --month 2021-07")
    assert {name: answer[name] for name in ("total", "shares", "confidence")} == {
        "total": 42000,
        "shares": [
            {"payer": "pusat", "amount": 4200},
            {"payer": "pemda", "amount": 37800, "accounts": {"iuran": 35000, "bantuan_iuran": 2800}},
        ],
        "confidence": "verified",
    }
    assert list(answer) == ["total", "shares", "reasons", "citations", "confidence"]
    assert answer["citations"][0]["citation"].startswith("Perpres 64/2020 Pasal 34")


@pytest.mark.parametrize(
    ("line", "total", "shares"),
    [
        ("--segment PBI_JK --class 3 --month 2019-09", 42000, {"pusat": 42000}),
        ("--segment PBI_JK --class 3 --month 2019-09 --known-on 2019-09-30", 23000, {"pusat": 23000}),
        ("--segment PBI_JK --class 3 --month 2019-09 --known-on 2019-11-30", 42000, {"pusat": 42000}),
        ("--segment PBI_JK --month 2022-01 --fiscal-capacity medium", 42000, {"pusat": 39900, "provinsi": 2100}),
        ("--segment PBI_JK --month 2022-01 --fiscal-capacity Very-High", 42000, {"pusat": 39800, "provinsi": 2200}),
        ("--segment PBI_JK --month 2022-01 --fiscal-capacity sangat_rendah", 42000, {"pusat": 40000, "provinsi": 2000}),
        ("--segment PEMDA --month 2020-08 --reading pmk_78_2020", 42000, {"pusat": 16500, "pemda": 25500}),
        ("--segment pbpu --class 3 --month 2021-07", 42000, {"peserta": 35000, "pusat": 4200, "pemda": 2800}),
        ("--segment PBPU --class 3 --month 2021-07 --inactive", 35000, {"peserta": 35000}),
        ("--segment BP --class 1 --month 2020-01", 160000, {"peserta": 160000}),
        ("--segment BP --month 2024-01 --veteran-basic-pay 3000000", 67500, {"pusat": 67500}),
        ("--segment PPU_SWASTA --month 2024-01 --wage 6.000.000", 300000, {"pemberi_kerja": 240000, "peserta": 60000}),
        ("--segment PPU_SWASTA --class 2 --month 2024-01 --wage 100 --minimum-wage 5000000 --extra-family 1", 300000,
         {"pemberi_kerja": 200000, "peserta": 100000}),
        ("--segment PPU_PEMERINTAH --month 2019-12 --wage 1000000 --employer daerah", 50000,
         {"pemberi_kerja": 30000, "peserta": 20000}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("question", ["contribution", "shares"])
def test_contribution_and_shares(capsys, question, line, total, shares):
    answer = answered(capsys, f"{question} {line}")
    assert answer["total"] == total
    assert {share["payer"]: share["amount"] for share in answer["shares"]} == shares


def test_a_named_reading_is_conflicting_in_the_answer(capsys):
    answer = answered(capsys, "contribution --segment PEMDA --month 2020-08 --reading pemda_pays_all --reading from_april_2016")
    assert answer["confidence"] == answer["citations"][0]["confidence"] == "conflicting"
    assert answer["citations"][0]["reading"] == "pemda_pays_all"


def test_due_date(capsys):
    assert answered(capsys, "due-date --month 2024-05")["due_date"] == "2024-05-13"
    assert answered(capsys, "due-date --month 2024-05 --collective-leave-is-worked")["due_date"] == "2024-05-10"


def test_suspension(capsys):
    answer = answered(capsys, "suspension --segment PBPU --unpaid-month 2021-06 --on 2021-07-01")
    assert (answer["suspended"], answer["from_date"], answer["to_date"]) == (True, "2021-07-01", None)
    assert answered(capsys, "suspension --segment PBPU --month 2021-06 --paid 2021-08-12 --on 2021-08-12")["suspended"] is False
    assert answered(capsys, "suspension --segment PEMDA --unpaid-month 2024-04")["outcome"] == "term_of_agreement"
    assert answered(capsys, "suspension --segment PEMDA --unpaid-month 2024-04 --agreement-suspends")["suspended"] is True
    no = answered(capsys, "suspension --segment PEMDA --unpaid-month 2024-04 --agreement-does-not-suspend")
    assert no["outcome"] == "not_suspended"
    assert answered(capsys, "suspension --segment PBI_JK --unpaid-month 2024-04")["outcome"] == "never"


def test_arrears_cap(capsys):
    assert answered(capsys, "arrears-cap --months-unpaid 30 --on 2021-07-01")["months_owed"] == 24
    assert answered(capsys, "arrears-cap --months 30 --segment BP --on 2018-09-17")["months_owed"] == 12


def test_service_fine(capsys):
    assert answered(capsys, FINE.format("PBPU"))["fine"] == 1_000_000
    assert answered(capsys, FINE.format("PPU_SWASTA"))["payer"] == "pemberi_kerja"
    assert answered(capsys, FINE.format("PEMDA"))["fined"] is False
    assert answered(capsys, FINE.format("PBPU") + " --outpatient")["fined"] is False
    assert answered(capsys, FINE.format("PBPU") + " --unable")["payer"] is None


def test_effective_date(capsys):
    assert answered(capsys, "effective-date --submitted 2021-06-20")["effective_date"] == "2021-07-01"
    assert answered(capsys, "effective-date --submitted 2021-06-21")["effective_date"] == "2021-08-01"
    assert answered(capsys, "effective-date --submitted 2025-03-25 --uhc-granted")["effective_date"] == "2025-03-25"
    granted = "effective-date --submitted 2025-03-25 --uhc-granted 2025-01-01"
    assert answered(capsys, granted)["rule"] == "same_day"
    assert answered(capsys, f"{granted} --uhc-ended 2025-03-01")["rule"] == "cutoff"
    assert answered(capsys, "effective-date --submitted 2021-06-25 --segment PBPU")["effective_date"] == "2021-07-09"
    assert (
        answered(capsys, "effective-date --submitted 2021-06-25 --segment PBPU --change-of-segment")["rule"]
        == "change_of_segment"
    )
    assert answered(capsys, "effective-date --newborn-of PBI_JK --born 2024-02-01")["effective_date"] == "2024-02-01"
    late = answered(capsys, "effective-date --newborn-of PPU_SWASTA --born 2024-02-01 --registered 2024-03-01")
    assert (late["rule"], late["contribution_from"]) == ("newborn_late", "2024-02-01")
    in_time = "effective-date --newborn-of PEMDA --born 2024-02-01 --submitted 2024-02-29 --agreement-term register_28_days"
    assert answered(capsys, in_time)["rule"] == "newborn_in_time"


def test_uhc(capsys):
    answer = answered(capsys, f"{UHC} --pemda-arrears 0 --granted --requested 2025-02-01")
    assert (answer["criteria_met"], answer["status"], answer["registered_per_cent"]) == (True, "granted", 99.03)
    assert answered(capsys, f"{UHC} --pemda-arrears 1.000")["criteria_met"] is False
    assert answered(capsys, f"{UHC} --requested")["status"] == "requested"
    assert answered(capsys, f"{UHC} --granted 2025-09-02")["status"] == "not_requested"
    over_registered = answered(capsys, f"{UHC} --active-over registered")
    assert over_registered["active_per_cent"] == 81.87
    assert answered(capsys, "uhc --registered 101 --active 0 --population 100 --on 2025-09-01")["registered_per_cent"] == 101


def test_award(capsys):
    assert answered(capsys, f"{AWARD} --pemda-arrears 0 --granted")["category"] == "utama"
    assert answered(capsys, f"{AWARD} --paid-through 2025-09 --granted 2025-01-01")["category"] == "utama"
    assert answered(capsys, f"{AWARD} --paid-through 2025-08 --granted")["category"] is None
    not_granted = f"{AWARD} --pemda-arrears 0 --granted 2026-02-01"
    assert refused(capsys, not_granted)["readings"]
    assert answered(capsys, f"{not_granted} --reading madya_active_85")["category"] == "madya"
    assert answered(capsys, f"{AWARD} --pemda-arrears 0 --reading madya_active_98")["category"] == "pratama"


@pytest.mark.parametrize(
    ("line", "readings"),
    [
        ("contribution --segment PEMDA --class 3 --month 2020-07", ["pmk_78_2020", "pemda_pays_all"]),
        ("contribution --segment PBI_JK --class 3 --month 2016-02", ["from_january_2016", "from_april_2016"]),
        ("contribution --segment PBI_JK --class 3 --month 2013-12", []),
        ("shares --segment PEMDA --class 1 --month 2021-07", []),
        ("shares --segment PEMDA --month 2021-07 --reading guess", []),
        ("arrears-cap --months 30 --on 2018-10-01", ["cap_from_september_2018", "cap_from_december_2018"]),
        ("due-date --month 2013-12", []),
        ("suspension --segment PPU_SWASTA --unpaid-month 2024-04", []),
        ("effective-date --newborn-of PEMDA --born 2024-02-01", []),
        (FINE.format("PBPU").replace("2024", "2021"), ["fine_5_from_2021", "fine_2_5_until_february_2022"]),
    ],
)
def test_a_refusal_is_json_too(capsys, line, readings):
    answer = refused(capsys, line)
    assert [reading["reading"] for reading in answer["readings"]] == readings


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("contribution --segment PEMDA --class 3 --month 2021-7", "Write a month as YYYY-MM"),
        ("contribution --segment PEMDA --class 3 --month 2021-13", "there is no such month"),
        ("contribution --segment PEMDA --class 3 --month 2021-07 --known-on 30/9/2019", "not a date YYYY-MM-DD"),
        ("contribution --segment PEMDA --class 3 --month 2021-07 --known-on 2019-02-30", "not a day of the calendar"),
        ("contribution --segment PEMDA --class 3 --month 2021-07 --known-on 20190930", "not a date YYYY-MM-DD"),
        ("contribution --segment PEMDA --class 3", "Missing option '--month'"),
        ("contribution --segment PBI_APBD --class 3 --month 2021-07", "'PBI_APBD' is not one of"),
        ("contribution --segment PEMDA --class 4 --month 2021-07", "'4' is not one of"),
        ("contribution --segment PBPU --month 2021-07", "needs --class 1, 2 or 3"),
        ("contribution --segment PPU_SWASTA --month 2021-07", "needs --wage"),
        ("contribution --segment PPU_SWASTA --month 2021-07 --wage 4,5", "not an amount in whole rupiah"),
        ("contribution --segment PPU_SWASTA --month 2021-07 --wage 4.50", "not an amount in whole rupiah"),
        ("contribution --segment PBI_JK --month 2021-07 --fiscal-capacity rich", "is none of very_high"),
        ("contribution --segment PBPU --class 1 --month 2021-07 --veteran-basic-pay 1", "is for --segment BP"),
        ("effective-date", "--submitted is needed"),
        ("effective-date --newborn-of PBI_JK", "needs --born"),
        ("arrears-cap --months -1 --on 2021-07-01", "-1"),
        (f"{UHC} --population 0", "0 is not in the range"),
        ("interest", "No such command 'interest'"),
    ],
)
def test_misuse_is_told_and_ends_with_2(capsys, line, told):
    assert told in misused(capsys, line)


def test_without_json_a_person_can_read_it(capsys):
    assert run_command(law_command, ["contribution", "--segment", "PEMDA", "--month", "2021-07"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(
        "total: 42.000\nshares: \n  - payer pusat, amount 4.200\n  - payer pemda, amount 37.800, accounts iuran 35.000"
    )
    assert "  why: Rp 42.000 for 2021-07: pusat Rp 4.200, pemda Rp 37.800.\n" in out
    assert (
        "  law: Perpres 64/2020 Pasal 34; PMK 78/PMK.02/2020 Pasal 4(1)b, amended by PMK 51/2024 (in force from 2021-01-01" in out
    )
    assert out.endswith("confidence: verified\n")
    assert run_command(law_command, ["suspension", "--segment", "PBI_JK", "--unpaid-month", "2024-04"]) == 0
    assert "suspended: no\nfrom_date: none\n" in capsys.readouterr().out


def test_without_json_a_refusal_goes_to_stderr(capsys):
    assert run_command(law_command, ["contribution", "--segment", "PEMDA", "--month", "2020-08"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(
        "refused: Contribution for a resident enrolled by local government on 2020-08-01\n  why:  the sources conflict"
    )


@pytest.mark.parametrize("question", QUESTIONS)
def test_help_explains_every_option_with_an_example(question):
    shown = CliRunner().invoke(law_command, [question, "--help"])
    assert shown.exit_code == 0
    assert f"cakupan law {question} " in shown.output
    command = law_command.commands[question]
    for parameter in command.params:
        takes_a_value = not getattr(parameter, "is_flag", False) or getattr(parameter, "flag_value", None) == "yes"
        has_default = parameter.name in ("segment", "basis", "agreement_term", "agreement_suspends")
        assert parameter.help
        assert "E.g." in parameter.help or not takes_a_value or has_default, parameter.name


def test_every_question_has_a_schema_and_every_schema_a_question():
    assert set(law_command.commands) == set(QUESTIONS)
    assert {path.stem for path in SCHEMAS.glob("law-*.json")} == {f"law-{name}" for name in (*QUESTIONS, "refusal")}


def test_the_schemas_refuse_what_is_not_an_answer():
    with pytest.raises(jsonschema.ValidationError):
        valid("contribution", {"total": 42000})
    with pytest.raises(jsonschema.ValidationError):
        valid("refusal", {"refused": "x", "why": "y", "mend": "z", "readings": [{"reading": "a"}]})


def test_asking_the_law_loads_neither_engine_nor_holidays():
    script = (
        "import sys; from cakupan.law.shares import shares; from cakupan.law.calendar import Month;"
        "shares(segment='PEMDA', month=Month(2021, 7));"
        "print([name for name in ('duckdb', 'pyarrow', 'holidays', 'click') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
