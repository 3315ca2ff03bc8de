"""Signing in and out, and one's own account: password, code, sessions, delegation, language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as django_views
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.i18n import set_language as django_set_language
from django_otp import login as note_code

from cakupan.office.access import before_entry, everyone, public
from cakupan.office.accounts import codes
from cakupan.office.accounts.deciding import delegation_of, handed_on, needs_code
from cakupan.office.accounts.delegating import delegate, end_delegation
from cakupan.office.accounts.forms import ChangePasswordForm, CodeForm, DelegationForm, NewPasswordForm, SignInForm
from cakupan.office.accounts.invitations import accept, open_invitation
from cakupan.office.accounts.models import Delegation, SignIn, User
from cakupan.office.accounts.sign_ins import end_sessions, home_area, officer, open_sessions
from cakupan.office.audit.log import note
from cakupan.office.clock import today


class SignInView(django_views.LoginView):
    """Address and password, and why somebody is here again; the language they last chose comes with them."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        return {**told, "ended": self.request.GET.get("berakhir", ""), "errors_in_form": bool(told["form"].errors)}

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        language = form.get_user().language
        if language:
            _keep_language(response, language)
        return response


login = public(SignInView.as_view())
logout = before_entry(everyone(django_views.LogoutView.as_view()))


@public
def set_language(request: HttpRequest) -> HttpResponseBase:
    """The language for this browser, and for whoever has signed in wherever they sign in next."""
    response = django_set_language(request)
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return response


def _keep_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, secure=settings.ENVIRONMENT.https, samesite="Lax")


@public
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where an invitation leads: the first password, or a new one. It opens the account and does not sign in."""
    invited = open_invitation(token)
    form = NewPasswordForm(invited.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        accepted = accept(token, password=form.cleaned_data["new_password1"], request=request)
        if request.user.pk == accepted.pk:
            request.session.flush()  # it has ended like the others; to save it now would be refused
        messages.success(request, _("Kata sandi Anda tersimpan. Masuklah dengannya."))
        return redirect("accounts:login")
    shown = {"form": form, "officer": invited.user, "invitation": invited, "errors_in_form": bool(form.errors)}
    response = render(request, "accounts/invitation.html", shown)
    # The link is a secret: it must not travel on in the next page's Referer, nor stay in a browser. Not "no-referrer":
    # then a browser sends the form from the origin "null", and it is refused as if from another site.
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "no-store"
    return response


@everyone
def account(request: HttpRequest) -> HttpResponse:
    """One's own account: who I am here, where I am signed in."""
    me = officer(request)
    sessions = open_sessions(me).order_by("-seen_at")
    shown = {
        "sessions": sessions,
        "this_session": request.session.session_key,
        "decides_for": delegation_of(request.user, today()),
        "handed_on": handed_on(request.user, today()),
        "codes_left": codes.recovery_codes_left(request.user) if codes.has_device(request.user) else None,
    }
    return render(request, "accounts/account.html", shown)


@everyone
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions elsewhere."""
    if request.method == "POST":
        own = SignIn.objects.filter(user=officer(request), pk=pk).exclude(session_key=request.session.session_key)
        if end_sessions(own):
            _note_own(request, "user.session_end")
            messages.success(request, _("Sesi itu diakhiri."))
    return redirect("accounts:account")


@before_entry
@everyone
def password(request: HttpRequest) -> HttpResponse:
    """A new password; every other session of this account ends."""
    form = ChangePasswordForm(officer(request), request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.save(commit=False)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        update_session_auth_hash(request, user)
        _same_session(request, user)
        _note_own(request, "user.password_change")
        messages.success(request, _("Kata sandi diganti. Sesi Anda di tempat lain diakhiri."))
        return redirect("accounts:account")
    return render(request, "accounts/password.html", {"form": form, "errors_in_form": bool(form.errors)})


def _same_session(request: HttpRequest, user: User) -> None:
    """Changing a password gives the session a new key: the others end, this one is still its owner's."""
    here = request.session.session_key or ""
    end_sessions(SignIn.objects.filter(user=user).exclude(session_key=here))
    SignIn.objects.get_or_create(session_key=here, defaults={"user": user})


@before_entry
@everyone
def code(request: HttpRequest) -> HttpResponse:
    """The one-time code; whoever has no application yet sets it up first."""
    if not needs_code(request.user, today()) or request.user.is_verified():  # type: ignore[union-attr]
        return redirect(_next(request))
    return _ask_code(request) if codes.has_device(request.user) else _set_up(request)


def _ask_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = codes.accepted(request.user, form.cleaned_data["code"])
        if device is not None:
            note_code(request, device)
            _note_own(request, "user.code_accept", kind=device._meta.model_name)
            return redirect(_next(request))
        _note_own(request, "user.code_failed")
        form.add_error("code", _wrong_code(request))
    return render(request, "accounts/code.html", {"form": form, "next": _next(request), "errors_in_form": bool(form.errors)})


def _wrong_code(request: HttpRequest) -> str:
    wait = codes.wait_seconds(request.user)
    if wait > 1:
        return _("Kode tidak cocok. Tunggu %(wait)s detik, lalu ketik kode yang sedang tampil.") % {"wait": wait}
    return _("Kode tidak cocok. Ketik kode yang sedang tampil di aplikasi.")


def _set_up(request: HttpRequest) -> HttpResponse:
    enrolment = codes.enrolment_of(request.user)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if codes.confirm(enrolment, form.cleaned_data["code"]):
            note_code(request, enrolment.device)
            _note_own(request, "user.code_set_up")
            return _show_recovery_codes(request, _next(request))
        form.add_error("code", _("Kode tidak cocok. Periksa jam telepon Anda, lalu ketik kode yang sedang tampil."))
    shown = {"form": form, "enrolment": enrolment, "next": _next(request), "errors_in_form": bool(form.errors)}
    return render(request, "accounts/code_set_up.html", shown)


def _show_recovery_codes(request: HttpRequest, following: str) -> HttpResponse:
    """Shown in the answer to this one form, and never again."""
    return render(request, "accounts/recovery_codes.html", {"codes": codes.new_recovery_codes(request.user), "next": following})


@everyone
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes in the place of the old ones."""
    if request.method != "POST" or not request.user.is_verified():  # type: ignore[union-attr]
        return redirect("accounts:account")
    _note_own(request, "user.recovery_codes")
    return _show_recovery_codes(request, "/akun/")


@everyone
def delegations(request: HttpRequest) -> HttpResponse:
    """What one has handed on and received, and handing on."""
    me = officer(request)
    form = DelegationForm(request.POST or None, giver=me) if me.approver else None
    if form is not None and request.method == "POST" and form.is_valid():
        delegate(request, form.save(commit=False))
        messages.success(request, _("Pelimpahan disimpan. Rekan Anda melihatnya di Akun saya."))
        return redirect("accounts:delegations")
    mine = Delegation.objects.filter(giver=me) | Delegation.objects.filter(receiver=me)
    listed = mine.select_related("giver", "receiver").order_by("-from_date", "-pk")
    shown = {"form": form, "delegations": listed, "errors_in_form": bool(form and form.errors)}
    return render(request, "accounts/delegations.html", shown)


@everyone
def delegation_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a delegation back."""
    if request.method == "POST":
        get_object_or_404(Delegation, pk=pk)
        end_delegation(request, pk)
        messages.success(request, _("Pelimpahan diakhiri."))
    return redirect("accounts:delegations")


def _note_own(request: HttpRequest, action: str, **details: Any) -> None:
    me = officer(request)
    note(request, action, subject=("user", me.pk), area=home_area(me), details=details)


def _next(request: HttpRequest) -> str:
    """The page that was asked for before the code was: only one of this office."""
    told = request.POST.get("next") or request.GET.get("next") or "/"
    secure = settings.ENVIRONMENT.https
    return told if url_has_allowed_host_and_scheme(told, {request.get_host()}, require_https=secure) else "/"
