"""Assigning the chosen mismatches: at once, for it decides nothing and is taken back as easily."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cakupan.office.access import allow
from cakupan.office.verification.assigning import assign, officer_of
from cakupan.office.verification.forms import FilterForm
from cakupan.office.verification.states import PROPOSERS
from cakupan.office.verification.worklist import filtered, mismatches, open_ones


@allow(*PROPOSERS)
@require_POST
def assigning(request: HttpRequest, area: str) -> HttpResponse:
    """POST ``officer`` (an id, or ``none``) with the rows ``chosen``, or ``all`` that the ``filter`` lets through."""
    officer = officer_of(area, request.POST.get("officer", ""))
    rows, told = open_ones(mismatches(request.user, area)), request.POST.get("filter", "")
    keys = request.POST.getlist("chosen")
    if request.POST.get("all") == "1":
        rows = filtered(rows, FilterForm(QueryDict(told) or None, area=area, officer=request.user).told())
    else:
        rows = rows.filter(key__in=keys)
    count = assign(request, area, rows, officer)
    if officer is None:
        said = ngettext("Penugasan %(count)s data dilepaskan.", "Penugasan %(count)s data dilepaskan.", count)
    else:
        said = ngettext("%(count)s data ditugaskan kepada %(name)s", "%(count)s data ditugaskan kepada %(name)s", count)
    messages.success(request, said % {"count": count, "name": officer.full_name if officer else ""})
    if request.POST.get("back") == "case" and len(keys) == 1:
        return redirect("verification:case", area=area, key=keys[0])
    return redirect(reverse("verification:queue", args=[area]) + (f"?{told}" if told else ""))
