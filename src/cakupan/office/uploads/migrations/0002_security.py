"""Sight by area."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from cakupan.office.database.security import protect


class Migration(migrations.Migration):
    dependencies: ClassVar = [("uploads", "0001_initial"), ("database", "0001_initial")]

    operations: ClassVar = [protect("uploads_delivery")]
