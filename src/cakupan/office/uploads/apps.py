"""What offices deliver: upload, dry run, faults back, undo."""

from __future__ import annotations

from django.apps import AppConfig


class UploadsConfig(AppConfig):
    """The app's name and label."""

    name = "cakupan.office.uploads"
    label = "uploads"
    verbose_name = "Berkas masuk"
    default_auto_field = "django.db.models.BigAutoField"
    navigation = "cakupan.office.uploads.navigation.links"
    waiting = "cakupan.office.uploads.queue.waiting"

    def ready(self) -> None:
        """Let the worker know what it can be asked to do."""
        from cakupan.office.uploads import reading  # noqa: F401
