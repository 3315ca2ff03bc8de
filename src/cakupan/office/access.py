"""Who may open which page: by desk, by area, and only with what the desk must prove. Nothing is open by default."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject

from cakupan.office.accounts.desks import EVERY_DESK
from cakupan.office.database.scope import enter, leave, seen_areas

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
PUBLIC = "public"


def allow(*desks: str, approver: bool = False) -> Callable[[View], View]:
    """Declare which desks may open a view; ``approver`` asks besides for an officer who may decide.

    A view without a declaration opens for nobody: the middleware stops it as a defect.
    """
    unknown = set(desks) - EVERY_DESK
    assert not unknown, f"no such desk: {unknown}"

    def declared(view: View) -> View:
        view.allowed = frozenset(desks)  # type: ignore[attr-defined]
        view.approvers_only = approver  # type: ignore[attr-defined]
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

    ``request.area`` is the area in the URL, ``request.areas`` what the user may see at all. The database's own
    row-level security holds even where a view forgets both.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.area = None  # type: ignore[attr-defined]
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
            return redirect(f"/masuk/?next={request.get_full_path()}" if request.method == "GET" else "/masuk/")
        required = _first_step(request)
        if required is not None and not getattr(view, "before_entry", False):
            return redirect(required)
        if user.desk not in allowed or (getattr(view, "approvers_only", False) and not user.approver):
            return render(request, "403.html", status=403)
        self._enter_area(request, kwargs)
        return None

    def _enter_area(self, request: HttpRequest, kwargs: dict[str, Any]) -> None:
        """The area in the URL must be one that the user sees; to everyone else it does not exist."""
        user: Any = request.user
        area = kwargs.get("area")
        if area is not None and area not in request.areas:  # type: ignore[attr-defined]
            raise Http404
        request.area = area  # type: ignore[attr-defined]
        visible = seen_areas([area]) if area else list(request.areas)  # type: ignore[attr-defined]
        enter(areas=visible, user_id=user.pk, desk=user.desk)


def _first_step(request: HttpRequest) -> str | None:
    """Where someone who has signed in must go first: a new password, then the one-time code of those who approve."""
    user: Any = request.user
    if user.must_change_password:
        return "/akun/kata-sandi/"
    if user.approver and not user.is_verified():
        return "/akun/kode/"
    return None


def before_entry(view: View) -> View:
    """Declare that a view belongs to signing in and opens before those first steps are done."""
    view.before_entry = True  # type: ignore[attr-defined]
    return view


def day_of(text: str | None, default: dt.date) -> dt.date:
    """A date as a GET parameter gives it, ISO; anything else is the default."""
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return default
