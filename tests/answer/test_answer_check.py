"""`cakupan check` and `explain` on a closed month: exit codes, form, sources, masking."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import jsonschema
import pytest

from cakupan.cli import app
from cakupan.cli.outcome import DONE, REFUSED, USAGE, run_command
from cakupan.law.calendar import Month
from cakupan.wiring.editions import current_edition, publish

sys.path.insert(0, str(Path(__file__).parents[1] / "month"))
from small_region import closed_workspace, files, look

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schemas" / "check.json").read_text())
ENTRY = (
    "SELECT any_value(b.nik) FROM {bill_lines} b JOIN {statuses} s USING (person_id) JOIN {persons} p USING (person_id) "
    "WHERE p.known_from = 'resident' AND p.nik = b.nik AND b.excluded_for "
)


def _run(capsys, *arguments: str) -> tuple[int, str, str]:
    code = run_command(app, [*arguments, "--workspace", str(closed_workspace())])
    out = capsys.readouterr()
    return code, out.out, out.err


def _answer(capsys, number: str, *more: str) -> dict:
    code, out, _ = _run(capsys, "check", number, "--json", *more)
    assert code == DONE
    told = json.loads(out)
    jsonschema.validate(told, SCHEMA)
    return told


def _active() -> str:
    return str(look(ENTRY + "IS NULL AND s.status = 'active' AND s.reason = 'on_list_branch_agrees'")[0][0])


def test_active_by_the_branch_with_sources(capsys):
    told = _answer(capsys, _active())
    assert (told["status"], told["segment"], told["payer"], told["class"]) == ("active", "PEMDA", "kabkota", 3)
    assert told["as_of"] == told["on"] == "2021-07-01"
    assert {reason["source"]["file"] for reason in told["reasons"]} == {"peserta.csv", "lampiran_sk.csv"}
    assert told["local_guarantee"] is None


def test_a_card_number_leads_to_the_same_person(capsys):
    number = _active()
    card = look(
        "SELECT s.card_number FROM {statuses} s JOIN {persons} p USING (person_id) WHERE s.status = 'active' AND p.nik = '"
        + number
        + "'"
    )
    by_card = _answer(capsys, str(card[0][0]))
    assert (by_card["status"], by_card["reasons"]) == ("active", _answer(capsys, number)["reasons"])


def test_a_source_row_is_the_row_of_the_file(capsys):
    number = _active()
    reason = next(r for r in _answer(capsys, number)["reasons"] if r["source"]["kind"] == "decisions")
    line = (files() / "files" / reason["source"]["file"]).read_text().splitlines()[reason["source"]["row"] - 1]
    assert number in line
    assert line.split(",")[0] == reason["decision"]["annex_line"]


def test_awaiting_the_branch_is_not_active(capsys):
    found = look(ENTRY + "IS NULL AND s.status = 'awaiting_branch' AND s.candidate_person_id IS NULL")[0][0]
    if found is None:
        pytest.skip("nobody of this small annex awaits the branch with a NIK of their own")
    told = _answer(capsys, str(found))
    assert told["status"] == "unknown"
    assert told["do_now"][0]["code"] == "treat_emergency"


def test_deceased_is_inactive_and_names_the_certificate(capsys):
    keys = look(
        "SELECT any_value(p.nik) FROM {mismatches} m JOIN {persons} p USING (person_id) "
        "WHERE m.subject = 'list' AND m.code = 'deceased' AND m.evidence_kind = 'deaths' AND p.nik IS NOT NULL"
    )
    told = _answer(capsys, str(keys[0][0]))
    assert told["status"] == "inactive"
    reason = next(reason for reason in told["reasons"] if reason["code"] == "deceased")
    assert reason["source"]["file"] == "akta_kematian.csv"


def test_exit_is_done_for_someone_unknown(capsys):
    told = _answer(capsys, "9999010101019999")
    assert (told["status"], told["reasons"][0]["code"]) == ("unknown", "not_found")
    code, out, _ = _run(capsys, "check", "9999010101019999")
    assert (code, out.splitlines()[0][:21]) == (0, "Nomor tidak dikenal ·")


@pytest.mark.parametrize(
    ("number", "words"), [("123", "3 digits"), ("12345678901234567", "17 digits"), ("367a", "no digits"), ("", "0 digits")]
)
def test_a_number_of_another_form_is_refused_with_the_forms(capsys, number, words):
    code, _, err = _run(capsys, "check", number)
    assert code == REFUSED
    assert words in err or "no digits" in err
    assert "16 digits" in err
    assert number not in err or len(number) < 6


@pytest.mark.parametrize("blanks", ["{0} ", "'{0}", "{1} {2}"])
def test_blanks_and_apostrophes_do_not_count(capsys, blanks):
    number = _active()
    assert _answer(capsys, blanks.format(number, number[:6], number[6:]))["status"] == "active"


def test_without_number_or_with_a_wrong_date_it_is_usage(capsys):
    assert _run(capsys, "check")[0] == USAGE
    assert _run(capsys, "check", _active(), "--on", "1 Juli")[0] == USAGE


@pytest.mark.parametrize(
    ("on", "status", "code"),
    [
        ("2021-06-30", "unknown", "before_first_position"),
        ("2021-07-01", "active", "branch_active"),
        ("2021-12-31", "active", "position_older"),
        ("2022-01-01", "inactive", "position_older"),
    ],
)
def test_another_day(capsys, on, status, code):
    told = _answer(capsys, _active(), "--on", on)
    assert (told["on"], told["status"], told["reasons"][0]["code"], told["as_of"]) == (on, status, code, "2021-07-01")


def test_an_empty_workspace_is_refused_with_the_command(capsys, tmp_path):
    code = run_command(app, ["check", "9999010101019999", "--workspace", str(tmp_path)])
    assert code == REFUSED
    assert "cakupan month YYYY-MM --area CODE" in capsys.readouterr().err


def test_another_area_knows_nothing(capsys):
    code, _, err = _run(capsys, "check", _active(), "--area", "99.99")
    assert code == REFUSED
    assert "99.99" in err


def test_text_is_masked_unless_asked(capsys):
    number = _active()
    for command in ("check", "explain"):
        masked = _run(capsys, command, number)[1]
        assert number not in masked
        assert f"{number[:4]}********{number[-4:]}" in masked
        assert number in _run(capsys, command, number, "--unmask")[1]


def test_explain_grounds_everything_it_claims(capsys):
    story = _run(capsys, "explain", _active())[1]
    lines = story.splitlines()
    claims = [place for place, line in enumerate(lines) if line.startswith("  - ")]
    grounds = {place: _grounds_after(lines, place) for place in claims}
    now = next(place for place, line in enumerate(lines) if line.startswith("Sekarang"))
    bill = next(place for place, line in enumerate(lines) if line.startswith("Tagihan"))
    grounded = [place for place in claims if place < now or place > bill]
    assert len(grounded) >= 5
    for place in grounded:
        assert any(re.search(r"sumber: \S+\.csv, baris \d+", ground) for ground in grounds[place]), lines[place]


def _grounds_after(lines: list[str], place: int) -> list[str]:
    found = []
    for line in lines[place + 1 :]:
        if not line.startswith("      "):
            break
        found.append(line.strip())
    return found


def test_explain_shows_the_months_bill_by_payer_and_account(capsys):
    story = _run(capsys, "explain", _active())[1].replace("\u00a0", " ")
    assert "Tagihan Juli 2021: Rp 42.000" in story
    for amount in ("Rp 35.000", "Rp 2.800", "Rp 4.200"):
        assert amount in story
    assert "diputuskan Kepala Dinas Kesehatan Kota Serang" in story
    assert "Posisi Juli 2021" in story


def test_explain_speaks_english_too(capsys):
    story = _run(capsys, "explain", _active(), "--lang", "en")[1]
    assert "ACTIVE" in story
    assert "Bill of July 2021" in story
    assert "Sekarang" not in story


def test_explain_json_carries_what_was_found(capsys):
    told = json.loads(_run(capsys, "explain", _active(), "--json")[1])
    assert sum(line["amount"] for line in told["people"][0]["bill_lines"]) == 42_000
    assert told["position"]["month"]


def test_no_misleading_words_on_the_screen(capsys):
    story = _run(capsys, "explain", _active())[1] + _run(capsys, "explain", "9999010101019999")[1]
    for word in ("temuan", "PBI APBD", "ditangguhkan"):
        assert word not in story


GUARANTEE = {
    "number": "JAMIN-9001/2021",
    "title": "Penjaminan",
    "area": "36.73",
    "instrument": {"number": "KEP-9001/2021", "date": "2021-07-10"},
    "scope": {"who": "residents"},
    "facilities": [{"code": "R901", "name": "RSUD Contoh"}],
    "period": {"from": "2021-07-15"},
    "account": "5.1.02.99",
    "statements": [{"on": "2021-07-05", "by": "Wali Kota", "says": "warga tetap dilayani"}],
}


@pytest.fixture
def guaranteed(tmp_path):
    """The closed month again, with a guarantee among its documents."""
    area, month = json.loads(next(closed_workspace().glob("editions/*/*/*/manifest.json")).read_text())["area"], Month(2021, 7)
    edition = current_edition(workspace=closed_workspace(), area=area, month=month)

    def write(folder):
        for table in edition.folder.glob("*.parquet"):
            shutil.copy(table, folder)
        return {**edition.manifest, "documents": {"guarantees": [GUARANTEE]}}

    publish(workspace=tmp_path, area=area, month=month, write=write)
    return tmp_path


@pytest.mark.parametrize(
    ("on", "facility", "status"),
    [
        ("2021-07-09", "R901", "not_yet"),
        ("2021-07-14", "R901", "not_yet"),
        ("2021-07-15", "R901", "in_force"),
        ("2021-07-15", "R902", "not_this_facility"),
    ],
)
def test_a_guarantee_of_the_edition_is_told(capsys, guaranteed, on, facility, status):
    number = look(
        "SELECT any_value(p.nik) FROM {statuses} s JOIN {persons} p USING (person_id) "
        "WHERE s.status = 'inactive' AND p.known_from = 'resident' AND p.person_id NOT IN "
        "(SELECT person_id FROM {statuses} WHERE person_id IS NOT NULL AND status <> 'inactive') AND p.person_id NOT IN "
        "(SELECT person_id FROM {mismatches} WHERE person_id IS NOT NULL)"
    )[0][0]
    words = ["check", str(number), "--on", on, "--facility", facility, "--workspace", str(guaranteed)]
    assert run_command(app, [*words, "--json"]) == DONE
    told = json.loads(capsys.readouterr().out)
    jsonschema.validate(told, SCHEMA)
    assert (told["status"], told["local_guarantee"]["status"]) == ("inactive", status)
    assert run_command(app, words) == DONE
    assert told["local_guarantee"]["text"] in capsys.readouterr().out


def test_an_active_member_is_told_of_no_guarantee(capsys, guaranteed):
    assert run_command(app, ["check", _active(), "--json", "--workspace", str(guaranteed)]) == DONE
    assert json.loads(capsys.readouterr().out)["local_guarantee"] is None
