"""Invitations: a signed link by which an account gets its password, once, within three days. It is handed over, not sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cakupan.law.refusal import Refusal
from cakupan.office.accounts.models import Invitation, SignIn, User
from cakupan.office.accounts.sign_ins import end_sessions, home_area
from cakupan.office.audit.log import note

SIGNER = "cakupan.office.accounts.invitation"


def invite(user: User, *, by: User | None, request: HttpRequest | None = None) -> Invitation:
    """A new link for an account; one that was open is withdrawn."""
    now = timezone.now()
    Invitation.objects.filter(user=user, used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    made = Invitation.objects.create(user=user, invited_by=by, expires_at=now + timedelta(hours=settings.INVITATION_HOURS))
    note(request, "user.invite", subject=("user", user.pk), actor=by, area=home_area(user))
    return made


def path_of(invitation: Invitation) -> str:
    """The link's path: it says nothing, and nobody without the office's key can make one up."""
    return reverse("accounts:invitation", args=[Signer(salt=SIGNER).sign(str(invitation.pk))])


def open_invitation(token: str, *, lock: bool = False) -> Invitation:
    """The invitation of a link. Raises :class:`Refusal` if it was never given, was used or withdrawn, or is too old."""
    try:
        pk = int(Signer(salt=SIGNER).unsign(token))
    except (BadSignature, ValueError):
        raise _refused(_("tautannya tidak utuh.")) from None
    found = Invitation.objects.select_for_update(of=("self",)) if lock else Invitation.objects.all()
    invitation = found.select_related("user").filter(pk=pk).first()
    if invitation is None or invitation.withdrawn_at is not None:
        raise _refused(_("undangan ini ditarik; mungkin ada yang lebih baru."))
    if invitation.used_at is not None:
        raise _refused(_("undangan ini sudah dipakai."))
    if invitation.expires_at <= timezone.now():
        raise _refused(_("undangan ini sudah lewat waktunya."))
    if not invitation.user.is_active:
        raise _refused(_("akunnya dinonaktifkan."))
    return invitation


def accept(token: str, *, password: str, request: HttpRequest) -> User:
    """Set the account's password by its link. Whoever was signed in with an older one no longer is."""
    with transaction.atomic():
        invitation = open_invitation(token, lock=True)
        user = invitation.user
        user.set_password(password)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        invitation.used_at = timezone.now()
        invitation.save(update_fields=["used_at"])
        end_sessions(SignIn.objects.filter(user=user))
        note(request, "user.invitation_accept", subject=("user", user.pk), actor=user, area=home_area(user))
    return user


def open_invitations(users: Any) -> Any:
    """Those of these users that nobody has used yet."""
    return Invitation.objects.filter(user__in=users, used_at=None, withdrawn_at=None).select_related("user")


def _refused(why: str) -> Refusal:
    return Refusal(_("Undangan"), why=why, mend=_("Minta admin TI daerah memberi tautan baru."))
