"""Search a person, and the person's whole story."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The app's name and label."""

    name = "cakupan.office.people"
    label = "people"
    verbose_name = "Orang"
    default_auto_field = "django.db.models.BigAutoField"
    navigation = "cakupan.office.people.navigation.links"
