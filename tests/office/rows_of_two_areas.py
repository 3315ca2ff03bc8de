"""A row of every table with an area, in two areas, written past the tables' own law (no trigger): only to be looked for."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from psycopg import sql
from psycopg.types.json import Jsonb

from cakupan.office.database.models import AreaRow

FIRST, LAST = dt.date(2020, 1, 1), dt.date(2020, 2, 1)
# What a table's own rules ask for that its fields do not tell; by table and column.
WANTED: dict[str, Any] = {
    "papers_paper.state": "issued",
    "papers_paper.withdrawn_because": "",
    # Nobody has decided yet: whoever does is of another desk.
    "billing_monthclosing.decided_desk": "",
    "billing_payment.confirmed_desk": "",
    "billing_quarterreconciliation.decided_desk": "",
    "billing_journalline.debit": 1,
    "billing_journalline.credit": 0,
}


def area_models() -> list[type[AreaRow]]:
    """Every model whose rows belong to an area."""
    return [model for model in apps.get_models() if issubclass(model, AreaRow)]


def part_models() -> list[tuple[type[models.Model], models.ForeignKey[Any, Any]]]:
    """Models without an area whose rows belong to a row that has one, with the column that says to which."""
    return [
        (model, parents[0])
        for model in apps.get_models()
        if not issubclass(model, AreaRow) and (parents := [each for each in model._meta.concrete_fields if _names_area_row(each)])
    ]


def _names_area_row(column: models.Field[Any, Any]) -> bool:
    return isinstance(column, models.ForeignKey) and not column.null and issubclass(column.related_model, AreaRow)  # type: ignore[arg-type]


def row_of(model: type[models.Model], number: int, **told: Any) -> dict[str, Any]:
    """Column by column a row that the table takes; ``number`` makes it another than the rest."""
    return {column.column: _value(model, column, number, told) for column in model._meta.concrete_fields}


def _value(model: type[models.Model], column: models.Field[Any, Any], number: int, told: dict[str, Any]) -> Any:
    if column.column in told:
        return told[column.column]
    wanted = f"{model._meta.db_table}.{column.column}"
    if wanted in WANTED:
        return WANTED[wanted]
    known = next(_known_words(model, column), None)
    if known is not None:
        return known
    return None if column.null and not column.primary_key else _plain(column, number)


def _known_words(model: type[models.Model], column: models.Field[Any, Any]) -> Iterator[Any]:
    """The first word that a check (``column IN …``) or the field's choices allow."""
    for each in model._meta.constraints:
        if isinstance(each, models.CheckConstraint):
            for child in each.condition.children:  # type: ignore[union-attr]
                if isinstance(child, tuple) and child[0] == f"{column.name}__in":
                    yield next(iter(child[1]))
    if column.choices:
        yield next(iter(column.flatchoices))[0]


def _plain(column: models.Field[Any, Any], number: int) -> Any:
    if isinstance(column, models.ForeignKey):
        # No two columns name the same row: whoever decides is nobody who proposed.
        return number * 1000 + column.model._meta.concrete_fields.index(column)
    for kind, value in (
        (models.BooleanField, False),
        (models.DateTimeField, dt.datetime(2020, 1, 1, tzinfo=dt.UTC)),
        (models.DateField, FIRST if "from" in column.name else LAST),
        (models.JSONField, Jsonb({})),
        (ArrayField, []),
        (models.FloatField, 1.0),
        (models.IntegerField, number),
        (models.BinaryField, b"%064d" % number),
        (models.UUIDField, uuid.UUID(int=number)),
    ):
        if isinstance(column, kind):
            return value
    text = f"{number}"
    return text.zfill(column.max_length) if column.max_length in (64,) else text[: column.max_length or None]


def statement(model: type[models.Model], row: dict[str, Any]) -> sql.Composed:
    """The INSERT of a row."""
    return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join([sql.Placeholder()] * len(row)),
    )


def write(admin: psycopg.Connection[Any], model: type[models.Model], row: dict[str, Any]) -> None:
    """Write a row as somebody whom no policy, trigger or reference stops."""
    admin.execute("SET session_replication_role = replica")
    try:
        admin.execute(statement(model, row), list(row.values()))
    except psycopg.errors.CheckViolation as refused:
        raise AssertionError(
            f"{model._meta.db_table} asks for more ({refused.diag.constraint_name}): tell it in WANTED"
        ) from None
