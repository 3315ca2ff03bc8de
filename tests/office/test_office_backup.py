"""A backup that is tried: the office made from it has every row, file and entry of the log; what is not whole is refused."""

from __future__ import annotations

import datetime as dt
import shutil
import tarfile
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from cakupan.law.refusal import Refusal
from cakupan.office.audit.log import note
from cakupan.office.audit.verification import verify
from cakupan.office.database.scope import scoped
from cakupan.office.reads.intake import take_in
from cakupan.office.reads.models import Notice, Read
from cakupan.record import access_log
from cakupan.record.credentials import Consumers
from cakupan.wiring.backup import back_up, reached, restore
from cakupan.wiring.database import create_logins
from office_database import use
from office_people import a_user, an_area
from office_reads.access_lines import answer, guessing, keys, written

AT = dt.datetime(2024, 7, 1, tzinfo=dt.UTC)


def quiet(_: str) -> None:
    pass


@pytest.fixture
def backup(office: Path, tmp_path: Path) -> Path:
    """A backup of an office with an officer, a file and two entries in its log."""
    a_user("dinkes")
    an_area("16.10")
    with scoped(areas=["16.10"]):
        note(None, "test.one", area="16.10")
        note(None, "test.two", area="16.10")
    (office / "snapshots" / "16.10").mkdir(parents=True)
    (office / "snapshots" / "16.10" / "rows.parquet").write_bytes(b"rows")
    (office / "snapshots" / ".half-written").write_bytes(b"half")
    Consumers.of(office, keys()).create(name="RSUD CONTOH", facility_code="R1", areas=["16.10"], at=AT, consumer_id="12345")
    written(office, answer(), guessing())
    take_in()
    out = tmp_path / "backup.tar"
    back_up(workspace=office, out=out, at=AT, say=quiet)
    return out


@pytest.fixture
def empty_database(template: tuple[str, str]) -> object:
    """Point the office at a database without a table, as a new machine has it."""
    admin, _ = template
    name = "restored_here"
    passwords = dict.fromkeys(("cakupan_app", "cakupan_loader", "cakupan_owner"), "only-for-tests") if "password" in admin else {}

    def made() -> None:
        use(create_logins(admin=admin, database=name, passwords=passwords).variables)

    yield made
    use(
        {
            v: make_conninfo(u, dbname="postgres")
            for v, u in create_logins(admin=admin, database=name, passwords=passwords).variables.items()
        }
    )
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def test_an_office_made_from_its_backup_is_the_same(backup: Path, tmp_path: Path, empty_database: object) -> None:
    from django.conf import settings

    empty_database()  # type: ignore[operator]
    restored = tmp_path / "restored"
    manifest = restore(backup=backup, workspace=restored, say=quiet)
    assert manifest["at"] == AT.isoformat()
    assert (restored / "snapshots" / "16.10" / "rows.parquet").read_bytes() == b"rows"
    assert not (restored / "snapshots" / ".half-written").exists()
    from cakupan.office.accounts.models import User
    from cakupan.office.positions.models import Position

    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, workspace=restored)
    assert User.objects.filter(desk="dinkes").count() == 1
    assert verify().sound
    with scoped(areas=["16.10"]):
        assert note(None, "test.three", area="16.10") == 4  # the third tells of a consumer that guesses
    assert Position.objects.count() == 0


def test_the_counters_consumers_and_its_log_are_in_it(
    backup: Path, office: Path, tmp_path: Path, empty_database: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    empty_database()  # type: ignore[operator]
    restored = tmp_path / "restored"
    restore(backup=backup, workspace=restored, say=quiet)
    shutil.rmtree(office)
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, workspace=restored))
    kept = Consumers.of(restored, keys())
    assert [each.name for each in kept.all()] == ["RSUD CONTOH"] and kept.secrets_of(kept.all()[0], at=AT)
    assert access_log.verify(restored / access_log.FOLDER).entries == 4
    # The office takes up where it was: nothing twice, and no fault although every file lies elsewhere now.
    written(restored, answer())
    taken = take_in()
    assert (taken.reads, taken.faults) == (1, 0) and Read.objects.using("loader").count() == 2
    assert [each.kind for each in Notice.objects.using("loader").all()] == ["consumer"]


def test_a_backup_replaces_nothing(backup: Path, office: Path) -> None:
    with pytest.raises(Refusal, match="there already"):
        back_up(workspace=office, out=backup, at=AT, say=quiet)
    with pytest.raises(Refusal, match="not empty"):
        restore(backup=backup, workspace=office, say=quiet)


def test_a_database_with_tables_is_not_written_over(backup: Path, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="tables already"):
        restore(backup=backup, workspace=tmp_path / "restored", say=quiet)


def test_half_a_backup_and_a_changed_one_are_refused(backup: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.tar"
    half.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
    with pytest.raises(Refusal, match="nothing was restored"):
        restore(backup=half, workspace=tmp_path / "restored", say=quiet)
    changed = tmp_path / "changed.tar"
    content = backup.read_bytes()
    changed.write_bytes(content.replace(b"rows", b"sowr"))
    with pytest.raises(Refusal, match=r"was changed|cannot be read"):
        restore(backup=changed, workspace=tmp_path / "restored", say=quiet)
    assert not (tmp_path / "restored").exists()


def test_the_file_is_a_plain_tar(backup: Path) -> None:
    with tarfile.open(backup) as archive:
        assert {"backup.json", "database.dump", "workspace/snapshots/16.10/rows.parquet"} <= set(archive.getnames())


def test_nobody_else_reads_a_backup(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600


def test_the_programs_reach_the_database_as_safely_as_the_office_does() -> None:
    """A backup over an unverified connection would hand everybody's data to whoever stands in between."""
    url = (
        "host=db.invalid user=cakupan_owner password='rahasia benar' dbname=cakupan sslmode=verify-full sslrootcert=/etc/root.pem"
    )
    target, environment = reached(url)
    assert conninfo_to_dict(target) == {
        "host": "db.invalid",
        "user": "cakupan_owner",
        "dbname": "cakupan",
        "sslmode": "verify-full",
        "sslrootcert": "/etc/root.pem",
    }
    assert environment == {"PGPASSWORD": "rahasia benar"}
    assert reached("dbname=cakupan")[1] == {}
