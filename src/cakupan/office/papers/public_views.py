"""The page behind a letter's QR: what anyone who holds a letter may learn of it, and nothing to whoever only guesses."""

from __future__ import annotations

import datetime as dt
import io

from axes.helpers import get_client_ip_address
from django import forms
from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from cakupan.office.access import public
from cakupan.office.database.scope import enter
from cakupan.office.papers.codes import hashed_address, written
from cakupan.office.papers.keeping import still_whole
from cakupan.office.papers.models import Paper, WrongCode
from cakupan.office.papers.standing import compared, standing_of

WRONG_CODES_MAX = 20
WINDOW = dt.timedelta(hours=1)
COMPARED_BYTES_MAX = 50 * 1024 * 1024


class CodeForm(forms.Form):
    """A code, typed from the foot of a letter."""

    code = forms.CharField(label=_("Kode surat"), max_length=20, help_text=_("Tercetak di kaki surat, misalnya 7KQ2-M4XP-9RTH."))


class FileForm(forms.Form):
    """A PDF that somebody holds; it is only hashed, never kept."""

    file = forms.FileField(label=_("Berkas PDF yang Anda pegang"))

    def clean_file(self) -> object:
        """Letters are small; a big file is something else."""
        file = self.cleaned_data["file"]
        if file.size > COMPARED_BYTES_MAX:
            raise forms.ValidationError(_("Berkas lebih besar dari 50 MB; itu bukan surat dari sistem ini."))
        return file


@public
@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    """Where a code is typed in."""
    form = CodeForm(request.GET or None)
    if form.is_valid():
        code = written(form.cleaned_data["code"])
        found = _found(request, code)
        if isinstance(found, Paper):
            return redirect("letter:shown", code=code)
        return found
    return render(request, "papers/ask.html", {"form": form, "errors_in_form": form.is_bound})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def shown(request: HttpRequest, code: str) -> HttpResponse:
    """The letter behind a code: what it is, whether it is signed, its hash; and whether a file is that letter."""
    paper = _found(request, written(code))
    if not isinstance(paper, Paper):
        return paper
    form = FileForm(request.POST or None, request.FILES or None)
    same = compared(paper, form.cleaned_data["file"].chunks()) if form.is_valid() else ""
    told = {
        "paper": paper,
        "standing": standing_of(paper),
        "form": form,
        "same": same,
        "errors_in_form": form.is_bound and not same,
        "heading": paper.says["heading"],
        "area": None,
    }
    return render(request, "papers/shown.html", told)


@public
@require_GET
def masked_pdf(request: HttpRequest, code: str) -> HttpResponseBase:
    """The whole letter without names and numbers of people."""
    paper = _found(request, written(code))
    if not isinstance(paper, Paper):
        return paper
    copy = still_whole(paper.masked_sha256, number=paper.number)
    return FileResponse(io.BytesIO(copy), content_type="application/pdf", filename=f"{paper.code}-disamarkan.pdf")


def _found(request: HttpRequest, code: str) -> Paper | HttpResponse:
    """The paper, or the page that says that there is none, or that this address has asked for too many."""
    address = hashed_address(get_client_ip_address(request) or "")
    since = timezone.now() - WINDOW
    if WrongCode.objects.filter(address=address, at__gte=since).count() >= WRONG_CODES_MAX:
        return render(request, "papers/too_many.html", {}, status=429)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cakupan_paper_area(%s)", [code])
        area = cursor.fetchone()[0]
    if area is None:
        WrongCode.objects.filter(at__lt=since).delete()
        WrongCode.objects.create(address=address, at=timezone.now())
        return render(request, "papers/unknown.html", {"code": code}, status=404)
    # Whoever shows the code is told of this area's letter for the length of this request; the middleware leaves again.
    enter(areas=[area], user_id=None, desk="public")
    return Paper.objects.get(code=code)
