"""What began in Serang on 1 July 2021 was the hospital's contract: where it ends, an active member is active, but not here."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from cakupan.answer.eligibility import Answer
from cakupan.scenarios.serang import CaseFiles, write_serang
from cakupan.wiring.answer import ask
from cakupan.wiring.month import close_area_month
from cakupan.wiring.workspace import Workspace

HOSPITAL, AREA = "R367301", "36.73"
BEGAN, ENDED = dt.date(2021, 7, 1), dt.date(2021, 7, 20)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> CaseFiles:
    return write_serang(residents=1000, out=tmp_path_factory.mktemp("serang"))


@pytest.fixture(scope="module")
def workspace(files: CaseFiles, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    for kind, path in files.files.items():
        Workspace(folder).import_register(kind=kind, file=path, area=AREA, as_of=files.case.as_of)
    close_area_month(workspace=folder, area=AREA, month=files.case.month)
    return folder


@pytest.fixture(scope="module")
def number(files: CaseFiles) -> str:
    """An active member, by card."""
    with files.files["members"].open(encoding="utf-8", newline="") as file:
        found = (row for row in csv.DictReader(file) if row["STATUS_PESERTA"] == "AKTIF" and row["NIK"])
        return next(row["NO_KARTU"] for row in found)


def at_the_hospital(workspace: Path, number: str, on: dt.date) -> Answer:
    return ask(workspace=workspace, number=number, on=on, today=dt.date(2021, 7, 31), area=AREA, facility=HOSPITAL).answer


def first_reason(answer: Answer) -> str:
    return answer.reasons[0].code


def test_since_its_contract_members_are_served_and_before_nobody_told_who_was_one(workspace, number):
    served = at_the_hospital(workspace, number, BEGAN)
    assert (served.status, first_reason(served), served.do_now[0].code) == ("active", "branch_active", "make_sep")
    before = at_the_hospital(workspace, number, BEGAN - dt.timedelta(days=1))
    assert (before.status, first_reason(before), before.do_now[0].code) == ("unknown", "before_first_position", "treat_emergency")


def test_after_it_ended_the_member_is_active_but_not_here_and_reads_where(files, workspace, number, tmp_path):
    with files.files["facilities"].open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["KREDENSIAL_SAMPAI"] = BEGAN.isoformat() if row["KODE_FASKES"] == HOSPITAL else ""
        row["KONTRAK_SELESAI"] = ENDED.isoformat() if row["KODE_FASKES"] == HOSPITAL else ""
    later = tmp_path / "faskes.csv"
    with later.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    Workspace(workspace).import_register(kind="facilities", file=later, area=AREA, as_of=ENDED)
    close_area_month(workspace=workspace, area=AREA, month=files.case.month, again=True)

    last = at_the_hospital(workspace, number, ENDED - dt.timedelta(days=1))
    assert [last.reasons[0].code, last.reasons[-1].code, last.do_now[0].code] == [
        "branch_active",
        "credentialing_lapsed",
        "make_sep",
    ]
    gone = at_the_hospital(workspace, number, ENDED)
    assert (gone.status, first_reason(gone)) == ("active", "asking_facility_not_contracted")
    assert "kontraknya berakhir 19 Juli 2021; kredensialing berlaku sampai 30 Juni 2021" in gone.reasons[0].text
    assert [each.code for each in gone.do_now] == ["treat_emergency", "refer_contracted", "mend_credentialing"]
    assert "rujuk ke PUSKESMAS" in gone.do_now[1].text and "faskes terdaftarnya" in gone.do_now[1].text
