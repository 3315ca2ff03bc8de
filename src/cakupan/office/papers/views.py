"""The papers of an area: found by number or kind, read, signed, withdrawn; and the letterheads that they bear."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cakupan.law.refusal import Refusal
from cakupan.office.access import allow
from cakupan.office.accounts.deciding import may_decide
from cakupan.office.audit.log import note
from cakupan.office.clock import today
from cakupan.office.pages.parts import Badge, Link, Tone
from cakupan.office.pages.tables import Column, Table, table_page
from cakupan.office.papers.keeping import still_whole
from cakupan.office.papers.kinds import KINDS, OFFICES, READERS
from cakupan.office.papers.letterheads import letterhead_of
from cakupan.office.papers.models import Letterhead, Paper, PaperState
from cakupan.office.papers.signing import may_sign, sign_paper
from cakupan.office.papers.signing import withdraw as withdraw_paper
from cakupan.office.papers.standing import standing_of
from cakupan.report.letters import PAPERS

TONES: dict[str, Tone] = {PaperState.ISSUED: "neutral", PaperState.SIGNED: "done", PaperState.WITHDRAWN: "stopped"}


class SearchForm(forms.Form):
    """What is looked for."""

    text = forms.CharField(label=gettext_lazy("Nomor, kode, atau kata dalam judul"), required=False, max_length=80)
    kind = forms.ChoiceField(label=gettext_lazy("Jenis surat"), required=False)

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted((PAPERS[kind].title, kind) for kind in kinds)
        self.fields["kind"].choices = [("", _("Semua")), *((kind, title) for title, kind in names)]  # type: ignore[attr-defined]


class LetterheadForm(ModelForm):  # type: ignore[type-arg]
    """The letterhead of one office."""

    class Meta:
        model = Letterhead
        exclude = ("area", "desk")


@allow(*READERS)
@require_GET
def listed(request: HttpRequest, area: str) -> HttpResponseBase:
    """The papers of an area, newest first."""
    user: Any = request.user
    desk = user.desk
    kinds = [kind for kind, told in KINDS.items() if desk in told.read_by]
    form = SearchForm(request.GET or None, kinds=kinds)
    found = _searched(Paper.objects.filter(area=area, kind__in=kinds), form).order_by("-date", "-pk")
    may_write = desk in OFFICES and may_decide(user, today(), area=area)
    return table_page(request, "papers/listed.html", {"form": form, "may_write": may_write}, _table(found), dated=today())


@allow(*READERS)
@require_GET
def paper(request: HttpRequest, area: str, paper_id: int) -> HttpResponse:
    """One paper: what it is, what it rests on, who signed, and what can be done with it."""
    found = _readable(request, area, paper_id)
    user: Any = request.user
    decides = user.desk in ("dinkes", "bpjs") and may_decide(user, today(), area=area)
    told = {
        "paper": found,
        "standing": standing_of(found),
        "badge": _badge(found),
        "may_sign": decides and may_sign(found, user.desk),
        "may_withdraw": decides and found.state != PaperState.WITHDRAWN and not KINDS[found.kind].with_its_act,
        "back": Link(_("Surat"), reverse("papers:listed", args=[area])),
        "public_url": request.build_absolute_uri(reverse("letter:shown", args=[found.code])),
    }
    return render(request, "papers/paper.html", told)


@allow(*READERS)
@require_GET
def pdf(request: HttpRequest, area: str, paper_id: int) -> HttpResponseBase:
    """The paper's file as it stands; reading it is noted."""
    found = _readable(request, area, paper_id)
    sha256 = found.file_sha256
    content = still_whole(sha256, number=found.number)
    note(request, "paper.read", subject=("paper", found.pk), details={"number": found.number, "sha256": sha256})
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{found.number.replace('/', '-')}.pdf"
    response["Content-Disposition"] = content_disposition_header(True, " ".join(name.split())) or "attachment"
    return response


@allow("dinkes", "bpjs", approver=True)
@require_POST
def sign(request: HttpRequest, area: str, paper_id: int) -> HttpResponse:
    """Sign with the certificate of the officer's side."""
    signed = sign_paper(request, _readable(request, area, paper_id).pk)
    messages.success(request, _("Surat %(number)s ditandatangani secara elektronik.") % {"number": signed.number})
    return redirect("papers:paper", area=area, paper_id=signed.pk)


@allow("dinkes", "bpjs", approver=True)
@require_POST
def withdraw(request: HttpRequest, area: str, paper_id: int) -> HttpResponse:
    """Withdraw with a reason that the public page shows."""
    found = _readable(request, area, paper_id)
    if KINDS[found.kind].with_its_act:
        raise Refusal(
            found.number,
            why=_("surat ini berlaku selama keputusan yang disebutnya berlaku; menariknya saja tidak mencabut keputusan itu."),
            mend=_("Cabut jaminannya di halaman Jaminan mendesak; suratnya ikut ditarik."),
        )
    withdrawn = withdraw_paper(request, found.pk, reason=request.POST.get("reason", ""))
    messages.success(request, _("Surat %(number)s ditarik.") % {"number": withdrawn.number})
    return redirect("papers:paper", area=area, paper_id=withdrawn.pk)


@allow("dinkes", "bpjs", "dinsos", "dukcapil", "setda", approver=True)
def letterhead(request: HttpRequest, area: str) -> HttpResponse:
    """The letterhead and signatory of the officer's own office."""
    head = letterhead_of(area, request.user.desk)  # type: ignore[union-attr]
    form = LetterheadForm(request.POST or None, instance=head)
    if request.method == "POST" and form.is_valid():
        form.save()
        note(request, "letterhead.change", subject=("letterhead", head.pk), details={"changed": sorted(form.changed_data)})
        messages.success(request, _("Kop surat disimpan; dipakai mulai surat berikutnya."))
        return redirect("papers:listed", area=area)
    return render(request, "papers/letterhead.html", {"form": form, "errors_in_form": form.is_bound})


def _readable(request: HttpRequest, area: str, paper_id: int) -> Paper:
    found = get_object_or_404(Paper, pk=paper_id, area=area)
    if request.user.desk not in KINDS[found.kind].read_by:  # type: ignore[union-attr]
        raise Http404
    return found


def _searched(papers: QuerySet[Paper], form: SearchForm) -> QuerySet[Paper]:
    if not form.is_valid():
        return papers
    text, kind = form.cleaned_data["text"].strip(), form.cleaned_data["kind"]
    if text:
        papers = papers.filter(Q(number__icontains=text) | Q(title__icontains=text) | Q(code=text.upper()))
    return papers.filter(kind=kind) if kind else papers


def _table(papers: QuerySet[Paper]) -> Table:
    return Table(
        "surat",
        _("Surat"),
        (
            Column("number", _("Nomor"), sort="number", url=_url, width=36),
            Column("title", _("Jenis surat"), sort="title", width=50),
            Column("date", _("Tanggal"), "date", sort="date"),
            Column("state", _("Keadaan"), "badge", value=_badge, sort="state"),
            Column("issued_by", _("Diterbitkan oleh"), value="issued_by.full_name"),
            Column("code", _("Kode"), width=18),
            Column("sha256", "SHA-256", on_page=False, width=66),
        ),
        papers.select_related("issued_by"),
        noun=_("surat"),
        empty=_("Belum ada surat"),
        empty_text=_("Surat terbit dari pekerjaannya sendiri: menutup bulan, menagih, merekonsiliasi, mengingatkan."),
    )


def _url(found: Paper) -> str:
    return reverse("papers:paper", args=[found.area, found.pk])


def _badge(found: Paper) -> Badge:
    return Badge(found.get_state_display(), TONES[found.state])
