"""An officer of a kelurahan sees the cases and the re-surveys of its villages, and no decision on who is who."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from cakupan.office.database.security import hide_from_villages, protect_places


class Migration(migrations.Migration):
    dependencies: ClassVar = [("verification", "0002_security"), ("database", "0002_places")]

    operations: ClassVar = [
        protect_places(
            "verification_mismatchcase",
            "verification_resurvey",
            verification_casehistory=("subject_id", "verification_mismatchcase"),
            verification_resurveyhistory=("subject_id", "verification_resurvey"),
            verification_resurveyperson=("survey_id", "verification_resurvey"),
        ),
        hide_from_villages("verification_pairdecision", "verification_handeddecision"),
    ]
