"""The software of facilities that asks the counter: who may, with which keys, by which labels."""

from __future__ import annotations

from django.apps import AppConfig


class ConsumersConfig(AppConfig):
    """The app's name and label, and what it tells the office. It has no table: what it keeps is the counter's own file."""

    name = "cakupan.office.consumers"
    label = "consumers"
    verbose_name = "Aplikasi faskes"
    default_auto_field = "django.db.models.BigAutoField"
    waiting = "cakupan.office.consumers.queue.waiting"
    navigation = "cakupan.office.consumers.navigation.links"
