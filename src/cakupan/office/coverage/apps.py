"""The leader's page: coverage against thresholds, gap, alarms."""

from __future__ import annotations

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    """The app's name and label."""

    name = "cakupan.office.coverage"
    label = "coverage"
    verbose_name = "Cakupan"
    default_auto_field = "django.db.models.BigAutoField"
    navigation = "cakupan.office.coverage.navigation.links"
