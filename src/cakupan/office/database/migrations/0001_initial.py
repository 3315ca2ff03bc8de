"""The areas, and the functions that row-level security and triggers rest on."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

FUNCTIONS = """
GRANT USAGE ON SCHEMA public TO cakupan_app, cakupan_loader;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO cakupan_app, cakupan_loader;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO cakupan_app, cakupan_loader;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO cakupan_app, cakupan_loader;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO cakupan_app, cakupan_loader;

-- Nothing told: no area, so no row.
CREATE FUNCTION cakupan_areas() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT string_to_array(coalesce(current_setting('cakupan.areas', true), ''), ',') $$;

CREATE FUNCTION cakupan_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: what stands there is never changed', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation',
              HINT = 'Correct it by a new entry in the open month.';
END $$;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.RunSQL(FUNCTIONS, reverse_sql=migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Area",
            fields=[
                ("code", models.CharField(max_length=13, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
            ],
            options={"ordering": ["code"]},
        ),
    ]
