"""What is over goes on its day and not before; what a month, a decision, a paper or work at hand needs does not."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connections, transaction

from cakupan.cli import app
from cakupan.cli.outcome import run_command
from cakupan.law.refusal import Busy
from cakupan.office.accounts.models import Invitation, SignIn
from cakupan.office.agreements.documents import keep_bytes, path_of
from cakupan.office.agreements.models import Document
from cakupan.office.audit.verification import verify
from cakupan.office.billing.models import JournalEntry, JournalLine
from cakupan.office.database.models import Area
from cakupan.office.database.scope import scoped
from cakupan.office.papers.keeping import keep as keep_paper
from cakupan.office.papers.keeping import path_of as paper_path
from cakupan.office.positions.models import Position
from cakupan.office.retention import sweeping
from cakupan.office.retention.records import KEPT
from cakupan.office.retention.sweeping import look, run
from cakupan.office.work.models import State, Work
from cakupan.wiring.positions import load_missing
from faults.test_faults_killed import LAUNCHER
from office_papers.paper_fixture import a_position, issued
from office_people import a_user, signed_in
from office_positions.two_months import AUGUST, put_two_months
from office_retention.aged import AREA, NOW, OTHER, aged, ago, delivered, removals, stands


def there(delivery: Any) -> tuple[bool, bool]:
    return delivery.file.is_file(), delivery.bad_rows.is_file()


def test_a_refused_file_goes_on_its_day_and_not_before(office: Path) -> None:
    kept, over = delivered("unreadable", ago(364)), delivered("unreadable", ago(365))
    ran = run(NOW)
    assert ran.removed["refused_files"] == 1 and ran.held["refused_files"].count == 1
    assert there(kept) == (True, True) and there(over) == (False, False)
    assert stands(over).found == {"rows": 12} and stands(over).file_removed_at and stands(over).file_name == "penduduk.csv"
    assert "first_faults" in stands(kept).found and stands(kept).file_removed_at is None
    assert removals() == [(AREA, '{"count":1,"kind":"refused_files"}')]
    assert run(NOW).removed["refused_files"] == 0 and len(removals()) == 1


def test_the_day_is_that_of_the_region(office: Path) -> None:
    # Half an hour after midnight in Jakarta it is still the day before in UTC.
    late = delivered("tried", ago(364).replace(hour=0, minute=30))
    early = delivered("tried", ago(365).replace(hour=23, minute=30))
    run(NOW.replace(hour=0, minute=15))
    assert there(late) == (True, True) and there(early) == (False, False)


@pytest.mark.parametrize("state", ["received", "tried", "unreadable"])
def test_whatever_was_not_taken_in_goes(office: Path, state: str) -> None:
    over = delivered(state, ago(365))
    run(NOW)
    assert there(over) == (False, False)


def test_what_was_taken_back_counts_from_that_day(office: Path) -> None:
    kept, over = (delivered("undone", ago(900), undone_at=ago(days), undone_why="salah bulan") for days in (364, 365))
    run(NOW)
    assert there(kept) == (True, True) and there(over) == (False, False)


def test_a_region_that_keeps_longer_keeps_longer(office: Path) -> None:
    before = settings.ENVIRONMENT
    settings.ENVIRONMENT = replace(before, retention={"refused_files": 730})
    kept, over = delivered("tried", ago(729)), delivered("tried", ago(730))
    run(NOW)
    assert there(kept) == (True, True) and there(over) == (False, False)


def test_the_same_file_under_another_row_stays(office: Path) -> None:
    """Also where that row is another area's: no scope of one area may decide."""
    over = delivered("tried", ago(365), content="same")
    kept = delivered("tried", ago(10), area=OTHER, content="same")
    aged(over.file, ago(365))
    run(NOW)
    assert stands(over).file_removed_at and not over.bad_rows.is_file()
    assert over.file == kept.file and there(kept) == (True, True)


def test_work_at_hand_keeps_its_file(office: Path) -> None:
    by = a_user("dukcapil", (AREA,))
    with scoped(areas=[AREA]):
        pieces = [Work.objects.create(area=AREA, kind="uploads.import", begun_by=by, state=state) for state in State]
    made = {piece.state: delivered("tried", ago(400), content=piece.state, work_id=piece.pk) for piece in pieces}
    run(NOW)
    assert {state for state, each in made.items() if there(each)[0]} == {State.WAITING, State.RUNNING}


def test_rows_being_mended_keep_the_file_that_they_go_back_into(office: Path) -> None:
    original = delivered("tried", ago(400))
    mending = delivered("received", ago(1), mends_id=original.pk)
    run(NOW)
    assert there(original) == (True, True) and there(mending) == (True, True)


def test_what_is_gone_is_neither_taken_in_nor_mended_and_its_page_says_so(office: Path) -> None:
    gone = delivered("tried", ago(365))
    run(NOW)
    client = signed_in(a_user("dukcapil", (AREA,)))
    page = client.get(f"/{AREA}/berkas/{gone.pk}/").content.decode()
    assert "Masa simpannya lewat" in page and "/masukkan/" not in page
    for deed in ("masukkan", "perbaiki"):
        answer = client.post(f"/{AREA}/berkas/{gone.pk}/{deed}/")
        assert answer.status_code == 409 and "sudah dihapus" in answer.content.decode()
    assert "belum dimasukkan" not in client.get(f"/{AREA}/").content.decode()


def test_files_of_a_month_stay_and_others_that_were_taken_in_go(office: Path) -> None:
    """Of an open month, and of an edition that another replaced, just as of a closed one."""
    put_two_months(office)
    Area.objects.get_or_create(code=AREA, defaults={"name": "Kota Serang"})
    load_missing(workspace=office)
    standing = office / "editions" / AREA / str(AUGUST)
    edition = standing / (standing / "CURRENT").read_text().strip()
    inputs = json.loads((edition / "manifest.json").read_text())["inputs"]
    used = [
        delivered("imported", ago(4000), content=each["snapshot"], snapshot=each["snapshot"], imported_at=ago(4000))
        for each in inputs
        if each["kind"] in ("residents", "members")
    ]
    assert len(used) == 2
    kept, over = (delivered("imported", ago(900), snapshot=str(d) * 16, imported_at=ago(d)) for d in (364, 365))
    # Nothing points to it any more, and the database no longer shows it: its files still prove what it says.
    (standing / "CURRENT").unlink()
    ran = run(NOW)
    assert ran.removed["imported_files"] == 1
    assert [there(each) for each in (*used, kept, over)] == [(True, True)] * 3 + [(False, False)]
    shutil.rmtree(edition)
    run(NOW)
    assert [there(each) for each in used] == [(True, True)] * 2, "the position names them as well"


def test_files_that_no_row_names_go_after_a_month(office: Path) -> None:
    home = office / "office"
    kept = [aged(home / "uploads" / "ab" / "29", ago(29)), aged(home / "documents" / ".half.xlsx", ago(29))]
    over = [aged(home / "uploads" / "ab" / ".30", ago(30)), aged(home / "documents" / f"{'0' * 64}.pdf", ago(30))]
    elsewhere = [
        aged(home / "log-anchors", ago(4000)),
        aged(office / "snapshots" / AREA / "members" / "x" / "rows.parquet", ago(4000)),
    ]
    run(NOW)
    assert all(path.is_file() for path in (*kept, *elsewhere)) and not any(path.exists() for path in over)
    assert removals() == [("", '{"count":2,"kind":"unnamed_files"}')]


def test_papers_and_documents_that_any_row_names_stay_for_ever(office: Path) -> None:
    a_position(AREA)
    paper = issued(a_user("dinkes", (AREA,), approver=True), area=AREA)
    by = a_user("setda", (AREA,))
    kept = keep_bytes(b"berkas perjanjian rekaan")
    mentioned = keep_paper(b"%PDF- rekaan yang disebut surat lain")
    lost = keep_paper(b"%PDF- rekaan yang suratnya batal")
    told = {"kind": "pks", "name": "PKS", "file_name": "pks.pdf", "size": 9, "uploaded_by": by}
    with scoped(areas=[AREA]):
        Document.objects.create(area=AREA, sha256=kept, **told)
        # Named within what a row says, not in a column of its own.
        Work.objects.create(area=AREA, kind="uploads.try", begun_by=by, result={"paper": {"is": [f"x {mentioned}"]}})
    files = [paper_path(paper.sha256), paper_path(paper.masked_sha256), path_of(kept), paper_path(mentioned)]
    for path in (*files, paper_path(lost)):
        aged(path, ago(4000))
    assert run(NOW).removed["unnamed_files"] == 1
    assert all(path.is_file() for path in files) and not paper_path(lost).exists()


def test_what_the_program_keeps_the_database_refuses_to_delete(office: Path) -> None:
    position = a_position(AREA)
    by = a_user("dinkes", (AREA,), approver=True)
    issued(by, area=AREA)
    with scoped(areas=[AREA]), transaction.atomic():
        entry = JournalEntry.objects.create(area=AREA, source="test|1", cause="bill", month=position.month, date=position.month)
        for account, sums in (("cash", {"debit": 1, "credit": 0}), ("overpayment", {"debit": 0, "credit": 1})):
            JournalLine.objects.create(area=AREA, entry=entry, account_name=account, **sums)
    Position.objects.using("loader").filter(pk=position.pk).update(closed_at=NOW)
    held = look(NOW).held
    assert all(held[kind].count for kind in KEPT)
    for table in ("positions_position", "billing_journalentry", "papers_paper", "audit_logentry"):
        with connections["owner"].cursor() as cursor, pytest.raises(IntegrityError, match="is refused"):
            cursor.execute(f"DELETE FROM {table}")


def test_what_is_kept_again_counts_as_new(office: Path) -> None:
    path = aged(paper_path(keep_paper(b"%PDF- rekaan")), ago(4000))
    keep_paper(b"%PDF- rekaan")
    run(NOW)
    assert path.is_file()


def books(workspace: Path) -> list[Path]:
    return sorted(path for path in (workspace / "books").iterdir() if path.is_dir())


def test_books_of_positions_that_are_shown_stay(office: Path) -> None:
    put_two_months(office)
    Area.objects.get_or_create(code=AREA, defaults={"name": "Kota Serang"})
    load_missing(workspace=office)
    shown = books(office)
    assert len(shown) == 2
    spare = [office / "books" / name for name in ("0123456789ab", ".0123456789ab.half", ".going_ba9876543210")]
    spare.append(office / "lookups" / shown[0].name)
    for folder in spare:
        aged(folder / "book-1.sqlite", NOW)
    for folder in (*shown, *spare):
        aged(folder, ago(7))
    fresh = aged(office / "books" / "ba9876543210" / "book-1.sqlite", NOW).parent
    aged(fresh, ago(6))
    # A position stays shown while another edition is made beside it.
    (office / "editions" / AREA / str(AUGUST) / "CURRENT").write_text("ffffffffffff\n")
    assert run(NOW).removed["books"] == 4
    assert books(office) == sorted([*shown, fresh]) and not list((office / "lookups").iterdir())


def test_sessions_invitations_and_attempts_that_are_over_go(office: Path) -> None:
    user, now = a_user("dinkes", (AREA,)), dt.datetime.now(dt.UTC)
    signed_in(user)

    def back(days: float) -> dt.datetime:
        return now - dt.timedelta(days=days)

    for days in (0.001, 3):
        Session.objects.create(session_key=f"s{days}", session_data="", expire_date=back(days))
        sign_in = SignIn.objects.create(user=user, session_key=f"s{days}")
        SignIn.objects.filter(pk=sign_in.pk).update(at=back(days))
    for days in (28, 32):
        for used in ({"used_at": back(days)}, {"withdrawn_at": back(days)}):
            Invitation.objects.create(user=user, expires_at=back(-1), **used)
        Invitation.objects.create(user=a_user("dinsos", (AREA,)), expires_at=back(days))
    Invitation.objects.create(user=a_user("bpjs", (AREA,)), expires_at=back(-1))
    for days in (88, 92):
        for model, more in ((AccessAttempt, {"failures_since_start": 1}), (AccessLog, {})):
            row = model.objects.create(username=f"x{days}@contoh.invalid", ip_address="192.0.2.1", **more)
            model.objects.filter(pk=row.pk).update(attempt_time=back(days))
    removed = run(now).removed
    assert (removed["sessions"], removed["invitations"], removed["sign_in_attempts"]) == (2, 3, 2)
    assert {each.session_key for each in Session.objects.all()} & {"s0.001", "s3"} == {"s0.001"}
    assert Session.objects.filter(expire_date__gt=now).count() == 1 and SignIn.objects.count() == 2
    assert Invitation.objects.count() == 4
    assert {each.username for each in AccessLog.objects.all()} >= {"x88@contoh.invalid"}


def test_looking_removes_nothing(office: Path) -> None:
    over = delivered("tried", ago(365))
    held = look(NOW).held["refused_files"]
    assert (held.count, held.due) == (1, 1) and held.oldest == ago(365)
    assert there(over) == (True, True) and removals() == []


def test_the_command_looks_and_removes(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    over = delivered("tried", dt.datetime.now(dt.UTC) - dt.timedelta(days=367))

    def told(*more: str) -> dict[str, Any]:
        assert run_command(app, ["audit", "retention", "--json", "--workspace", str(office), *more]) == 0
        return {each["kind"]: each for each in json.loads(capsys.readouterr().out)["kinds"]}

    seen = told()["refused_files"]
    assert (seen["held"], seen["due"], seen["removed"], seen["period"]) == (1, 1, 0, "365 days")
    assert there(over) == (True, True)
    gone = told("--remove")
    assert (gone["refused_files"]["held"], gone["refused_files"]["removed"]) == (0, 1) and there(over) == (False, False)
    assert gone["ledger"]["confidence"] == "unverified" and gone["ledger"]["removed_by"] == "nobody"
    assert run_command(app, ["audit", "retention", "--workspace", str(office)]) == 0
    assert "UU 27/2022 Pasal 43" in capsys.readouterr().out


def test_two_runs_are_never_at_it_together(office: Path) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sweeping.LOCK)
        with pytest.raises(Busy):
            run(NOW)
        cursor.execute(sweeping.UNLOCK)
    run(NOW)


@pytest.mark.parametrize("event", [1, 2, 3, 4, 5, 6])
def test_killed_anywhere_and_run_again_it_is_as_if_nothing_had_been(office: Path, event: int) -> None:
    """Killed at a change among the files: what the log told of is gone in the end, and told once; what is kept is whole."""
    now = dt.datetime.now(dt.UTC)
    over = [delivered("tried", now - dt.timedelta(days=400), content=f"over {n}") for n in range(3)]
    kept = delivered("tried", now - dt.timedelta(days=10), content="kept")
    command = ["audit", "retention", "--remove", "--workspace", str(office)]
    killed = subprocess.run(
        [sys.executable, str(LAUNCHER), str(office / "office" / "uploads"), str(event), "0", *command],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert killed.returncode == -9, killed.stderr
    left = sum(path.is_file() for each in over for path in (each.file, each.bad_rows))
    assert left == 6 - (event - 1)
    assert run_command(app, command) == 0
    assert [there(each) for each in (*over, kept)] == [(False, False)] * 3 + [(True, True)]
    assert removals() == [(AREA, '{"count":3,"kind":"refused_files"}')]
    assert verify().sound
