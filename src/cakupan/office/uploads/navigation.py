"""Where delivered files are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.office.surroundings import Link
from cakupan.office.uploads.kinds import READERS


def links(user: Any, area: str) -> Iterator[Link]:
    """The files, for offices that deliver and those that check."""
    if user.desk in READERS:
        yield Link(_("Berkas masuk"), reverse("uploads:deliveries", args=[area]))
    if user.desk in ("bpjs", "dinkes", "faskes"):
        yield Link(_("Faskes"), reverse("uploads:facilities", args=[area]))
