"""The app's entry in the navigation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.office.enrolment.views import READERS
from cakupan.office.surroundings import Link


def links(user: Any, area: str) -> Iterator[Link]:
    """Proposals, for the desks that read them."""
    if user.desk in READERS:
        yield Link(_("Usulan"), reverse("enrolment:proposals", args=[area]))
