"""What happens at signing in and out, wherever it happens: it is noted in the log, and the session gets its owner."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from cakupan.office.accounts.address import address_of
from cakupan.office.accounts.limits import NOTED_SECONDS, SEEN, SIGNED_IN
from cakupan.office.accounts.models import SignIn, User
from cakupan.office.audit.log import note

BROWSER_LENGTH_MAX = 200


def home_area(user: User | None) -> str:
    """The area in whose log a user's own comings and goings stand; empty for somebody whom nobody knows."""
    return user.areas[0] if user is not None and user.areas else ""


def officer(request: HttpRequest) -> User:
    """Whoever is signed in, as their row stands now."""
    user: Any = request.user
    return User.objects.get(pk=user.pk)


def open_sessions(user: User) -> QuerySet[SignIn]:
    """Where somebody is signed in: what was left alone too long, or began a working day ago, is over though nobody ended it."""
    now = timezone.now()
    idle, day = timedelta(seconds=settings.SESSION_IDLE_SECONDS_MAX), timedelta(seconds=settings.SESSION_COOKIE_AGE)
    # The sign of life is noted once a minute, so that much later than the limit.
    return SignIn.objects.filter(user=user, seen_at__gt=now - idle - timedelta(seconds=NOTED_SECONDS), at__gt=now - day)


def end_sessions(sign_ins: QuerySet[SignIn]) -> int:
    """End these sessions at once, wherever they are; tells how many."""
    keys = list(sign_ins.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    sign_ins.filter(session_key__in=keys).delete()
    return len(keys)


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    """The session begins now, under a key that nobody knew before. Those of theirs that ran out are swept away."""
    session: Any = request.session
    end_sessions(SignIn.objects.filter(user=user).exclude(pk__in=open_sessions(user)))
    session[SIGNED_IN] = session[SEEN] = int(time.time())
    if session.session_key is None:
        session.save()
    SignIn.objects.update_or_create(
        session_key=session.session_key,
        defaults={
            "user": user,
            "address": address_of(request),
            "browser": request.META.get("HTTP_USER_AGENT", "")[:BROWSER_LENGTH_MAX],
        },
    )
    note(request, "user.sign_in", subject=("user", user.pk), actor=user, area=home_area(user))


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    """By their own hand, or because the session was over."""
    if user is None:
        return
    ended = getattr(request, "session_ended", "")
    action = "user.session_ended" if ended else "user.sign_out"
    note(request, action, subject=("user", user.pk), actor=user, area=home_area(user), details={"cause": ended} if ended else {})
    SignIn.objects.filter(session_key=request.session.session_key).delete()


@receiver(user_login_failed)
def failed(request: HttpRequest | None, credentials: dict[str, Any], **_: Any) -> None:
    """Whom the name belongs to, if to anybody; a name that nobody has may be a password typed into the wrong field."""
    user = User.objects.filter(username=credentials.get("username") or "").first()
    note(request, "user.sign_in_failed", subject=("user", user.pk if user else ""), actor=_nobody(), area=home_area(user))


@receiver(user_locked_out)
def locked_out(request: HttpRequest, username: str, **_: Any) -> None:
    """The lock that follows too many of those."""
    user = User.objects.filter(username=username).first()
    note(request, "user.locked_out", subject=("user", user.pk if user else ""), actor=_nobody(), area=home_area(user))


def _nobody() -> Any:
    """Whoever is signed in in that browser is not necessarily who tried."""
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()
