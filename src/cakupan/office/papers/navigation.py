"""Where papers stand in the navigation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.office.papers.kinds import READERS
from cakupan.office.surroundings import Link


def links(user: Any, area: str) -> Iterator[Link]:
    """The list of papers, for desks that read any."""
    if user.desk in READERS:
        yield Link(_("Surat"), reverse("papers:listed", args=[area]))
