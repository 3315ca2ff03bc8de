"""Urgent cover and its letter, the SJP Pemda."""

from __future__ import annotations

from django.apps import AppConfig


class GuaranteesConfig(AppConfig):
    """The app's name and label."""

    name = "cakupan.office.guarantees"
    label = "guarantees"
    verbose_name = "Jaminan mendesak"
    default_auto_field = "django.db.models.BigAutoField"
