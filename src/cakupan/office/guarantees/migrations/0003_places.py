"""A kelurahan sees nothing of urgent cover."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from cakupan.office.database.security import hide_from_villages


class Migration(migrations.Migration):
    """Sight by village, in the database."""

    dependencies: ClassVar = [("guarantees", "0002_security"), ("database", "0002_places")]
    operations: ClassVar = [hide_from_villages("guarantees_urgentcover")]
