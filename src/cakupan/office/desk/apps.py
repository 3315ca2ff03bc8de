"""Where a desk begins: its queue."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The app's name and label."""

    name = "cakupan.office.desk"
    label = "desk"
    verbose_name = "Antrean"
    default_auto_field = "django.db.models.BigAutoField"
