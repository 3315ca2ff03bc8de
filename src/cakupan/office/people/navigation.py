"""Where a desk that may look at people finds them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.office.accounts.desks import PEOPLE_DESKS
from cakupan.office.surroundings import Link


def links(user: Any, area: str) -> Iterator[Link]:
    """The search, for desks that come for people by name."""
    if user.desk in PEOPLE_DESKS:
        yield Link(_("Cari orang"), reverse("people:search", args=[area]))
