"""An upgrade keeps everything: a filled database of the first tables, a workspace from before there was an office.

The first test goes back to where each app's tables began, puts a row into every table, and brings it to this version. Whoever
writes a migration that takes a table or a column away says here where its rows went.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps as now
from django.conf import settings
from django.db import connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql
from psycopg.conninfo import make_conninfo

from cakupan.office.audit.verification import verify
from cakupan.office.environment import LOGINS
from cakupan.record.chain import canonical
from cakupan.wiring.database import URL_OF, create_logins
from cakupan.wiring.editions import current_edition
from faults.office_process import COMMAND, Browser, Office, plain_environment
from month.small_region import AREA, MONTH
from office_database import PASSWORD, SECRET, use
from office_positions.two_months import AUGUST, put_two_months

# The first state of each app that a region could have held rows in; later ones come as its migrations do.
FIRST = {
    "database": "0001_initial", "accounts": "0001_initial", "audit": "0001_initial", "work": "0002_security",
    "positions": "0002_security", "papers": "0002_security", "uploads": "0002_security", "verification": "0002_security",
    "agreements": "0002_security", "enrolment": "0002_security", "billing": "0002_security",
    "coverage": "0002_security", "guarantees": "0002_security", "admission": "0002_security", "reads": "0002_security",
}  # fmt: skip
# Columns that a migration takes away, as table.column, with where their content is now.
GONE: dict[str, str] = {}
# What the tables' own checks ask for beyond a value of the right type.
ASKED: dict[str, dict[str, Any]] = {
    "accounts.User": {"rows": [{}, {"username": "lain"}]},
    "accounts.Delegation": {"giver_id": 1, "receiver_id": 2},
    "papers.Paper": {"withdrawn_because": ""},
    "billing.Payment": {"confirmed_desk": ""},
    "billing.MonthClosing": {"decided_desk": ""},
    "billing.QuarterReconciliation": {"decided_desk": ""},
    "billing.JournalLine": {"account_name": "cash", "rows": [{"credit": 0}, {"debit": 0}]},
}
LIBRARIES = ("django_", "auth_", "otp_", "axes_", "procrastinate_")
ALIAS = "owner"


@pytest.fixture
def empty_database(template: tuple[str, str], tmp_path: Path) -> Iterator[None]:
    """A database with the logins and no table, which Django uses for as long as the test lasts, and a workspace of its own."""
    admin, template_name = template
    environment = settings.ENVIRONMENT
    settings.ENVIRONMENT = replace(environment, workspace=tmp_path / "upgraded")
    name = f"upgrade_{uuid.uuid4().hex[:8]}"
    passwords = dict.fromkeys(URL_OF, PASSWORD) if "password" in admin else {}
    use(create_logins(admin=admin, database=name, passwords=passwords).variables)
    yield
    settings.ENVIRONMENT = environment
    use(create_logins(admin=admin, database=template_name, passwords=passwords).variables)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def migrate_to_the_first_tables() -> Any:
    """Every app of ours as it began (or as far as another one's beginning needs it); gives the models of that time."""
    executor = MigrationExecutor(connections[ALIAS])
    ours = set(FIRST)
    others = [node for node in executor.loader.graph.leaf_nodes() if node[0] not in ours and not is_ours(node[0])]
    targets = [*others, *FIRST.items()]
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


def is_ours(label: str) -> bool:
    return now.get_app_config(label).name.startswith("cakupan.")


def fill(then: Any) -> None:
    """A row in every table of ours, parents before children; entries of the log come by its own function."""
    waiting = [model for model in then.get_models() if is_ours(model._meta.app_label) and model._meta.app_label != "audit"]
    with transaction.atomic(using=ALIAS):
        while waiting:
            ready = [model for model in waiting if not parents(model) & {m._meta.label for m in waiting} - {model._meta.label}]
            assert ready, f"tables that wait for each other: {waiting}"
            for model in ready:
                put(model)
                waiting.remove(model)
    with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
        for number in range(3):
            content = {
                "at": "2024-07-01T01:00:00+00:00", "area": "16.10", "actor_id": None, "actor": "", "desk": "",
                "action": "test.old", "subject_kind": "person", "subject_id": str(number), "why": "", "details": {},
            }  # fmt: skip
            cursor.execute("SELECT number FROM cakupan_log_append(%s)", [canonical(content)])


def parents(model: Any) -> set[str]:
    return {field.related_model._meta.label for field in model._meta.concrete_fields if field.is_relation and not field.null}


def put(model: Any) -> None:
    told = ASKED.get(model._meta.label, {})
    for more in told.get("rows", [{}]):
        values = {
            field.attname: value_of(field)
            for field in model._meta.concrete_fields
            if not (field.primary_key and not isinstance(field, models.CharField)) and not field.null
        }
        row = model(**{**values, **{k: v for k, v in told.items() if k != "rows"}, **more})
        row.save(using=ALIAS, force_insert=True)


def value_of(field: Any) -> Any:
    """A value of the field's type that can be told from an empty one."""
    if field.is_relation:
        return field.related_model._base_manager.using(ALIAS).values_list("pk", flat=True).first()
    if (known := known_values(field)) is not None:
        return known
    if isinstance(field, models.CharField) and field.get_default():
        return field.get_default()
    if field.name == "area" or field.name == "code":
        return "16.10"
    by_type: list[tuple[type, Any]] = [
        (models.DateTimeField, dt.datetime(2024, 7, 1, 8, tzinfo=dt.UTC)),
        (models.DateField, dt.date(2024, 8 if field.name == "to_date" else 7, 1)),
        (models.BooleanField, True),
        (models.JSONField, [{"kept": 1}]),
        (models.BinaryField, b"kept"),
        (models.UUIDField, uuid.UUID(int=1)),
        (models.DecimalField, 1),
        (models.IntegerField, 1),
        (models.GenericIPAddressField, "192.0.2.1"),
    ]
    for kind, value in by_type:
        if isinstance(field, kind):
            return value
    if isinstance(field, models.CharField | models.TextField):
        return "tersimpan"[: field.max_length or None]
    return field.get_default() if field.has_default() else ["16.10"]


def known_values(field: Any) -> Any:
    """The first value that the field's choices, or a check of its table, allow; None if any will do."""
    if field.choices:
        return next(value for value, _ in field.choices if value)
    for constraint in field.model._meta.constraints:
        told = getattr(getattr(constraint, "condition", None), "children", [])
        if len(told) == 1 and not constraint.condition.negated and told[0][0] == f"{field.name}__in":
            return next(iter(told[0][1]))
    return None


def tables() -> list[str]:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        return [table for (table,) in cursor.fetchall() if not table.startswith(LIBRARIES)]


def contents() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of ours, by column."""
    found = {}
    with connections[ALIAS].cursor() as cursor:
        for table in tables():
            cursor.execute(f"SELECT to_jsonb(t) FROM {table} t ORDER BY to_jsonb(t)::text")
            found[table] = [told if isinstance(told, dict) else json.loads(told) for (told,) in cursor.fetchall()]
    return found


def held(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """What a database holds to: columns, constraints, policies, triggers, indexes, rights."""
    asked = {
        "columns": "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
        " WHERE table_schema = 'public'",
        "constraints": "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace AND contype <> 'n'",
        "policies": "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies",
        "secured": "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace",
        "triggers": "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
        "indexes": "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "rights": "SELECT table_name, grantee, privilege_type FROM information_schema.role_table_grants"
        " WHERE table_schema = 'public'",
    }
    with closing(psycopg.connect(url)) as connection:
        return {name: sorted(connection.execute(query).fetchall(), key=str) for name, query in asked.items()}  # type: ignore[arg-type]


def test_a_filled_database_of_the_first_tables_keeps_every_row_and_holds_to_what_a_new_one_does(
    template: tuple[str, str], empty_database: None, tmp_path: Path
) -> None:
    then = migrate_to_the_first_tables()
    fill(then)
    before = contents()
    assert [table for table, rows in before.items() if not rows] == []
    executor = MigrationExecutor(connections[ALIAS])
    executor.migrate(executor.loader.graph.leaf_nodes())
    after = contents()
    for table, rows in before.items():
        assert len(after.get(table, [])) >= len(rows), f"{table} lost rows"
        kept = [column for column in rows[0] if f"{table}.{column}" not in GONE]
        assert set(kept) <= set(after[table][0]), f"{table} lost columns: say in GONE where their content is"
        found = [{c: row[c] for c in kept} for row in after[table]]
        assert [row for row in rows if {c: row[c] for c in kept} not in found] == [], f"{table} has rows that changed"
    assert verify(using=ALIAS).entries == 3 and verify(using=ALIAS).breaks == []
    upgraded = held(os.environ["DATABASE_OWNER_URL"])
    new = held(make_conninfo(os.environ["DATABASE_OWNER_URL"], dbname=template[1]))
    for name, told in new.items():
        assert upgraded[name] == told, name


def test_a_workspace_from_before_there_was_an_office_is_shown_whole() -> None:
    """Two months closed at the command line; the office opens for the first time and shows them to somebody who is let in."""
    home = Path(tempfile.mkdtemp(prefix="cakupan-first-"))
    home.chmod(0o755)
    office = Office(home / "w", home / "log", environment={"CAKUPAN_SECRET_KEY": SECRET})
    put_two_months(office.workspace)
    kept = {path: path.read_bytes() for path in office.workspace.rglob("*") if path.is_file()}
    try:
        office.start()
        asked = ["user", "invite", "--desk", "dinkes", "--area", AREA, "--name", "Rini", "--email", "rini@contoh.invalid"]
        told = subprocess.run(
            [*COMMAND, *asked, "--workspace", str(office.workspace), "--url", office.url],
            env=plain_environment(CAKUPAN_SECRET_KEY=SECRET), capture_output=True, text=True, check=True,
        )  # fmt: skip
        way = told.stdout.split(office.url)[1].strip()
        browser = Browser(office.url)
        assert browser.get(way) == 200
        new = "rahasia-rekaan-yang-panjang"
        assert browser.post(way, {"new_password1": new, "new_password2": new}) == 302
        assert browser.post("/masuk/", {"username": "rini@contoh.invalid", "password": new}) == 302
        assert browser.get(f"/{AREA}/tagihan/bulan/") == 200
        assert "Juli 2021" in browser.text and "Agustus 2021" in browser.text
        shown = office.rows("SELECT month, edition FROM positions_position WHERE current ORDER BY 1")
        editions = [current_edition(workspace=office.workspace, area=AREA, month=month) for month in (MONTH, AUGUST)]
        assert shown == [(each.month.first_date, each.hash) for each in editions if each is not None]
        for (month,) in office.rows("SELECT id FROM positions_position"):
            sums = "SELECT (manifest->'sums'->>'amount')::bigint FROM positions_position WHERE id = %s"
            billed = "SELECT coalesce(sum(amount), 0) FROM positions_billline WHERE position_id = %s"
            assert office.one(sums, month) == office.one(billed, month)
        assert {path: path.read_bytes() for path in kept} == kept
    finally:
        if not office.ended():
            office.stop()
        shutil.rmtree(home, ignore_errors=True)


def test_every_app_with_tables_has_its_beginning_here() -> None:
    with_tables = {model._meta.app_label for model in now.get_models() if is_ours(model._meta.app_label)}
    assert with_tables == set(FIRST) and set(LOGINS) >= {ALIAS}
