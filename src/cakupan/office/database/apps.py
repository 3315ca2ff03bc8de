"""What the database itself holds to: roles, row-level security by area, what cannot be changed."""

from __future__ import annotations

from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    """The app's name and label."""

    name = "cakupan.office.database"
    label = "database"
    verbose_name = "Basis data"
    default_auto_field = "django.db.models.BigAutoField"
