"""Published positions of months, as loaded from editions: people, cover, bill, mismatches."""

from __future__ import annotations

from django.apps import AppConfig


class PositionsConfig(AppConfig):
    """The app's name and label."""

    name = "cakupan.office.positions"
    label = "positions"
    verbose_name = "Posisi"
    default_auto_field = "django.db.models.BigAutoField"
