"""What a kelurahan sees of the desk: nothing of its questions, and of the cases those that the officer reported."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from cakupan.office.database.security import hide_from_villages, protect_own


class Migration(migrations.Migration):
    """Sight by village, in the database."""

    dependencies: ClassVar = [("admission", "0002_security"), ("database", "0002_places")]
    operations: ClassVar = [hide_from_villages("admission_check"), protect_own(admission_turnedawaycase="reported_by_id")]
