"""Where reads and notices stand in the navigation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.office.reads.states import OWNERS
from cakupan.office.surroundings import Link


def links(user: Any, area: str) -> Iterator[Link]:
    """The auditor sees who read whom; the admin what stands out."""
    if user.desk == "auditor":
        yield Link(_("Pembacaan faskes"), reverse("reads:listed", args=[area]))
    elif user.desk in OWNERS:
        yield Link(_("Peringatan akses"), reverse("reads:notices", args=[area]))
