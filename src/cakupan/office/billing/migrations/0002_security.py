"""Sight by area; books that balance and stay; a closed month and a disbursed payment that nobody changes."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from cakupan.office.database.security import append_only, frozen_when, protect

FUNCTIONS = """
-- Asked at the end of the transaction: every entry has lines, and its debit is its credit.
CREATE FUNCTION cakupan_books_balance() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public AS $$
DECLARE
    told bigint := CASE TG_TABLE_NAME WHEN 'billing_journalentry' THEN NEW.id ELSE (to_jsonb(NEW) ->> 'entry_id')::bigint END;
    debits bigint;
    credits bigint;
BEGIN
    SELECT coalesce(sum(debit), 0), coalesce(sum(credit), 0) INTO debits, credits FROM billing_journalline WHERE entry_id = told;
    IF debits <> credits OR debits = 0 THEN
        RAISE EXCEPTION 'entry % of the journal does not balance: debit %, credit %', told, debits, credits
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER billing_entry_balances AFTER INSERT ON billing_journalentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cakupan_books_balance();
CREATE CONSTRAINT TRIGGER billing_line_balances AFTER INSERT ON billing_journalline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cakupan_books_balance();

-- A line comes with its entry, in the same transaction and area; nothing is added to an entry that stands.
CREATE FUNCTION cakupan_line_with_its_entry() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM billing_journalentry e
                   WHERE e.id = NEW.entry_id AND e.area = NEW.area AND e.posted_at = transaction_timestamp()) THEN
        RAISE EXCEPTION 'a line of the journal is refused: its entry stands already, or is of another area'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER billing_line_with_its_entry BEFORE INSERT ON billing_journalline
    FOR EACH ROW EXECUTE FUNCTION cakupan_line_with_its_entry();
CREATE FUNCTION cakupan_entry_posted_now() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.posted_at := transaction_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER billing_entry_posted_now BEFORE INSERT ON billing_journalentry
    FOR EACH ROW EXECUTE FUNCTION cakupan_entry_posted_now();

-- Before the SP2D a payment is a plan; from then on it is only answered, and an answer stands.
CREATE FUNCTION cakupan_payment_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    answered constant text[] := ARRAY['state', 'confirmed_by_id', 'confirmed_desk', 'confirmed_at', 'reason', 'in_position'];
    counted constant text[] := ARRAY['in_position'];
    still text[] := CASE
        WHEN OLD.state = 'disbursed' THEN answered
        WHEN OLD.state = 'received' AND NEW.state = 'reversed' AND EXISTS (
            SELECT 1 FROM billing_payment r WHERE r.reverses_id = OLD.id AND r.state = 'received') THEN counted || ARRAY['state']
        ELSE counted END;
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.state NOT IN ('requested', 'ordered')
                            AND to_jsonb(OLD) - still IS DISTINCT FROM to_jsonb(NEW) - still) THEN
        RAISE EXCEPTION '% of % is refused: a disbursed payment stays as it is', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', HINT = 'Take it back by a counter entry.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER billing_payment_kept BEFORE UPDATE OR DELETE ON billing_payment
    FOR EACH ROW EXECUTE FUNCTION cakupan_payment_kept();
"""
TABLES = ("monthclosing", "payment", "journalentry", "journalline", "quarterreconciliation")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("billing", "0001_initial"), ("database", "0001_initial")]

    operations: ClassVar = [
        migrations.RunSQL(FUNCTIONS, reverse_sql=migrations.RunSQL.noop),
        protect(*(f"billing_{table}" for table in TABLES)),
        append_only("billing_journalentry", "billing_journalline"),
        frozen_when("billing_monthclosing", "OLD.state IN ('closed', 'rejected', 'replaced')"),
        frozen_when("billing_quarterreconciliation", "OLD.state IN ('agreed', 'rejected')"),
    ]
