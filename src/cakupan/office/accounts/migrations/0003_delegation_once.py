"""Nobody hands on deciding twice for a day, receives it twice, or hands on what was handed to them: the database refuses it."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

# Ranges of one number stand for equality, which spares an extension.
SQL = """
ALTER TABLE accounts_delegation
    ADD CONSTRAINT delegation_given_once EXCLUDE USING gist
        (int8range(giver_id, giver_id, '[]') WITH &&, daterange(from_date, to_date) WITH &&) WHERE (ended_at IS NULL),
    ADD CONSTRAINT delegation_received_once EXCLUDE USING gist
        (int8range(receiver_id, receiver_id, '[]') WITH &&, daterange(from_date, to_date) WITH &&) WHERE (ended_at IS NULL);

CREATE FUNCTION accounts_refuse_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.ended_at IS NULL THEN
        -- Two who delegate to each other at the same moment must not both miss the other's row.
        PERFORM pg_advisory_xact_lock(hashtext('accounts_delegation'));
        IF EXISTS (SELECT 1 FROM accounts_delegation d
                   WHERE d.ended_at IS NULL AND d.id <> NEW.id AND (d.giver_id = NEW.receiver_id OR d.receiver_id = NEW.giver_id)
                     AND daterange(d.from_date, d.to_date) && daterange(NEW.from_date, NEW.to_date)) THEN
            RAISE EXCEPTION 'a delegation to or by somebody who is in another one is refused'
                USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'delegation_no_chain';
        END IF;
        IF NOT EXISTS (SELECT 1 FROM accounts_user g JOIN accounts_user r ON r.id = NEW.receiver_id AND r.desk = g.desk
                       WHERE g.id = NEW.giver_id AND g.approver AND g.is_active AND r.is_active) THEN
            RAISE EXCEPTION 'only whoever decides delegates, and to the same desk'
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'delegation_within_desk';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE CONSTRAINT TRIGGER accounts_delegation_chain AFTER INSERT OR UPDATE ON accounts_delegation
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_chain();

-- What was decided in whose place must stay readable: a delegation is ended, never erased.
REVOKE DELETE ON accounts_delegation FROM cakupan_app, cakupan_loader;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0002_people_at_work"), ("database", "0001_initial")]

    operations: ClassVar = [migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop)]
