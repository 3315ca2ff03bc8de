"""The database's own lock: where a view forgets its area, row-level security still shows nobody another area's rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, models, transaction
from psycopg.conninfo import make_conninfo

from cakupan.office.database.scope import scoped
from office.rows_of_two_areas import area_models, part_models, row_of, statement, write

OURS, THEIRS = "16.10", "16.71"
REFUSED = r"row-level security|permission denied|is refused"


@pytest.fixture(scope="module")
def rows(template: tuple[str, str]) -> Iterator[dict[type[models.Model], int]]:
    """A row of every table in either area; gives the number of theirs by model."""
    from office_database import copied

    with copied(*template) as name, psycopg.connect(make_conninfo(template[0], dbname=name), autocommit=True) as admin:
        numbers = {}
        for at, model in enumerate(area_models()):
            ours, theirs = 2 * at + 1, 2 * at + 2
            for number, area in ((ours, OURS), (theirs, THEIRS)):
                write(admin, model, row_of(model, number, id=number, area=area))
            numbers[model] = theirs
        for model, column in part_models():
            theirs = numbers[column.related_model]  # type: ignore[index]
            for number in (theirs - 1, theirs):
                write(admin, model, row_of(model, number, id=number, **{column.column: number}))
            numbers[model] = theirs
        yield numbers


def tables() -> list[Any]:
    return [pytest.param(model, id=model._meta.label) for model in [*area_models(), *(model for model, _ in part_models())]]


def asked(command: Any, values: Any = ()) -> int:
    """How many rows a command of the pages' login touched or gave; none if the login may not do it at all."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(command, values)
            return int(cursor.rowcount)
    except DatabaseError as refused:
        assert "permission denied" in str(refused)
        return 0


def test_every_table_that_belongs_to_an_area_by_another_is_guarded(rows: dict[Any, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_policies")
        guarded = {row[0] for row in cursor.fetchall()}
    assert {model._meta.db_table for model, _ in part_models()} <= guarded


@pytest.mark.parametrize("model", tables())
def test_a_view_without_a_filter_sees_its_own_area_only(rows: dict[Any, int], model: type[models.Model]) -> None:
    with scoped(areas=[OURS]):
        assert list(model._base_manager.values_list("pk", flat=True)) == [rows[model] - 1]
        table = model._meta.db_table
        assert asked(f"SELECT 1 FROM {table} WHERE id = %s", [rows[model]]) == 0
        assert asked(f"SELECT 1 FROM {table} WHERE id = %s OR 1 = 1", [rows[model]]) == 1
    assert model._base_manager.count() == 0


@pytest.mark.parametrize("model", tables())
def test_another_areas_row_is_neither_changed_nor_deleted_nor_made(rows: dict[Any, int], model: type[models.Model]) -> None:
    table, theirs = model._meta.db_table, rows[model]
    with scoped(areas=[OURS]):
        assert asked(f"UPDATE {table} SET id = id WHERE id = %s", [theirs]) == 0
        assert asked(f"DELETE FROM {table} WHERE id = %s", [theirs]) == 0
        column = dict(part_models()).get(model)
        belongs = {column.column: theirs} if column else {"area": THEIRS}
        new = row_of(model, theirs + 5000, id=theirs + 5000, **belongs)
        with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement(model, new), list(new.values()))


@pytest.mark.parametrize("model", [pytest.param(model, id=model._meta.label) for model in area_models()])
def test_no_row_is_handed_over_to_another_area(rows: dict[Any, int], model: type[models.Model]) -> None:
    with scoped(areas=[OURS]), pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        model._base_manager.filter(pk=rows[model] - 1).update(area=THEIRS)
