"""Long work in the background: what runs, how far it is, and how to stop it."""

from __future__ import annotations

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """The app's name and label."""

    name = "cakupan.office.work"
    label = "work"
    verbose_name = "Pekerjaan"
    default_auto_field = "django.db.models.BigAutoField"
