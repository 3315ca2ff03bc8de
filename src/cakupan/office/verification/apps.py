"""Mismatches and uncertain links: proposed by one officer, decided by another."""

from __future__ import annotations

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    """The app's name and label."""

    name = "cakupan.office.verification"
    label = "verification"
    verbose_name = "Verifikasi"
    default_auto_field = "django.db.models.BigAutoField"
    navigation = "cakupan.office.verification.navigation.links"
    waiting = "cakupan.office.verification.queue.waiting"

    def ready(self) -> None:
        """Let the worker know what it can be asked to do."""
        from cakupan.office.verification import handing  # noqa: F401
