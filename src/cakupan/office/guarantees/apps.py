"""Urgent cover and its letter, the SJP Pemda."""

from __future__ import annotations

from django.apps import AppConfig


class GuaranteesConfig(AppConfig):
    """The app's name and label."""

    name = "cakupan.office.guarantees"
    label = "guarantees"
    verbose_name = "Jaminan mendesak"
    default_auto_field = "django.db.models.BigAutoField"
    waiting = "cakupan.office.guarantees.queue.waiting"
    navigation = "cakupan.office.guarantees.navigation.links"
    at_start = "cakupan.office.guarantees.standing_file.tell_all"

    def ready(self) -> None:
        """Let the worker know what it does every few minutes."""
        from cakupan.office.guarantees import standing_file  # noqa: F401
