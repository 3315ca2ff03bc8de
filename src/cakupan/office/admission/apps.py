"""The admission desk of a facility: one number, the answer, and what can be done now; patients turned away or charged."""

from __future__ import annotations

from django.apps import AppConfig


class AdmissionConfig(AppConfig):
    """The app's name and label, and what it tells the office."""

    name = "cakupan.office.admission"
    label = "admission"
    verbose_name = "Loket pendaftaran"
    default_auto_field = "django.db.models.BigAutoField"
    waiting = "cakupan.office.admission.queue.waiting"
    navigation = "cakupan.office.admission.navigation.links"
