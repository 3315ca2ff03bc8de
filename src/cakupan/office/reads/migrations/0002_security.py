"""Sight by area and desk; reads that are added by the intake alone, never changed, and deleted only when their time is over."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from cakupan.office.database.security import append_only, frozen_when, loaded_only, protect

# The least period of the kind "reads" in retention/kept.yaml; a test holds them together. What ended on a day is due the whole day.
LEAST_DAYS = 1825

# Whom others looked at is for the auditor, and for the desks that a resident asks for their record; the admin's work needs none.
SIGHT = """
CREATE POLICY reads_read_by_desk ON reads_read AS RESTRICTIVE USING (
    (SELECT cakupan_desk()) <> ALL (ARRAY['admin', 'kelurahan', 'faskes', 'pimpinan', 'dprd', 'setda']));
CREATE TRIGGER reads_read_kept BEFORE UPDATE ON reads_read FOR EACH ROW EXECUTE FUNCTION cakupan_refuse_change();
CREATE TRIGGER reads_read_no_truncate BEFORE TRUNCATE ON reads_read FOR EACH STATEMENT EXECUTE FUNCTION cakupan_refuse_change();
CREATE TRIGGER reads_notice_kept BEFORE DELETE ON reads_notice FOR EACH ROW EXECUTE FUNCTION cakupan_refuse_change();
CREATE TRIGGER reads_accessfile_kept BEFORE DELETE ON reads_accessfile FOR EACH ROW EXECUTE FUNCTION cakupan_refuse_change();
"""


class Migration(migrations.Migration):
    """The second lock of these tables."""

    dependencies: ClassVar = [("reads", "0001_start"), ("database", "0002_places")]
    operations: ClassVar = [
        protect("reads_read", "reads_notice", "reads_noticehistory"),
        append_only("reads_noticehistory"),
        frozen_when("reads_read", f"OLD.at > now() - interval '{LEAST_DAYS - 1} days'"),
        loaded_only("reads_read", "reads_accessfile"),
        migrations.RunSQL(SIGHT, migrations.RunSQL.noop),
    ]
