"""Mismatches assigned to officers: seen within the area, and not by the officers of a kelurahan, who propose nothing."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cakupan.office.database.security import hide_from_villages, protect


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("verification", "0003_places"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="MismatchAssignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area", models.CharField(db_index=True, max_length=13)),
                ("key", models.CharField(max_length=64)),
                ("assigned_at", models.DateTimeField()),
                (
                    "assigned_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("area", "key"), name="assigned_once")],
                "indexes": [models.Index(fields=["-assigned_at"], name="newest_assignment")],
            },
        ),
        protect("verification_mismatchassignment"),
        hide_from_villages("verification_mismatchassignment"),
    ]
