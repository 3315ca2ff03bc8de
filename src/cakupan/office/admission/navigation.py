"""The desk itself first for whoever sits at it; the cases for those who follow them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.office.admission.case_views import READERS
from cakupan.office.admission.views import ASKERS
from cakupan.office.surroundings import Link


def links(user: Any, area: str) -> Iterator[Link]:
    """The desk, and the patients who were turned away or charged."""
    if user.desk in ASKERS:
        yield Link(_("Loket"), reverse("admission:desk", args=[area]))
    if user.desk in READERS:
        yield Link(_("Pasien ditolak"), reverse("admission:cases", args=[area]))
