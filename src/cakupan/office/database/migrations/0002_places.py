"""What the database is told of an officer of a kelurahan: the desk, and the districts and villages to which it is held."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION cakupan_desk() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('cakupan.desk', true), '') $$;

-- Nothing told: no place, so no row for the desk of a kelurahan.
CREATE FUNCTION cakupan_places() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT string_to_array(coalesce(current_setting('cakupan.places', true), ''), ',') $$;

-- By what sight is held besides the area, in a word: what is counted under one is not another's.
CREATE FUNCTION cakupan_held_to() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN cakupan_desk() = 'kelurahan' THEN concat('places ', array_to_string(cakupan_places(), ','))
                      ELSE '' END $$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("database", "0001_initial")]

    operations: ClassVar = [migrations.RunSQL(FUNCTIONS, reverse_sql=migrations.RunSQL.noop)]
