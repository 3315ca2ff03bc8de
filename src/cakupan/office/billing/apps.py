"""Closing a month, bills, payments, ledger, arrears, reconciliation."""

from __future__ import annotations

from django.apps import AppConfig


class BillingConfig(AppConfig):
    """The app's name and label."""

    name = "cakupan.office.billing"
    label = "billing"
    verbose_name = "Tagihan"
    default_auto_field = "django.db.models.BigAutoField"
