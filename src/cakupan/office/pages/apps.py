"""The Django app that holds what every page shares; it has no tables."""

from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Base template, parts, static files."""

    name = "cakupan.office.pages"
    label = "pages"
