"""Where a request comes from, as far as it can be believed."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str | None:
    """The browser's address. Behind our own proxy (CAKUPAN_HTTPS) it is what the proxy wrote last; the rest anybody can write."""
    told = request.META.get("REMOTE_ADDR") or ""
    if settings.ENVIRONMENT.https:
        told = request.META.get("HTTP_X_FORWARDED_FOR", told).rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(told))
    except ValueError:
        return None
