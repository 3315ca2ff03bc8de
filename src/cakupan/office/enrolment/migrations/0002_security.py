"""Sight by area; a history that is only added to; an annex that stands from its decree on; nobody approves what they added."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from cakupan.office.database.security import append_only, protect

KEPT = """
CREATE FUNCTION enrolment_line_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    answered text[] := ARRAY['answer', 'answer_reason', 'answer_effective_date'];
    line_of bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.proposal_id ELSE OLD.proposal_id END;
BEGIN
    IF (SELECT state FROM enrolment_proposal WHERE id = line_of) IN ('decreed', 'sent', 'answered')
        AND (TG_OP <> 'UPDATE' OR to_jsonb(NEW) - answered IS DISTINCT FROM to_jsonb(OLD) - answered) THEN
        RAISE EXCEPTION '% of a line is refused: the annex of a decree stands', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER enrolment_proposalline_kept BEFORE INSERT OR UPDATE OR DELETE ON enrolment_proposalline
    FOR EACH ROW EXECUTE FUNCTION enrolment_line_kept();

CREATE FUNCTION enrolment_checker_is_no_maker() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM enrolment_proposalline
               WHERE proposal_id = NEW.id AND NEW.approved_by_id IN (added_by_id, adjusted_by_id)) THEN
        RAISE EXCEPTION 'whoever added or adjusted a line does not approve the proposal'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER enrolment_proposal_checked BEFORE UPDATE ON enrolment_proposal FOR EACH ROW
    WHEN (NEW.approved_by_id IS NOT NULL AND OLD.approved_by_id IS DISTINCT FROM NEW.approved_by_id)
    EXECUTE FUNCTION enrolment_checker_is_no_maker();
CREATE TRIGGER enrolment_proposal_kept BEFORE DELETE ON enrolment_proposal FOR EACH ROW
    EXECUTE FUNCTION cakupan_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("enrolment", "0001_start"), ("database", "0001_initial")]

    operations: ClassVar = [
        protect("enrolment_proposal", "enrolment_proposalline", "enrolment_proposalhistory"),
        append_only("enrolment_proposalhistory"),
        migrations.RunSQL(KEPT, reverse_sql=migrations.RunSQL.noop),
    ]
