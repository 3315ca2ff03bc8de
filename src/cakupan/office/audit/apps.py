"""The log of decisions and of reads of people, hash-chained."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The app's name and label."""

    name = "cakupan.office.audit"
    label = "audit"
    verbose_name = "Catatan"
    default_auto_field = "django.db.models.BigAutoField"
    navigation = "cakupan.office.audit.navigation.links"

    def ready(self) -> None:
        """What the worker can do for this app."""
        from cakupan.office.audit import long_work  # noqa: F401
