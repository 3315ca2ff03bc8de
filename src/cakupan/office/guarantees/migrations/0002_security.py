"""Sight by area; a history that is only added to; what a letter says stays as it was issued; instruments are not rewritten."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from cakupan.office.database.security import append_only, frozen_when, protect

TABLES = ("division", "instrument", "urgentcover", "urgentcoverhistory", "dutycontact")
# After the letter a guarantee can be revoked, its letter printed, and its claim told; after the branch's answer nothing changes.
KEPT = """
CREATE FUNCTION cakupan_urgent_cover_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changing constant text[] := ARRAY['state', 'version', 'printed_at', 'revoked_by_id', 'revoked_at',
        'discharged_date', 'claim_amount', 'claimed_by_id'];
BEGIN
    IF TG_OP = 'DELETE'
        OR OLD.state IN ('granted', 'revoked') AND (
            NEW.state NOT IN ('granted', 'revoked') OR OLD.state = 'revoked' AND NEW.state <> 'revoked'
            OR to_jsonb(OLD) - changing IS DISTINCT FROM to_jsonb(NEW) - changing)
    THEN
        RAISE EXCEPTION '% of % is refused: what a letter says stays as it was issued', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', HINT = 'Revoke it and issue another.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guarantees_urgentcover_kept BEFORE UPDATE OR DELETE ON guarantees_urgentcover
    FOR EACH ROW EXECUTE FUNCTION cakupan_urgent_cover_kept();

CREATE FUNCTION cakupan_instrument_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changing constant text[] := ARRAY['ended_by_id', 'ended_at'];
BEGIN
    IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL
        OR to_jsonb(OLD) - changing IS DISTINCT FROM to_jsonb(NEW) - changing
    THEN
        RAISE EXCEPTION '% of % is refused: an instrument stays as it was entered', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', HINT = 'Take it out of use and enter another.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guarantees_instrument_kept BEFORE UPDATE OR DELETE ON guarantees_instrument
    FOR EACH ROW EXECUTE FUNCTION cakupan_instrument_kept();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("guarantees", "0001_initial"), ("database", "0001_initial")]

    operations: ClassVar = [
        protect(*(f"guarantees_{table}" for table in TABLES)),
        append_only("guarantees_urgentcoverhistory"),
        frozen_when("guarantees_urgentcover", "OLD.state IN ('refused', 'activated', 'withdrawn')"),
        migrations.RunSQL(KEPT, reverse_sql=migrations.RunSQL.noop),
    ]
