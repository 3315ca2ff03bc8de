"""The routes of the smallest site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.i18n import set_language

from cakupan.office.pages.parts import Progress
from cakupan.office.pages.views import styleguide

asked = 0


def work(request: HttpRequest) -> HttpResponse:
    """Long work that is done after it was asked for twice."""
    global asked  # noqa: PLW0603
    asked += 1
    poll = "/kerja" if asked < 3 else ""
    shown = Progress("Impor", done=asked, total=3, poll_url=poll, result_url="" if poll else "/hasil")
    partial = "pages/parts/progress_state.html" if request.headers.get("HX-Request") else "office_pages_work.html"
    return render(request, partial, {"work": shown})


def broken(request: HttpRequest, code: str) -> HttpResponse:
    """An error page as Django renders it: without a request's context for 500 and 503."""
    return render(None if code in ("500", "503") else request, f"{code}.html")


urlpatterns = [
    path("", styleguide),
    path("kerja", work),
    path("galat/<code>", broken),
    path("bahasa/", set_language, name="set_language"),
    path("keluar/", include(([path("", work, name="logout")], "accounts"))),
]
