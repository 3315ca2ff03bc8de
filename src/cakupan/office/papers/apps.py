"""Letters and minutes: numbered, kept with their hash, signed, shown behind their QR."""

from __future__ import annotations

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """The app's name and label."""

    name = "cakupan.office.papers"
    label = "papers"
    verbose_name = "Surat"
    default_auto_field = "django.db.models.BigAutoField"
    navigation = "cakupan.office.papers.navigation.links"
