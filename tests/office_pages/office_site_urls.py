"""The routes of the smallest site."""

from __future__ import annotations

from itertools import count

from django.db.transaction import non_atomic_requests
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path
from django.views.i18n import set_language

from cakupan.law.refusal import Refusal
from cakupan.office.pages.parts import Progress
from cakupan.office.pages.views import styleguide

WORK = '{% extends "pages/base.html" %}{% load pages %}{% block content %}<h1>Kerja</h1>{% progress work %}{% endblock %}'
asked = count(1)


def work(request: HttpRequest) -> HttpResponse:
    """Long work that is done when it is asked for the third time."""
    done = min(next(asked), 3)
    poll = "/kerja" if done < 3 else ""
    shown = {"work": Progress("Impor", done=done, total=3, poll_url=poll, result_url="" if poll else "/hasil")}
    if request.headers.get("HX-Request"):
        return render(request, "pages/parts/progress_state.html", shown)
    return HttpResponse(engines["django"].from_string(WORK).render(shown, request))


def broken(request: HttpRequest, code: str) -> HttpResponse:
    """An error page as Django renders it: 500 and 503 without a request's context."""
    return render(None if code in ("500", "503") else request, f"{code}.html")


def refused(request: HttpRequest) -> HttpResponse:
    """A refusal as the office shows it."""
    said = Refusal("Impor penduduk", why="berkasnya kosong.", mend="Unggah berkas yang berisi.")
    return render(request, "pages/refused.html", {"refusal": said}, status=409)


# The office opens a transaction for each request; here is no database.
urlpatterns = [
    path("", non_atomic_requests(styleguide)),
    path("kerja", non_atomic_requests(work)),
    path("galat/<code>", non_atomic_requests(broken)),
    path("ditolak", non_atomic_requests(refused)),
    path("bahasa/", non_atomic_requests(set_language), name="set_language"),
    path("keluar/", include(([path("", work, name="logout")], "accounts"))),
]
