"""What facilities' software read of people: the counter's access log as the office takes it in, and what stands out in it."""

from __future__ import annotations

from django.apps import AppConfig


class ReadsConfig(AppConfig):
    """The app's name and label, and what it tells the office."""

    name = "cakupan.office.reads"
    label = "reads"
    verbose_name = "Pembacaan oleh faskes"
    default_auto_field = "django.db.models.BigAutoField"
    waiting = "cakupan.office.reads.queue.waiting"
    navigation = "cakupan.office.reads.navigation.links"
    at_start = "cakupan.office.reads.intake.take_in"

    def ready(self) -> None:
        """Let the worker know what it does every few minutes."""
        from cakupan.office.reads import intake  # noqa: F401
