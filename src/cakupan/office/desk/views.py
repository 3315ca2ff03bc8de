"""Where a desk begins."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cakupan.law.refusal import Refusal
from cakupan.office.access import everyone
from cakupan.office.accounts.desks import PEOPLE_DESKS
from cakupan.office.clock import today
from cakupan.office.desk.coming import changes, coming
from cakupan.office.desk.queue import waiting_for

LEADERS = ("pimpinan", "dprd")


@everyone
def start(request: HttpRequest) -> HttpResponse:
    """To the user's first area: leaders to their one page, everyone else to what waits."""
    user: Any = request.user
    areas = list(request.areas)  # type: ignore[attr-defined]
    if not areas:
        from django.utils.translation import gettext as _

        raise Refusal(
            _("Halaman awal"),
            why=_("wilayah akun Anda belum dibuka di kantor ini."),
            mend=_("Minta admin TI daerah membuka wilayah itu, atau memberi akun Anda wilayah lain."),
        )
    return redirect("coverage:leader" if user.desk in LEADERS else "desk:queue", area=areas[0])


@everyone
def queue(request: HttpRequest, area: str) -> HttpResponse:
    """What waits for this desk, what is due first first; what comes next; what the newest position changed."""
    user: Any = request.user
    day = today()
    shown = {
        "waiting": waiting_for(user, area, day),
        "day": day,
        "coming": coming(area, user.desk, day),
        "changes": changes(area, user.desk, day),
        "may_search": user.desk in PEOPLE_DESKS,
    }
    return render(request, "desk/queue.html", shown)
