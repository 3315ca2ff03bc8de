"""The app's entry in the navigation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.office.consumers.seen import READERS
from cakupan.office.surroundings import Link


def links(user: Any, area: str) -> Iterator[Link]:
    """The list, for the desks that read it."""
    if user.desk in READERS:
        yield Link(_("Aplikasi faskes"), reverse("consumers:consumers", args=[area]))
