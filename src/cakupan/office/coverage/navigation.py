"""Where the overview is found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.office.coverage.tabs import OVERVIEW_DESKS
from cakupan.office.surroundings import Link


def links(user: Any, area: str) -> Iterator[Link]:
    """The leader's page, for desks that see an overview."""
    if user.desk in OVERVIEW_DESKS:
        yield Link(_("Cakupan JKN"), reverse("coverage:leader", args=[area]))
