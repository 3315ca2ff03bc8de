"""How long things are kept, by which rule, and the daily work that removes what is over."""

from __future__ import annotations

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """The app's name and label."""

    name = "cakupan.office.retention"
    label = "retention"
    verbose_name = "Masa simpan"
    default_auto_field = "django.db.models.BigAutoField"
    navigation = "cakupan.office.retention.navigation.links"
    daily = "cakupan.office.retention.sweeping.daily"
