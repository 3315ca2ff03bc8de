"""What offices deliver: upload, dry run, faults back, undo."""

from __future__ import annotations

from django.apps import AppConfig


class UploadsConfig(AppConfig):
    """The app's name and label."""

    name = "cakupan.office.uploads"
    label = "uploads"
    verbose_name = "Berkas masuk"
    default_auto_field = "django.db.models.BigAutoField"
