"""An officer of a kelurahan sees of a proposal the people of its villages only."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from cakupan.office.database.security import protect_places


class Migration(migrations.Migration):
    dependencies: ClassVar = [("enrolment", "0002_security"), ("database", "0002_places")]

    operations: ClassVar = [protect_places("enrolment_proposalline")]
