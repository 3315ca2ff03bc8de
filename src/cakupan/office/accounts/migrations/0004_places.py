"""The districts and villages of an officer of a kelurahan get a column of their own; until now they stood among the areas."""

from __future__ import annotations

from typing import ClassVar

import django.contrib.postgres.fields
from django.db import migrations, models

MOVED = """
UPDATE accounts_user
SET places = (SELECT array_agg(code ORDER BY code) FROM unnest(areas) code WHERE length(code) > 5),
    areas = (SELECT array_agg(DISTINCT left(code, 5) ORDER BY left(code, 5)) FROM unnest(areas) code)
WHERE desk = 'kelurahan' AND EXISTS (SELECT 1 FROM unnest(areas) code WHERE length(code) > 5);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0003_delegation_once")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="user",
            name="places",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=13),
                blank=True,
                default=list,
                size=None,
                verbose_name="desa/kelurahan atau kecamatan",
            ),
        ),
        migrations.RunSQL(MOVED, reverse_sql=migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("desk", "kelurahan"), ("places", []), _connector="OR"), name="places_of_a_kelurahan"
            ),
        ),
    ]
