"""Where the desks find verification."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cakupan.office.surroundings import Link
from cakupan.office.verification.desks import RE_SURVEY_READERS, READERS


def links(user: Any, area: str) -> Iterator[Link]:
    """Mismatches and pairs, and the re-survey, for the desks that act on them or read them."""
    if user.desk in READERS:
        yield Link(_("Verifikasi"), reverse("verification:queue", args=[area]))
    if user.desk in RE_SURVEY_READERS:
        yield Link(_("Pendataan ulang"), reverse("verification:re_surveys", args=[area]))
