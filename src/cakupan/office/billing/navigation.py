"""Where the bill stands in the navigation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.office.billing.desks import READERS
from cakupan.office.surroundings import Link


def links(user: Any, area: str) -> Iterator[Link]:
    """One entry; the pages below it have tabs of their own."""
    if user.desk in READERS:
        yield Link(_("Tagihan"), reverse("billing:bills", args=[area]))
