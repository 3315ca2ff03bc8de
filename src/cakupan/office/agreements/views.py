"""The pages of agreements: the list, one agreement, its terms, its steps, requirements, papers and decrees."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cakupan.law.refusal import Refusal
from cakupan.office.access import allow
from cakupan.office.agreements import acts, documents, shown
from cakupan.office.agreements.forms import (
    FORM_OF_MOVE,
    DecreeForm,
    DoneForm,
    DraftForm,
    MoveForm,
    NumberForm,
    PaperForm,
    RequirementForm,
)
from cakupan.office.agreements.models import Agreement, AgreementPaper, Decree, Document, Requirement
from cakupan.office.agreements.states import AGREEMENT
from cakupan.office.agreements.terms_form import TermsForm, initial_of
from cakupan.office.audit.log import note
from cakupan.office.pages.tables import Column, Table, table_page

WRITERS = ("setda", "dinkes")
READERS = (*WRITERS, "bpjs", "provinsi", "pimpinan", "auditor")
OWNERS = ("setda", "dinkes", "bpjs", "dukcapil", "dinsos")


def _found(area: str, pk: int) -> Agreement:
    return get_object_or_404(Agreement.objects.select_related("decree", "amends", "renews"), area=area, pk=pk)


def _page(agreement: Agreement) -> str:
    return reverse("agreements:agreement", args=[agreement.area, agreement.pk])


@allow(*READERS)
def agreements(request: HttpRequest, area: str) -> HttpResponseBase:
    """Every agreement of the area, newest first; what lacks a decree is flagged."""
    rows = Agreement.objects.filter(area=area).select_related("decree", "amends")
    table = Table(
        "perjanjian",
        _("Perjanjian"),
        (
            Column("number", _("Nomor"), value=lambda a: a.number or _("(belum bernomor)"), url=_page, sort="number"),
            Column("title", _("Judul"), sort="title", width=48),
            Column("from_date", _("Mulai"), "date", sort="from_date"),
            Column("last_date", _("Sampai dengan"), "date", sort="to_date"),
            Column("quota", _("Kuota"), "whole", value=lambda a: a.terms.get("quota")),
            Column("decree", _("SK"), value=lambda a: a.decree.number if a.decree else _("tanpa SK")),
            Column("state", _("Keadaan"), "badge", value=shown.badge, sort="state"),
        ),
        rows,
        noun=_("perjanjian"),
        order="-from_date",
        empty=_("Belum ada perjanjian."),
    )
    user: Any = request.user
    return table_page(request, "agreements/agreements.html", {"may_write": user.desk in WRITERS}, table)


@allow(*READERS)
def agreement(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """One agreement: where it stands, the chain, what is still needed, its terms and what they mean, papers, history."""
    found = _found(area, pk)
    user: Any = request.user
    context = {
        "agreement": found,
        "state": AGREEMENT.state(found.state),
        "badge": shown.badge(found),
        "steps": AGREEMENT.steps(found),
        "moves": AGREEMENT.moves_for(user, found) if found.state not in ("amended", "renewed") else [],
        "chain": list(shown.chain(found, user.desk)),
        "facts": shown.facts(found),
        "requirements": shown.requirements(found),
        "lacks": acts.lacks(found) if found.state in ("draft", "complete") else [],
        "papers": found.papers.select_related("document", "document__uploaded_by"),
        "history": shown.history(found),
        "may_write": user.desk in WRITERS,
        "may_number": user.desk in WRITERS and found.state in ("draft", "complete"),
        **shown.meaning_of(found.document()),
    }
    context["moves"] = [move for move in context["moves"] if move.code not in ("amend", "renew")]
    return render(request, "agreements/agreement.html", context)


@allow(*WRITERS)
def begin(request: HttpRequest, area: str) -> HttpResponse:
    """Begin an agreement, an addendum or a renewal."""
    form = DraftForm(request.POST or None, area=area)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        follows = {told["way"]: told["follows"]} if told["follows"] else {}
        begun = acts.draft(area=area, user=request.user, title=told["title"], kind=told["kind"], **follows)
        # The health office goes on with its terms; the cooperation bureau gives it its number.
        user: Any = request.user
        return redirect("agreements:terms" if user.desk == "dinkes" else "agreements:agreement", area=area, pk=begun.pk)
    return render(request, "agreements/form.html", {"form": form, "title": _("Perjanjian baru"), "submit": _("Buat rancangan")})


@allow("dinkes")
def terms(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Enter the terms; beside them what they mean."""
    found = _found(area, pk)
    initial = {**initial_of(found.terms), "version": found.version}
    form = TermsForm(request.POST or None, initial=initial, kept=found.terms)
    refusal = None
    if request.method == "POST" and "reckon" not in request.POST and form.is_valid():
        try:
            acts.write_terms(found, form.terms(), user=request.user, seen_version=form.cleaned_data["version"] or 0)
        except Refusal as said:
            refusal = said
        else:
            messages.success(request, _("Ketentuan tersimpan."))
            return redirect(_page(found))
    document = {**found.document(), **form.parts()} if form.is_bound else found.document()
    context = {"agreement": found, "form": form, "refusal": refusal, **shown.meaning_of(document)}
    return render(request, "agreements/terms.html", context, status=409 if refusal else 200)


@allow("dinkes")
@require_POST
def meaning(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """What the terms mean while they are typed: the part beside the form. Nothing is kept."""
    found = _found(area, pk)
    form = TermsForm(request.POST, kept=found.terms)
    kept = {key: value for key, value in found.document().items() if key in ("number", "title", "area", "readings_of_who_pays")}
    return render(request, "agreements/meaning.html", shown.meaning_of({**kept, **form.parts()}))


@allow(*WRITERS)
def number(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Give the number, and name the decree."""
    found = _found(area, pk)
    initial = {"number": found.number, "decree": found.decree_id, "version": found.version}
    form = NumberForm(request.POST or None, initial=initial, area=area)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        acts.name(found, number=told["number"], decree=told["decree"], user=request.user, seen_version=told["version"])
        return redirect(_page(found))
    context = {"form": form, "title": _("Nomor dan SK"), "submit": _("Simpan"), "agreement": found}
    return render(request, "agreements/form.html", context)


@allow("setda", "dinkes", "bpjs")
def step(request: HttpRequest, area: str, pk: int, code: str) -> HttpResponse:
    """One move: what it asks for, then the doing."""
    found = _found(area, pk)
    reason = request.POST.get("reason", "") or _("(diisi di langkah ini)")
    move = AGREEMENT.check(code, request.user, found, reason=reason)
    form = FORM_OF_MOVE.get(code, MoveForm)(
        request.POST or None, initial={"version": found.version}, needs_reason=move.needs_reason
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        acts.move(found, code, user=request.user, seen_version=told["version"], reason=told["reason"], **form.columns())
        messages.success(request, _("%(move)s: selesai.") % {"move": move.label})
        return redirect(_page(found))
    context = {
        "form": form,
        "title": move.label,
        "submit": move.label,
        "agreement": found,
        "says": AGREEMENT.state(move.to_state),
    }
    return render(request, "agreements/form.html", context)


@allow(*WRITERS)
def add_requirement(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """One more thing that must be there before signing."""
    found = _found(area, pk)
    form = RequirementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        acts.require(found, form.save(commit=False), user=request.user)
        return redirect(_page(found))
    return render(
        request,
        "agreements/form.html",
        {"form": form, "title": _("Tambah syarat"), "submit": _("Tambahkan"), "agreement": found},
    )


@allow(*OWNERS)
def requirement(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Say that a requirement is there, with its proof."""
    row = get_object_or_404(Requirement.objects.select_related("agreement"), area=area, pk=pk)
    form = DoneForm(request.POST or None, request.FILES or None)
    user: Any = request.user
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        kept = documents.keep(file, area=area, kind="minutes", name=row.name, user=user) if file else None
        acts.fulfil(row, user=user, note_text=form.cleaned_data["note"], document=kept)
        messages.success(request, _("“%(name)s” dinyatakan terpenuhi.") % {"name": row.name})
        return redirect(_page(row.agreement) if user.desk in READERS else reverse("desk:queue", args=[area]))
    context = {"form": form, "title": row.name, "submit": _("Nyatakan terpenuhi"), "requirement": row}
    return render(request, "agreements/form.html", context)


@allow(*WRITERS, "bpjs")
def upload(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Put a paper into the agreement's file."""
    found = _found(area, pk)
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        kept = documents.keep(told.pop("file"), area=area, user=request.user, **told)
        AgreementPaper.objects.create(area=area, agreement=found, document=kept)
        return redirect(_page(found))
    context = {"form": form, "title": _("Unggah dokumen"), "submit": _("Unggah"), "agreement": found}
    return render(request, "agreements/form.html", context)


@allow(*READERS)
def paper(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """A paper as it was uploaded; who takes it is noted."""
    found = get_object_or_404(Document, area=area, pk=pk)
    answer = HttpResponse(documents.content(found, user=request.user), content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{found.sha256[:8]}-{_ascii(found.file_name)}"'
    return answer


def _ascii(name: str) -> str:
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in ".-_") else "-" for letter in name)


@allow(*WRITERS)
def decree(request: HttpRequest, area: str) -> HttpResponse:
    """Enter a decree."""
    form = DecreeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        told = form.save(commit=False)
        if Decree.objects.filter(area=area, number=told.number).exists():
            form.add_error("number", _("SK dengan nomor ini sudah tercatat."))
        else:
            user: Any = request.user
            told.area, told.entered_by = area, user
            file = form.cleaned_data["file"]
            if file:
                told.document = documents.keep(
                    file, area=area, kind="sk", name=told.about or told.number, user=user, number=told.number
                )
            told.save()
            note(request, "decree.enter", subject=("decree", told.pk))
            return redirect("agreements:agreements", area=area)
    return render(request, "agreements/form.html", {"form": form, "title": _("Surat Keputusan baru"), "submit": _("Simpan")})
