"""The SQL by which the database itself holds: sight by area, maker is never checker, what is closed stays, books balance.

Migrations call these with a table's name; each gives a ``RunSQL``. ``cakupan_areas()`` and the trigger functions are made by
this app's first migration.
"""

from __future__ import annotations

from django.db.migrations import RunSQL

APP, LOADER, OWNER = "cakupan_app", "cakupan_loader", "cakupan_owner"


def protect(*tables: str) -> RunSQL:
    """Row-level security by area: whoever is not the owner or the loader sees and writes rows of the areas told (``scope``)."""
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"CREATE POLICY {table}_by_area ON {table} USING (area = ANY ((SELECT cakupan_areas())::text[]))"
        f" WITH CHECK (area = ANY ((SELECT cakupan_areas())::text[]));"
        for table in tables
    ]
    return RunSQL("\n".join(statements), reverse_sql=RunSQL.noop)


def protect_parts(**parts: tuple[str, str]) -> RunSQL:
    """The same for tables without an area of their own: ``table=(column, parent)``; a row is seen with its parent row."""
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"CREATE POLICY {table}_by_area ON {table} USING (EXISTS (SELECT 1 FROM {parent} p WHERE p.id = {table}.{column}))"
        f" WITH CHECK (EXISTS (SELECT 1 FROM {parent} p WHERE p.id = {table}.{column}));"
        for table, (column, parent) in parts.items()
    ]
    return RunSQL("\n".join(statements), reverse_sql=RunSQL.noop)


def protect_places(*tables: str, **parts: tuple[str, str]) -> RunSQL:
    """Besides: an officer of a kelurahan sees and writes rows of the own districts and villages only.

    ``tables`` have a column ``village``; of ``table=(column, parent)`` a row is seen with its parent row. Written so that the
    planner, which knows no desk beforehand, reckons with nearly every row: the plans of all other desks stay as they were.
    """
    of_a_village = (
        "village = ANY ((SELECT cakupan_places())::text[]) OR left(village, 8) = ANY ((SELECT cakupan_places())::text[])"
    )
    seen = dict.fromkeys(tables, of_a_village)
    for table, (column, parent) in parts.items():
        seen[table] = f"EXISTS (SELECT 1 FROM {parent} p WHERE p.id = {table}.{column})"
    return _only_for_the_village(seen)


def protect_people(*tables: str) -> RunSQL:
    """The same for large tables with a column ``person_id``: by a function, whose cost the planner does not add to every row."""
    return _only_for_the_village({table: f"cakupan_sees_person({table}.person_id)" for table in tables})


def hide_from_villages(*tables: str) -> RunSQL:
    """Tables of which an officer of a kelurahan sees nothing."""
    return _only_for_the_village(dict.fromkeys(tables, "false"))


def protect_own(**tables: str) -> RunSQL:
    """Tables of which an officer of a kelurahan sees only the rows that bear the own user's number in ``table=column``."""
    user = "nullif(current_setting('cakupan.user_id', true), '')::bigint"
    return _only_for_the_village({table: f"{column} = (SELECT {user})" for table, column in tables.items()})


def _only_for_the_village(seen: dict[str, str]) -> RunSQL:
    statements = [
        f"CREATE POLICY {table}_by_place ON {table} AS RESTRICTIVE"
        f" USING ((SELECT cakupan_desk()) <> 'kelurahan' OR {condition})"
        f" WITH CHECK ((SELECT cakupan_desk()) <> 'kelurahan' OR {condition});"
        for table, condition in seen.items()
    ]
    return RunSQL("\n".join(statements), reverse_sql=RunSQL.noop)


def append_only(*tables: str) -> RunSQL:
    """Rows may be added and never changed, deleted or truncated, by anyone."""
    statements = [
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION cakupan_refuse_change();"
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION cakupan_refuse_change();"
        for table in tables
    ]
    return RunSQL("\n".join(statements), reverse_sql=RunSQL.noop)


def frozen_when(table: str, condition: str) -> RunSQL:
    """A row for which ``condition`` (SQL over ``OLD``) holds can no longer be changed or deleted."""
    return RunSQL(
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION cakupan_refuse_change();",
        reverse_sql=RunSQL.noop,
    )


def loaded_only(*tables: str) -> RunSQL:
    """Only the loader writes these tables: pages read them."""
    statements = [f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM {APP};" for table in tables]
    return RunSQL("\n".join(statements), reverse_sql=RunSQL.noop)


def kept_when_closed(*tables: str) -> RunSQL:
    """Rows of a position (column ``position_id``) that is closed are neither added to, changed nor deleted."""
    statements = [
        f"CREATE TRIGGER {table}_closed BEFORE UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION cakupan_refuse_closed();"
        f"CREATE TRIGGER {table}_closed_added AFTER INSERT ON {table} REFERENCING NEW TABLE AS added"
        f" FOR EACH STATEMENT EXECUTE FUNCTION cakupan_refuse_added();"
        for table in tables
    ]
    return RunSQL("\n".join(statements), reverse_sql=RunSQL.noop)
