"""Two records side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from cakupan.office.access import allow
from cakupan.office.verification.desks import PAIR_DESKS


@allow(*PAIR_DESKS)
def following(request: HttpRequest, area: str) -> HttpResponse:
    """The next pair."""
    return HttpResponse(area)
