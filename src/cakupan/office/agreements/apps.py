"""Decree, agreement, requirements, terms and what they mean."""

from __future__ import annotations

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """The app's name and label."""

    name = "cakupan.office.agreements"
    label = "agreements"
    verbose_name = "Perjanjian"
    default_auto_field = "django.db.models.BigAutoField"
    waiting = "cakupan.office.agreements.queue.waiting"
    navigation = "cakupan.office.agreements.navigation.links"
