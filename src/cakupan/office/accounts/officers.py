"""What an admin does to an officer's account, with its reason in the log. An admin sees no person and decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from cakupan.law.refusal import Refusal
from cakupan.office.accounts.models import Delegation, SignIn, User
from cakupan.office.accounts.sign_ins import end_sessions, home_area
from cakupan.office.audit.log import note
from cakupan.office.database.scope import within


def officers_of(area: str, seen: Iterable[str]) -> QuerySet[User]:
    """The officers of an area whom an admin of the areas ``seen`` keeps: none who also works where that admin does not."""
    seen = list(seen)
    here = [code for code in seen if within(code, area)]
    return User.objects.filter(areas__contained_by=seen, areas__overlap=here).order_by("full_name", "pk")


def locked_names(names: Iterable[str]) -> set[str]:
    """Which of these addresses are locked now, after too many wrong passwords."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    tries = AccessAttempt.objects.filter(username__in=list(names), attempt_time__gt=since)
    counted = tries.values("username", "ip_address").annotate(failures=Sum("failures_since_start"))
    return {each["username"] for each in counted if each["failures"] >= settings.AXES_FAILURE_LIMIT}


def unlock(request: HttpRequest, user: User, *, reason: str) -> None:
    """Let somebody try again before the half hour is over."""
    reset(username=user.username)
    _note(request, "user.unlock", user, reason)


def deactivate(request: HttpRequest, user: User, *, reason: str) -> None:
    """Nobody signs in with it any more, and whoever is signed in no longer is. What they did stays theirs."""
    if user.pk == request.user.pk:
        raise Refusal(
            _("Menonaktifkan akun"),
            why=_("ini akun Anda sendiri; daerah bisa tinggal tanpa admin."),
            mend=_("Minta admin lain melakukannya."),
        )
    User.objects.filter(pk=user.pk).update(is_active=False)
    end_sessions(SignIn.objects.filter(user=user))
    ended = Delegation.objects.filter(giver=user, ended_at=None) | Delegation.objects.filter(receiver=user, ended_at=None)
    ended.update(ended_at=timezone.now())
    _note(request, "user.deactivate", user, reason)


def reactivate(request: HttpRequest, user: User, *, reason: str) -> None:
    """Open it again, with the password that it had."""
    User.objects.filter(pk=user.pk).update(is_active=True)
    _note(request, "user.reactivate", user, reason)


def reset_code(request: HttpRequest, user: User, *, reason: str) -> None:
    """The device with the codes is lost: the next signing in begins with a new one."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    end_sessions(SignIn.objects.filter(user=user))
    _note(request, "user.code_reset", user, reason)


def note_change(request: HttpRequest, user: User, changed: list[str]) -> None:
    """What of an account was changed, by the names of its fields. Areas and rights hold from the next page on."""
    _note(request, "user.change", user, "", fields=sorted(changed))


def _note(request: HttpRequest, action: str, user: User, reason: str, **details: Any) -> None:
    note(request, action, subject=("user", user.pk), why=reason, area=home_area(user), details=details)
