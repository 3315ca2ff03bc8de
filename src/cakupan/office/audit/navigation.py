"""The log's link, for those whose work it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext

from cakupan.office.surroundings import Link


def links(user: Any, area: str) -> Iterator[Link]:
    """For the auditor and the admin."""
    if user.desk in ("auditor", "admin"):
        yield Link(pgettext("audit", "Catatan"), reverse("audit:entries", args=[area]))
