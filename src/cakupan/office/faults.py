"""From what went wrong to what the person sees: what, why, how to mend. One map, for every page."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.defaults import server_error

from cakupan.law.refusal import Refusal

log = logging.getLogger(__name__)


class FaultsMiddleware:
    """Turns a :class:`Refusal` of a view into a page that says it (409), a lost database into one that says that (503).

    A character that no text of the database holds is refused before the view, what is too long or too large for it after (400).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """What no text of the database can hold is refused before a view has it; None lets the request through."""
        return refused(request, _unwritable(), status=400) if _has_nul(request) else None

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """What a view raised; None leaves it to Django (404, 403, a defect)."""
        if isinstance(fault, Refusal):
            return refused(request, fault)
        if isinstance(fault, OperationalError | InterfaceError):
            return database_gone(request)
        if isinstance(fault, DataError):
            log.warning("what was sent to %s does not fit into the database", _page(request))
            return render(request, "400.html", status=400)
        return None


def _has_nul(request: HttpRequest) -> bool:
    try:
        told = (request.GET, request.POST)
    except UnreadablePostError:  # the browser went away; the view finds that out
        return False
    return any("\0" in value for query in told for _name, values in query.lists() for value in values)


def _unwritable() -> Refusal:
    return Refusal(
        _("Isian ini"),
        why=_("di dalamnya ada tanda yang tidak dapat disimpan (NUL)."),
        mend=_("Hapus isiannya, ketik lagi, lalu kirim."),
    )


def refused(request: HttpRequest, refusal: Refusal, *, status: int = 409) -> HttpResponse:
    """The refusal as a page. Nothing was changed: the transaction of the request is rolled back."""
    return render(request, "pages/refused.html", {"refusal": refusal}, status=status)


def database_gone(request: HttpRequest) -> HttpResponse:
    """The database does not answer. Rendered without asking it anything."""
    log.warning("the database does not answer at %s", _page(request))
    return render(None, "503.html", status=503)  # no request: its user would ask the database


def _page(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else "a page"


def failed(request: HttpRequest) -> HttpResponse:
    """Django's page for what nobody foresaw; where the database went away before or after a view, that is said instead."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return database_gone(request)
    return server_error(request)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes it
    """The form was too old, or came from elsewhere."""
    refusal = Refusal(
        _("Formulir ini tidak diterima"),
        why=_("Formulirnya sudah terlalu lama terbuka, atau tidak berasal dari halaman ini. Tidak ada yang berubah."),
        mend=_("Kembali, muat ulang halaman itu, lalu kirim lagi."),
    )
    return refused(request, refusal, status=403)
