"""The app's entry in the navigation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.office.guarantees.seen import READERS
from cakupan.office.surroundings import Link


def links(user: Any, area: str) -> Iterator[Link]:
    """Urgent cover, for the desks that work on it; for whoever runs the office its settings."""
    if user.desk in READERS:
        yield Link(_("Jaminan mendesak"), reverse("guarantees:covers", args=[area]))
    elif user.desk == "admin":
        yield Link(_("Jaminan mendesak"), reverse("guarantees:division", args=[area]))
