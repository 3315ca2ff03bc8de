"""Pages of the re-survey: plan, take the list, say what was found, upload the minutes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import IO, Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cakupan.law.refusal import Refusal
from cakupan.office.access import allow, number_of
from cakupan.office.accounts.desks import Desk
from cakupan.office.audit.log import note
from cakupan.office.clock import today
from cakupan.office.database.models import Area
from cakupan.office.pages.parts import Badge, Fact, Tone
from cakupan.office.pages.tables import XLSX, Column, Table, table_page
from cakupan.office.papers.keeping import keep, kept
from cakupan.office.verification.desks import RE_SURVEY_READERS as READERS
from cakupan.office.verification.models import ReSurvey
from cakupan.office.verification.re_survey import (
    OUTCOMES,
    keep_results,
    named_villages,
    plan,
    read_results,
    surveys_of,
    write_lists,
)
from cakupan.office.verification.re_survey_forms import DeliberationForm, PlanForm, ResultsForm
from cakupan.office.verification.states import DELIBERATED, ENTERED, PLANNED, RE_SURVEY, SURVEYED, SURVEYORS
from cakupan.office.verification.wording import district_of, village_word

TONES: dict[str, Tone] = {PLANNED: "waiting", SURVEYED: "active", DELIBERATED: "active", ENTERED: "done"}


@allow(*READERS)
@require_GET
def listed(request: HttpRequest, area: str) -> HttpResponseBase:
    """All villages, by stage."""
    rows = surveys_of(request.user, area).order_by("stage", "village")
    table = Table(
        "pendataan-ulang",
        _("Pendataan ulang"),
        (
            Column("stage", _("Tahap"), "whole", sort="stage"),
            Column("village", _("Desa/kelurahan"), value=_place, sort="village", url=_url),
            Column("planned_date", _("Tanggal pendataan"), "date", sort="planned_date"),
            Column("people", _("Orang"), "whole", total=True),
            *(Column(code, _label(code), "whole", total=True) for code in OUTCOMES),
            Column("state", _("Keadaan"), "badge", value=_badge),
        ),
        rows,
        noun=_("desa"),
        empty=_("Belum ada desa yang direncanakan."),
    )
    stages = sorted(set(rows.order_by().values_list("stage", flat=True)))
    user: Any = request.user
    around = {
        "stages": stages,
        "may_plan": user.desk == Desk.DINSOS,
        "no_village": user.desk == Desk.KELURAHAN and not user.places,
    }
    return table_page(request, "verification/re_surveys.html", around, table)


def _label(code: str) -> str:
    return str(ReSurvey._meta.get_field(code).verbose_name)  # type: ignore[union-attr]


def _place(row: ReSurvey) -> str:
    return f"{village_word(row.village)}, {district_of(row.village)}"


def _url(row: ReSurvey) -> str:
    return reverse("verification:re_survey", args=[row.area, row.pk])


def _badge(row: ReSurvey) -> Badge:
    return Badge(RE_SURVEY.state(row.state).label, TONES[row.state])


@allow("dinsos")
def planning(request: HttpRequest, area: str) -> HttpResponse:
    """Plan one village."""
    form = PlanForm(request.POST or None, area=area, named=named_villages(area))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            survey = plan(area=area, user=request.user, **told)
        except Refusal as refusal:
            form.add_error("village", f"{refusal.why} {refusal.mend}")
        except IntegrityError:
            form.add_error("village", _("Desa ini sudah direncanakan pada tahap itu."))
        else:
            return redirect("verification:re_survey", area=area, survey_id=survey.pk)
    wrong = request.method == "POST"
    return render(
        request, "verification/re_survey_plan.html", {"form": form, "errors_in_form": wrong}, status=422 if wrong else 200
    )


@allow(*READERS)
@require_GET
def one(request: HttpRequest, area: str, survey_id: int) -> HttpResponse:
    """One village: how far it is, what was found, what comes next."""
    return _page(request, get_object_or_404(surveys_of(request.user, area), pk=survey_id))


def _page(request: HttpRequest, survey: ReSurvey, form: Any = None) -> HttpResponse:
    user: Any = request.user
    moves = RE_SURVEY.moves_for(user, survey)
    offered: dict[str, Any] = {"survey": ResultsForm(people=survey.people), "deliberate": DeliberationForm(), "enter": None}
    move = moves[0] if moves else None
    history = [(line, RE_SURVEY.label(line.move)) for line in survey.history.select_related("by").order_by("-pk")]
    wrong = form is not None
    context = {
        "survey": survey,
        "place": _place(survey),
        "badge": _badge(survey),
        "facts": _facts(survey),
        "steps": RE_SURVEY.steps(survey),
        "move": move,
        "form": form if wrong else (offered[move.code] if move else None),
        "history": history,
        "errors_in_form": wrong,
    }
    return render(request, "verification/re_survey.html", context, status=422 if wrong else 200)


def _facts(survey: ReSurvey) -> list[Fact]:
    unknown = _("belum diisi")
    counts = [(code, getattr(survey, code)) for code in OUTCOMES]
    facts = [Fact(_("Tahap"), survey.stage), Fact(_("Orang yang didatangi"), survey.people)]
    return facts + [Fact(_label(code), unknown if count is None else count) for code, count in counts]


@allow(*SURVEYORS)
@require_POST
def results(request: HttpRequest, area: str, survey_id: int) -> HttpResponse:
    """What was found: the list filled in, or its counts."""
    survey = get_object_or_404(surveys_of(request.user, area), pk=survey_id)
    form = ResultsForm(request.POST, request.FILES, people=survey.people)
    if not form.is_valid():
        return _page(request, survey, form)
    told, file = dict(form.cleaned_data), form.cleaned_data.pop("file", None)
    counts: dict[str, Any] = {code: told[code] for code in OUTCOMES}
    if file is not None:
        try:
            found = read_results(_aside(file), survey)
        except Refusal as refusal:
            form.add_error("file", f"{refusal.why} {refusal.mend}")
            return _page(request, survey, form)
        counts = keep_results(survey, found)
    return _moved(request, survey, "survey", **counts)


def _aside(file: UploadedFile[Any]) -> Path:
    """Where the upload lies on the disk: every upload of this office does."""
    return Path(file.temporary_file_path())  # type: ignore[attr-defined]


def _moved(request: HttpRequest, survey: ReSurvey, code: str, **columns: Any) -> HttpResponse:
    version = number_of(request.POST.get("version"))
    moved = RE_SURVEY.move(ReSurvey.objects, survey.pk, code, user=request.user, seen_version=version or 0, **columns)
    messages.success(request, str(RE_SURVEY.state(moved.state).explains))
    return redirect("verification:re_survey", area=survey.area, survey_id=survey.pk)


@allow(*SURVEYORS)
@require_POST
def deliberation(request: HttpRequest, area: str, survey_id: int) -> HttpResponse:
    """The meeting's date and its minutes, kept under their hash."""
    survey = get_object_or_404(surveys_of(request.user, area), pk=survey_id)
    form = DeliberationForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, survey, form)
    told = form.cleaned_data
    minutes = told["minutes"]
    around = {"minutes_sha256": keep(minutes.read()), "minutes_name": Path(minutes.name).name[:200]}
    return _moved(request, survey, "deliberate", deliberated_date=told["deliberated_date"], attended=told["attended"], **around)


@allow("dinsos")
@require_POST
def entered(request: HttpRequest, area: str, survey_id: int) -> HttpResponse:
    """Say that the meeting's results are in the poverty register."""
    return _moved(request, get_object_or_404(surveys_of(request.user, area), pk=survey_id), "enter")


@allow(*READERS)
@require_GET
def minutes_file(request: HttpRequest, area: str, survey_id: int) -> HttpResponse:
    """The uploaded minutes, if they still are what was uploaded."""
    survey = get_object_or_404(surveys_of(request.user, area), pk=survey_id)
    pdf = kept(survey.minutes_sha256) if survey.minutes_sha256 else None
    if pdf is None:
        raise Http404
    note(request, "re_survey.minutes", subject=("re_survey", survey.pk))
    name = f"berita-acara-{survey.village}-tahap-{survey.stage}.pdf"
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'})


@allow(*SURVEYORS, "auditor")
@require_GET
def stage_list(request: HttpRequest, area: str, stage: int) -> FileResponse:
    """The lists of a stage (or of one village, ``?desa=``) to print and fill in. Taking them is recorded."""
    rows = surveys_of(request.user, area).filter(stage=stage)
    if request.GET.get("desa"):
        rows = rows.filter(village=request.GET["desa"])
    found = list(rows.order_by("village"))
    if not found:
        raise Http404
    file: IO[bytes] = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the response closes it
    name = Area.objects.get(code=area).name
    villages = write_lists(surveys=found, area_name=name, stage=stage, dated=today(), out=Path(file.name))
    note(request, "re_survey.list", details={"stage": stage, "villages": villages, "people": sum(each.people for each in found)})
    return FileResponse(file, as_attachment=True, filename=f"pendataan-ulang-tahap-{stage}.xlsx", content_type=XLSX)
