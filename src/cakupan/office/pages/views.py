"""The style page: every part with invented data. It asks no database."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from cakupan.office.pages import styleguide as invented


def styleguide(request: HttpRequest) -> HttpResponseBase:
    """Every part of the design, each state once; its table downloads."""
    table = invented.queue_table()
    if table.asked_for_file(request.GET):
        return table.download(request.GET)
    return render(request, "pages/styleguide.html", invented.shown(request.GET))
