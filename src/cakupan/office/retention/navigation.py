"""Where the periods stand in the navigation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.office.surroundings import Link

DESKS = ("admin", "auditor")


def links(user: Any, area: str) -> Iterator[Link]:
    """For whoever runs the office and whoever checks it."""
    if user.desk in DESKS:
        yield Link(_("Masa simpan"), reverse("retention:kept", args=[area]))
