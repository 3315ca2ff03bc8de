"""The admin's pages: the officers of an area, each one's account, and the link by which it opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp.plugins.otp_totp.models import TOTPDevice

from cakupan.office.access import allow
from cakupan.office.accounts import officers
from cakupan.office.accounts.forms import InviteForm, OfficerForm, ReasonForm
from cakupan.office.accounts.invitations import invite, open_invitations, path_of
from cakupan.office.accounts.models import User
from cakupan.office.accounts.places import place_words
from cakupan.office.accounts.sign_ins import home_area, officer, open_sessions
from cakupan.office.audit.log import note
from cakupan.office.pages.parts import Badge, Fact
from cakupan.office.pages.tables import Column, Table, table_page
from cakupan.office.pages.templatetags.pages import waktu

Doing = Callable[..., None]
# What an admin may do to an account, by the word in its URL: how it is called, what it does, what happens then.
DEEDS: dict[str, tuple[Any, Doing, Any]] = {
    "buka-kunci": (
        gettext_lazy("Buka kunci"),
        officers.unlock,
        gettext_lazy("Kuncinya dibuka. Percobaan yang salah mulai dihitung lagi dari nol."),
    ),
    "nonaktifkan": (
        gettext_lazy("Nonaktifkan akun"),
        officers.deactivate,
        gettext_lazy("Akun dinonaktifkan dan semua sesinya diakhiri. Catatannya tetap ada."),
    ),
    "aktifkan": (
        gettext_lazy("Aktifkan lagi"),
        officers.reactivate,
        gettext_lazy("Akun aktif lagi dengan kata sandi yang lama."),
    ),
    "setel-ulang-kode": (
        gettext_lazy("Setel ulang kode sekali pakai"),
        officers.reset_code,
        gettext_lazy("Perangkat lamanya tidak berlaku lagi. Saat masuk berikutnya petugas memasang yang baru."),
    ),
}


@allow("admin")
def users(request: HttpRequest, area: str) -> HttpResponseBase:
    """Every officer of the area, with the state of the account and the last signing in."""
    found = list(_kept(request, area))
    invited = {each.user_id for each in open_invitations(found)}
    locked = officers.locked_names(user.username for user in found)
    table = Table(
        "pengguna",
        _("Pengguna"),
        (
            Column("full_name", _("Nama"), sort=True, url=lambda user: reverse("accounts:user", args=[area, user.pk])),
            Column("username", _("Surel"), sort=True),
            Column("desk", _("Meja"), value=lambda user: user.get_desk_display(), sort=True),
            Column("position_title", _("Jabatan")),
            Column("areas", _("Wilayah"), value=_where),
            Column("approver", _("Penyetuju"), value=lambda user: _("ya") if user.approver else _("tidak")),
            Column("last_login", _("Masuk terakhir"), value=lambda user: waktu(user.last_login)),
            Column("state", _("Keadaan"), "badge", value=lambda user: _state(user, invited, locked), sort=True),
        ),
        found,
        noun=_("pengguna"),
        order="full_name",
        empty=_("Belum ada pengguna di wilayah ini."),
    )
    if table.asked_for_file(request.GET):
        note(request, "user.export", details={"rows": len(found)})
    return table_page(request, "accounts/users.html", {}, table)


@allow("admin")
def invite_user(request: HttpRequest, area: str) -> HttpResponse:
    """A new officer, and the link that opens the account."""
    form = InviteForm(request.POST or None, seen=list(request.areas), initial={"areas": [area]})  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        user = form.save(commit=False)
        user.set_unusable_password()
        user.save()
        note(request, "user.create", subject=("user", user.pk), area=home_area(user), details={"desk": user.desk})
        invite(user, by=officer(request), request=request)
        return redirect("accounts:user_invitation", area=area, pk=user.pk)
    return render(request, "accounts/invite.html", {"form": form, "errors_in_form": bool(form.errors)})


@allow("admin")
def invitation_letter(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The link, to be copied or printed and handed over; a new one on request."""
    user = _one(request, area, pk)
    if request.method == "POST":
        invite(user, by=officer(request), request=request)
        return redirect("accounts:user_invitation", area=area, pk=pk)
    found = open_invitations([user]).first()
    link = request.build_absolute_uri(path_of(found)) if found else ""
    return render(request, "accounts/invitation_letter.html", {"officer": user, "invitation": found, "link": link})


@allow("admin")
def user_page(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """One account: what it is, what may be changed, what can be done to it."""
    user = _one(request, area, pk)
    form = OfficerForm(request.POST or None, instance=user, seen=list(request.areas))  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        form.save()
        officers.note_change(request, user, form.changed_data)
        messages.success(request, _("Perubahan disimpan; berlaku mulai halaman berikutnya yang petugas buka."))
        return redirect("accounts:user", area=area, pk=pk)
    shown = {"form": form, "officer": user, "facts": _facts(user), "deeds": _possible(user), "errors_in_form": bool(form.errors)}
    return render(request, "accounts/user.html", shown)


@allow("admin")
def user_deed(request: HttpRequest, area: str, pk: int, deed: str) -> HttpResponse:
    """One deed, after its reason was given."""
    if deed not in DEEDS:
        raise Http404
    user = _one(request, area, pk)
    title, do, done = DEEDS[deed]
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            do(request, user, reason=form.cleaned_data["reason"])
        messages.success(request, str(done))
        return redirect("accounts:user", area=area, pk=pk)
    return render(request, "accounts/user_deed.html", {"form": form, "officer": user, "title": title, "says": done})


def _kept(request: HttpRequest, area: str) -> Any:
    return officers.officers_of(area, request.areas)  # type: ignore[attr-defined]


def _one(request: HttpRequest, area: str, pk: int) -> User:
    found: User = get_object_or_404(_kept(request, area), pk=pk)
    return found


def _where(user: User) -> str:
    """The codes of the areas, and the places to which an officer of a kelurahan is held."""
    return "; ".join([", ".join(user.areas), *(place_words(code) for code in user.places)])


def _state(user: User, invited: set[int], locked: set[str]) -> Badge:
    if not user.is_active:
        return Badge(_("nonaktif"), "stopped")
    if user.username in locked:
        return Badge(_("dikunci"), "warning")
    if user.pk in invited:
        return Badge(_("diundang"), "waiting")
    return Badge(_("aktif"), "done") if user.has_usable_password() else Badge(_("belum diundang"), "neutral")


def _facts(user: User) -> list[Fact]:
    device = TOTPDevice.objects.filter(user=user, confirmed=True).exists()
    return [
        Fact(_("Surel"), user.username),
        Fact(_("Meja"), user.get_desk_display()),
        Fact(_("Dibuat"), waktu(user.created_at)),
        Fact(_("Masuk terakhir"), waktu(user.last_login)),
        Fact(_("Sesi yang terbuka"), open_sessions(user).count()),
        Fact(_("Kode sekali pakai"), _("terpasang") if device else _("belum dipasang")),
    ]


def _possible(user: User) -> list[tuple[str, Any]]:
    """The deeds that make sense for this account now."""
    possible = ["nonaktifkan" if user.is_active else "aktifkan"]
    if officers.locked_names([user.username]):
        possible.insert(0, "buka-kunci")
    if TOTPDevice.objects.filter(user=user).exists():
        possible.append("setel-ulang-kode")
    return [(deed, DEEDS[deed][0]) for deed in possible]
