"""Sight by area; what BPJS granted is not changed afterwards."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from cakupan.office.database.security import frozen_when, protect


class Migration(migrations.Migration):
    dependencies: ClassVar = [("coverage", "0001_initial"), ("database", "0001_initial")]

    operations: ClassVar = [
        protect("coverage_uhcstatus"),
        frozen_when("coverage_uhcstatus", "OLD.granted_date IS NOT NULL"),
    ]
