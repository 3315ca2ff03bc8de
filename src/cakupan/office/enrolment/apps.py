"""Proposals within quota and budget, annexes, the branch's batch file and its answer."""

from __future__ import annotations

from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    """The app's name and label, and what it tells the office."""

    name = "cakupan.office.enrolment"
    label = "enrolment"
    verbose_name = "Usulan"
    default_auto_field = "django.db.models.BigAutoField"
    waiting = "cakupan.office.enrolment.queue.waiting"
    navigation = "cakupan.office.enrolment.navigation.links"

    def ready(self) -> None:
        """Register the long work."""
        from cakupan.office.enrolment import drafting  # noqa: F401
