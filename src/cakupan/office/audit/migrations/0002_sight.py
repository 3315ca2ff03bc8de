"""Who sees which entry: the admin's work is no reason to see whom others looked at; what belongs to no area is technical."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

SQL = """
DROP POLICY audit_logentry_seen ON audit_logentry;
CREATE POLICY audit_logentry_seen ON audit_logentry FOR SELECT USING (
    actor_id::text = current_setting('cakupan.user_id', true)
    OR (area = ANY ((SELECT cakupan_areas())::text[])
        AND (current_setting('cakupan.desk', true) IS DISTINCT FROM 'admin' OR subject_kind IN ('', 'user', 'work', 'log')))
    OR (area = '' AND current_setting('cakupan.desk', true) IN ('admin', 'auditor')));
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0001_initial")]

    operations: ClassVar = [migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop)]
