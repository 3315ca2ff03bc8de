"""Closing a month, bills, payments, ledger, arrears, reconciliation."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class BillingConfig(AppConfig):
    """The app's name and label; ready, its long work is known."""

    name = "cakupan.office.billing"
    label = "billing"
    verbose_name = "Tagihan"
    default_auto_field = "django.db.models.BigAutoField"
    waiting = "cakupan.office.billing.queue.waiting"
    navigation = "cakupan.office.billing.navigation.links"

    def ready(self) -> None:
        """Register the work of closing a month."""
        import_module("cakupan.office.billing.closing")
