"""Sight by area; of a paper only its state changes; and the one question that the public page may ask without an area."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from cakupan.office.database.security import append_only, protect, protect_parts

FUNCTIONS = """
CREATE FUNCTION cakupan_paper_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changing constant text[] := ARRAY['state', 'withdrawn_because', 'withdrawn_by_id', 'withdrawn_at'];
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state = 'withdrawn' OR to_jsonb(OLD) - changing IS DISTINCT FROM to_jsonb(NEW) - changing THEN
        RAISE EXCEPTION '% of % is refused: an issued paper stays as it is', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', HINT = 'Withdraw it and issue another.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER papers_paper_kept BEFORE UPDATE OR DELETE ON papers_paper FOR EACH ROW EXECUTE FUNCTION cakupan_paper_kept();
CREATE TRIGGER papers_paper_no_truncate BEFORE TRUNCATE ON papers_paper
    FOR EACH STATEMENT EXECUTE FUNCTION cakupan_refuse_change();

-- The page behind a letter's QR knows no area. Whoever has the whole code is told the area of that one letter, nothing else.
CREATE FUNCTION cakupan_paper_area(told text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
    AS $$ SELECT area FROM papers_paper WHERE code = told $$;
REVOKE EXECUTE ON FUNCTION cakupan_paper_area(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cakupan_paper_area(text) TO cakupan_app;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("papers", "0001_initial"), ("database", "0001_initial")]

    operations: ClassVar = [
        protect("papers_letterhead", "papers_paperseries", "papers_paper"),
        protect_parts(papers_signature=("paper_id", "papers_paper")),
        append_only("papers_signature"),
        migrations.RunSQL(FUNCTIONS, reverse_sql=migrations.RunSQL.noop),
    ]
