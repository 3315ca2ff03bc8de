"""Who may open which page: by desk, by area, and only with what the desk must prove. Nothing is open by default."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from cakupan.law.refusal import Refusal
from cakupan.office.accounts.deciding import decides_for, handed_on, may_decide, needs_code
from cakupan.office.accounts.desks import EVERY_DESK
from cakupan.office.clock import today
from cakupan.office.database.scope import enter, leave, seen_areas
from cakupan.office.faults import refused

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
PUBLIC = "public"
NUMBER_DIGITS_MAX = 18  # what a bigint of the database always holds


def allow(*desks: str, approver: bool | Collection[str] = False) -> Callable[[View], View]:
    """Declare which desks may open a view; ``approver`` asks besides for an officer who may decide, of all of them or of some.

    A view without a declaration opens for nobody: the middleware stops it as a defect.
    """
    unknown = set(desks) - EVERY_DESK
    assert not unknown, f"no such desk: {unknown}"

    def declared(view: View) -> View:
        view.allowed = frozenset(desks)  # type: ignore[attr-defined]
        deciding = desks if approver is True else approver or ()
        view.approvers_of = frozenset(deciding)  # type: ignore[attr-defined]
        return view

    return declared


def public(view: View) -> View:
    """Declare that a view opens without signing in."""
    view.allowed = PUBLIC  # type: ignore[attr-defined]
    return view


def everyone(view: View) -> View:
    """Declare that every desk may open a view."""
    return allow(*sorted(EVERY_DESK))(view)


class AccessMiddleware:
    """Asks of each request: is the view declared, who is it, of which desk, in which area; and tells the database the area.

    ``request.area`` is the area in the URL, ``request.areas`` what the user may see at all, ``request.deciding_for`` the officer
    in whose place somebody decides by delegation. The database's own row-level security holds even where a view forgets both.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.area = None  # type: ignore[attr-defined]
        request.deciding_for = None  # type: ignore[attr-defined]
        request.areas = SimpleLazyObject(lambda: seen_areas(request.user.areas))  # type: ignore[attr-defined,union-attr]
        leave()
        try:
            return self.get_response(request)
        finally:
            leave()

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """None lets the request through."""
        allowed = getattr(view, "allowed", None)
        if allowed is None and getattr(view, "__module__", "").startswith("django."):
            allowed = PUBLIC  # Django's own: static files, the language switch
        assert allowed is not None, f"{view.__module__}.{view.__name__} does not say who may open it (access.allow)"
        if allowed == PUBLIC:
            return None
        user: Any = request.user
        if not user.is_authenticated:
            return redirect(entry(request))
        required = _first_step(request)
        if required is not None and not getattr(view, "before_entry", False):
            return redirect(required)
        if user.desk not in allowed:
            return render(request, "403.html", status=403)
        self._enter_area(request, kwargs)
        return self._ask_decider(request) if user.desk in getattr(view, "approvers_of", ()) else None

    def _ask_decider(self, request: HttpRequest) -> HttpResponse | None:
        """A view for those who decide: by their own right, or in whose place. The log then says in whose (``audit.log``)."""
        user: Any = request.user
        area = request.area  # type: ignore[attr-defined]
        if may_decide(user, today(), area=area):
            request.deciding_for = decides_for(user, today(), area=area)  # type: ignore[attr-defined]
            return None
        given = handed_on(user, today())
        if given is None:
            return render(request, "403.html", status=403)
        handed = Refusal(
            _("Memutuskan"),
            why=_("wewenang Anda sedang dilimpahkan kepada %(name)s.") % {"name": given.receiver.full_name},
            mend=_("Akhiri pelimpahan di Akun saya, Pelimpahan; sesudah itu Anda memutuskan sendiri lagi."),
        )
        return refused(request, handed, status=403)

    def _enter_area(self, request: HttpRequest, kwargs: dict[str, Any]) -> None:
        """The area in the URL must be one that the user sees; to everyone else it does not exist."""
        user: Any = request.user
        area = kwargs.get("area")
        if area is not None and area not in request.areas:  # type: ignore[attr-defined]
            raise Http404
        request.area = area  # type: ignore[attr-defined]
        visible = seen_areas([area]) if area else list(request.areas)  # type: ignore[attr-defined]
        enter(areas=visible, user_id=user.pk, desk=user.desk, places=user.places)


def _first_step(request: HttpRequest) -> str | None:
    """Where someone who has signed in must go first: a new password, then the one-time code of those who approve."""
    user: Any = request.user
    if user.must_change_password:
        return "/akun/kata-sandi/"
    if not user.is_verified() and needs_code(user, today()):
        return "/akun/kode/" + _back_to(request)
    return None


def entry(request: HttpRequest, **more: str) -> str:
    """Where to sign in, and from there back to the page that was asked for."""
    return "/masuk/" + _back_to(request, **more)


def _back_to(request: HttpRequest, **more: str) -> str:
    """The query that leads back: only to a page, never to a form that was sent."""
    told = {"next": request.get_full_path(), **more} if request.method == "GET" else more
    return f"?{urlencode(told)}" if told else ""


def before_entry(view: View) -> View:
    """Declare that a view belongs to signing in and opens before those first steps are done."""
    view.before_entry = True  # type: ignore[attr-defined]
    return view


def number_of(text: str | None) -> int | None:
    """A whole number of 0 or more as a hidden field gives it; None for anything else (``²`` is a digit, but no number)."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= NUMBER_DIGITS_MAX else None


def day_of(text: str | None, default: dt.date) -> dt.date:
    """A date as a GET parameter gives it, ISO; anything else is the default."""
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return default
