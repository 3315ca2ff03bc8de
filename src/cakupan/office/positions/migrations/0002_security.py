"""Sight by area, written by the loader alone, and a closed position stays as it is."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from cakupan.office.database.security import frozen_when, kept_when_closed, loaded_only, protect

TABLES = tuple(
    f"positions_{name}"
    for name in (
        "position",
        "person",
        "personnumber",
        "card",
        "covermonth",
        "listentry",
        "billline",
        "mismatch",
        "reviewpair",
        "coveragerow",
        "figures",
    )
)
OF_A_POSITION = tuple(f"positions_{name}" for name in ("covermonth", "billline", "coveragerow", "figures"))

FUNCTIONS = """
CREATE FUNCTION cakupan_refuse_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM positions_position p WHERE p.id = OLD.position_id AND p.closed_at IS NOT NULL) THEN
        RAISE EXCEPTION '% of % is refused: its month is closed', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', HINT = 'Correct it in the open month.';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION cakupan_refuse_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM positions_position p
               WHERE p.closed_at IS NOT NULL AND p.id IN (SELECT position_id FROM added)) THEN
        RAISE EXCEPTION 'adding to % is refused: its month is closed', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', HINT = 'Correct it in the open month.';
    END IF;
    RETURN NULL;
END $$;

-- The pages close a month (both sides have confirmed); everything else about it is the loader's to write.
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("positions", "0001_initial"), ("database", "0001_initial")]

    operations: ClassVar = [
        migrations.RunSQL(FUNCTIONS, reverse_sql=migrations.RunSQL.noop),
        protect(*TABLES),
        loaded_only(*TABLES),
        migrations.RunSQL("GRANT UPDATE (closed_at) ON positions_position TO cakupan_app;", reverse_sql=migrations.RunSQL.noop),
        frozen_when("positions_position", "OLD.closed_at IS NOT NULL"),
        kept_when_closed(*OF_A_POSITION),
    ]
