"""What goes to the branch is read back by the profile of the same form, and its answer is given to each row that was sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import openpyxl
import pyarrow.parquet as pq
import pytest

from cakupan.law.refusal import Refusal
from cakupan.registers import load_profile, read_register
from cakupan.registers.branch_batch import AnswerRow, BatchHead, BatchRow, match_answers
from cakupan.report.branch_batch import write_branch_batch

DAY = dt.date(2021, 6, 18)
HEAD = BatchHead(area_name="KOTA CONTOH", title="Juli 2021", agreement_number="440/9001", branch_code="0901", submitted_date=DAY)
SITI = BatchRow(
    line=1, decision="enrol", nik="6101055708829001", family_card_number="6101050101109001", card_number="0000000009001",
    name="SITI CONTOH", family_role="istri", birth_place="SAMBAS", birth_date=dt.date(1982, 8, 17), sex="P", marital_status="2",
    address="=JL. CONTOH, 1", rt="003", rw="005", area_code="61.01.05.2001", mutation_code="2",
    effective_date=dt.date(2021, 8, 1), submitted_date=DAY, decree_number="440/Kep.9001", decree_date=DAY, payer="kabkota",
    priority="sick_now", reason="MISKIN",
)  # fmt: skip
BUDI = replace(SITI, line=2, nik="6101051203759002", card_number="0000000009002", name="BUDI CONTOH", family_role="peserta",
               sex="L", birth_date=dt.date(1975, 3, 12), priority="")  # fmt: skip


def written(folder, profile, rows=(SITI, BUDI), *, name="batch.xlsx"):
    path = folder / name
    assert write_branch_batch(rows=rows, head=HEAD, profile=profile, dated=DAY, out=path) == len(rows)
    return path


def read_back(path, profile):
    out = path.with_name("snapshot")
    snapshot = read_register(path, kind=load_profile(profile).kind, profile=profile, as_of=dt.date(2021, 7, 1), out=out)
    assert snapshot.faults_by_reason == {}
    return pq.read_table(snapshot.rows_path).to_pylist()


def test_the_proposal_form_of_21_columns(tmp_path):
    path = written(tmp_path, "usulan-pbi")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert (sheet["A1"].value, sheet["A2"].value, sheet["A3"].value) == (
        "USULAN PESERTA PBPU DAN BP PEMERINTAH DAERAH", "KOTA CONTOH", "Juli 2021",
    )  # fmt: skip
    assert [cell.value for cell in sheet[7]][:9] == [
        "1", "'6101050101109001", "'6101055708829001", "SITI CONTOH", "3", "SAMBAS", "17/08/1982", "P", "2",
    ]  # fmt: skip
    assert sheet.max_column == 21
    siti = read_back(path, "usulan-pbi")[0]
    assert (siti["row"], siti["nik"], siti["address"], siti["submitted_date"]) == (7, SITI.nik, "=JL. CONTOH, 1", DAY)
    assert (siti["decision"], siti["segment"], siti["nik_anomaly"]) == ("enrol", "PEMDA", None)


def test_the_mutation_form_of_37_columns_below_twelve_lines(tmp_path):
    path = written(tmp_path, "mutasi-bpjs")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [sheet.cell(row, 1).value for row in (1, 3, 5, 9, 13, 14)] == [
        "FORM MUTASI DATA PESERTA", "NO PKS: 440/9001", "KODE KC: 0901", "TANGGAL PENGAJUAN: 18/06/2021", "No", "1",
    ]  # fmt: skip
    assert sheet.max_column == 37
    siti, budi = read_back(path, "mutasi-bpjs")
    assert (siti["row"], siti["card_number"], siti["sex"], siti["family_role"]) == (14, "0000000009001", "P", "istri")
    assert (budi["start_date"], budi["birth_date"], budi["class"], budi["sex"]) == (dt.date(2021, 8, 1), BUDI.birth_date, 3, "L")


@pytest.mark.parametrize("name", ["batch.csv", "batch.xlsx"])
def test_a_plain_table_of_enrolments_and_removals(tmp_path, name):
    path = written(tmp_path, "decisions", (SITI, replace(BUDI, decision="remove")), name=name)
    siti, budi = read_back(path, "decisions")
    assert (siti["decision"], siti["priority"], siti["payer"], siti["area_code"]) == (
        "enrol",
        "sick_now",
        "kabkota",
        "61.01.05.2001",
    )
    assert (budi["decision"], budi["segment"], budi["priority"]) == ("remove", "PEMDA", None)
    if name == "batch.csv":
        assert '"\'=JL. CONTOH, 1"' in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("profile", "change", "says"),
    [
        ("usulan-pbi", {"decision": "remove"}, "lines 2 of the batch: form usulan-pbi is for decision enrol only"),
        ("usulan-pbi", {"submitted_date": None}, "TANGGAL PENGUSULAN is empty"),
        ("usulan-pbi", {"nik": ""}, "NIK/KITAS/KITAP is empty"),
        ("mutasi-bpjs", {"card_number": ""}, "No Kartu BPJS is empty"),
        ("mutasi-bpjs", {"family_role": "ipar"}, "HubKel cannot say 'ipar'"),
        ("decisions", {"decision": "change"}, "KEPUTUSAN cannot say 'change'"),
        ("bpjs", {}, "takes no batch"),
    ],
)
def test_what_the_form_cannot_carry_is_refused_by_line_and_nothing_is_written(tmp_path, profile, change, says):
    with pytest.raises(Refusal) as refused:
        written(tmp_path, profile, (SITI, replace(BUDI, **change)))
    assert says in str(refused.value)
    assert "BUDI" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_a_batch_of_nobody_is_refused(tmp_path):
    with pytest.raises(Refusal, match="it has no rows"):
        written(tmp_path, "decisions", ())


ANSWER = """NO;NIK;NO_KARTU;NAMA;HASIL;KETERANGAN;TMT
1;6101055708829001;0000000009001;SITI CONTOH;Berhasil;;01/08/2021
2;6101051203759002;;BUDI CONTOH;GAGAL;NIK tidak aktif;
9;6101054509159003;;ANI CONTOH;Proses;;
"""


def answers(folder, text=ANSWER):
    path = folder / "jawaban.csv"
    path.write_text(text, encoding="utf-8")
    snapshot = read_register(path, kind="branch_answers", as_of=dt.date(2021, 7, 1), out=folder / "jawaban")
    names = AnswerRow.__dataclass_fields__
    rows = pq.read_table(snapshot.rows_path).to_pylist()
    return snapshot, [AnswerRow(**{name: row[name] for name in names}) for row in rows]


def test_the_answer_is_read_and_given_to_each_row_sent(tmp_path):
    snapshot, given = answers(tmp_path)
    assert (snapshot.faults, snapshot.warnings_by_reason) == (0, {})
    unanswered = replace(SITI, line=3, nik="6101054509159009", card_number="", name="TUTI CONTOH")
    matched = match_answers(sent=[SITI, BUDI, unanswered], answers=given)
    assert [row.outcome for row in matched.rows] == ["accepted", "rejected", "unanswered"]
    assert matched.rows[0].effective_date == dt.date(2021, 8, 1)
    assert matched.rows[1].reason == "NIK tidak aktif"
    assert [answer.row for answer in matched.never_sent] == [4]


def test_an_answer_that_nobody_can_read_accepts_nobody(tmp_path):
    snapshot, given = answers(tmp_path, ANSWER.replace("Berhasil", "OK").replace("GAGAL", ""))
    assert (snapshot.faults, snapshot.readable_rows) == (2, 1)
    assert [row.outcome for row in match_answers(sent=[SITI, BUDI], answers=given).rows] == ["unreadable", "unreadable"]


def answer(**changed):
    return AnswerRow(**{"row": 2, "nik": SITI.nik, "card_number": None, "name": SITI.name, "result": "accepted", **changed})


def test_two_answers_to_one_row_are_for_a_person_to_look_at():
    (row,) = match_answers(sent=[SITI], answers=[answer(), answer(row=3, result="rejected")]).rows
    assert (row.outcome, row.reason, row.effective_date, [a.row for a in row.answers]) == ("answered_twice", None, None, [2, 3])


def test_without_a_nik_the_card_counts_and_without_both_line_and_name():
    by_card = answer(nik=None, card_number=SITI.card_number)
    by_line = answer(nik=None, annex_line="2", name="Budi Contoh ", result="rejected")
    matched = match_answers(sent=[SITI, BUDI], answers=[by_line, by_card])
    assert [row.outcome for row in matched.rows] == ["accepted", "rejected"]


def test_another_persons_nik_on_the_right_line_is_not_that_line():
    matched = match_answers(sent=[SITI], answers=[answer(nik="6101054509159009", annex_line="1")])
    assert (matched.rows[0].outcome, len(matched.never_sent)) == ("unanswered", 1)


def test_one_nik_sent_twice_is_answered_line_by_line():
    again = replace(SITI, line=2, decision="remove")
    matched = match_answers(sent=[SITI, again], answers=[answer(annex_line="2", result="rejected"), answer()])
    assert [row.outcome for row in matched.rows] == ["accepted", "rejected"]
