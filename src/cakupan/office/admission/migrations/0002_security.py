"""Sight by area; questions and histories that are only added to; a case that was closed is not deleted."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from cakupan.office.database.security import append_only, protect

KEPT = """
CREATE TRIGGER admission_check_kept BEFORE UPDATE ON admission_check FOR EACH ROW
    EXECUTE FUNCTION cakupan_refuse_change();
CREATE TRIGGER admission_turnedawaycase_kept BEFORE DELETE ON admission_turnedawaycase FOR EACH ROW
    EXECUTE FUNCTION cakupan_refuse_change();
"""


class Migration(migrations.Migration):
    """The second lock of the desk's tables."""

    dependencies: ClassVar = [("admission", "0001_start"), ("database", "0001_initial")]
    operations: ClassVar = [
        protect("admission_check", "admission_turnedawaycase", "admission_turnedawayhistory"),
        append_only("admission_turnedawayhistory"),
        migrations.RunSQL(KEPT, migrations.RunSQL.noop),
    ]
