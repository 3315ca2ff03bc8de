"""A file whose time is over is marked before it goes; its row stays."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("uploads", "0002_security")]

    operations: ClassVar = [
        migrations.AddField(model_name="delivery", name="file_removed_at", field=models.DateTimeField(null=True)),
    ]
