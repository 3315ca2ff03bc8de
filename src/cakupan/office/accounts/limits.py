"""How long a session lasts: half an hour without a sign of life, a working day at most. And nothing of it stays in a browser."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from cakupan.office.access import entry
from cakupan.office.accounts.models import SignIn

SIGNED_IN, SEEN = "signed_in_at", "seen_at"
# A sign of life is written at most once a minute: a page must not cost a write.
NOTED_SECONDS = 60


class SessionLimits:
    """Ends a session that was left alone or is a day old, and tells browsers to keep no page of somebody signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A browser without a session needs no look at the database.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        ended = _ended(request, time.time())
        if ended:
            return _sign_out(request, ended)
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response


def _ended(request: HttpRequest, now: float) -> str:
    """Why the session is over: ``idle``, ``day``; empty while it lasts, and then the sign of life is noted."""
    session: Any = request.session
    seen_at = session.setdefault(SEEN, int(now))
    if now - session.setdefault(SIGNED_IN, int(now)) >= settings.SESSION_COOKIE_AGE:
        return "day"
    if now - seen_at >= settings.SESSION_IDLE_SECONDS_MAX:
        return "idle"
    # A page that asks again by itself (long work) is no sign of life.
    if now - seen_at >= NOTED_SECONDS and "HX-Request" not in request.headers:
        session[SEEN] = int(now)
        SignIn.objects.filter(session_key=session.session_key).update(seen_at=timezone.now())
    return ""


def _sign_out(request: HttpRequest, ended: str) -> HttpResponse:
    to = entry(request, berakhir=ended)
    request.session_ended = ended  # type: ignore[attr-defined]
    logout(request)
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": "/masuk/"})
    return redirect(to)
