"""Sight by area; a history that is only added to; terms that stand from signing on."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from cakupan.office.database.security import append_only, protect

TABLES = ("document", "decree", "agreement", "requirement", "agreementpaper", "agreementhistory")
# What both sides sign is not changed afterwards: an addendum is. Numbers and terms are open in the draft, numbers until signing.
KEPT = """
CREATE TRIGGER agreements_agreement_terms_kept BEFORE UPDATE ON agreements_agreement FOR EACH ROW
    WHEN (OLD.state <> 'draft' AND OLD.terms IS DISTINCT FROM NEW.terms
        AND NOT (NEW.state = 'stopped' AND OLD.terms - 'period' = NEW.terms - 'period'))
    EXECUTE FUNCTION cakupan_refuse_change();
CREATE TRIGGER agreements_agreement_number_kept BEFORE UPDATE ON agreements_agreement FOR EACH ROW
    WHEN (OLD.state NOT IN ('draft', 'complete') AND OLD.number IS DISTINCT FROM NEW.number)
    EXECUTE FUNCTION cakupan_refuse_change();
CREATE TRIGGER agreements_agreement_kept BEFORE DELETE ON agreements_agreement FOR EACH ROW
    EXECUTE FUNCTION cakupan_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("agreements", "0001_start"), ("database", "0001_initial")]

    operations: ClassVar = [
        protect(*(f"agreements_{table}" for table in TABLES)),
        append_only("agreements_agreementhistory", "agreements_document"),
        migrations.RunSQL(KEPT, reverse_sql=migrations.RunSQL.noop),
    ]
