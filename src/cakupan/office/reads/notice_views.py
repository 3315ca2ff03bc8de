"""Notices: who guesses numbers, which file is not as it was written; taken by somebody, and settled with a word how it ended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Case, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cakupan.office.access import allow
from cakupan.office.audit.purposes import hidden_numbers
from cakupan.office.pages.parts import Badge, Fact, Tone
from cakupan.office.pages.tables import Column, Table, table_page
from cakupan.office.pages.templatetags.pages import waktu
from cakupan.office.reads.consumers import consumers_by_id
from cakupan.office.reads.models import Kind, Notice
from cakupan.office.reads.states import NOTICE, OWNERS, SETTLED
from cakupan.office.reads.words import consumer_names, guesses_words, slowed_words, who

TONES: dict[str, Tone] = {"new": "stopped", "seen": "active", "settled": "done"}


class StepForm(forms.Form):
    """A move of a notice, with its reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Alasan"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, settling: bool, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        if settling:
            reason.label = _("Apa yang ditemukan dan apa yang dilakukan")
            reason.help_text = _("Jangan tulis nama atau NIK.")
        if needs_reason:
            reason.required = True
            reason.error_messages["required"] = _("Tulis apa yang ditemukan; tanpa itu tidak ada yang dapat memeriksanya lagi.")

    def clean_reason(self) -> str:
        """Without the number that somebody may have typed all the same."""
        return hidden_numbers(self.cleaned_data["reason"])


@allow(*OWNERS)
def notices(request: HttpRequest, area: str) -> HttpResponseBase:
    """Every notice, open ones first."""
    table = notice_table(area, Notice.objects.filter(area=area), consumer_names())
    return table_page(request, "reads/notices.html", {}, table)


@allow(*OWNERS)
def notice(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """One notice: who, when, how many, slowed by how much; what to do; what was done."""
    found = get_object_or_404(Notice.objects.select_related("officer", "owner"), pk=pk, area=area)
    user: Any = request.user
    context = {
        "notice": found,
        "badge": state_badge(found),
        "facts": _facts(found),
        "steps": NOTICE.steps(found),
        "moves": NOTICE.moves_for(user, found),
        "history": [(row, NOTICE.label(row.move)) for row in found.history.select_related("by")],
        "late": found.state != SETTLED and found.due_at < timezone.now(),
        "consumer_url": _consumer_url(area, found.consumer),
        "reads_url": _reads_url(area, found) if user.desk == "auditor" else "",
    }
    return render(request, "reads/notice.html", context)


@allow(*OWNERS)
def step(request: HttpRequest, area: str, pk: int, code: str) -> HttpResponse:
    """Take a notice, settle it, or open it again."""
    found = get_object_or_404(Notice, pk=pk, area=area)
    move = next((each for each in NOTICE.moves_from(found.state) if each.code == code), None)
    if move is None:
        raise Http404
    form = StepForm(
        request.POST or None,
        initial={"version": found.version},
        settling=move.to_state == SETTLED,
        needs_reason=move.needs_reason,
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        NOTICE.move(Notice.objects, found.pk, code, user=request.user, seen_version=told["version"], reason=told["reason"])
        return redirect("reads:notice", area=area, pk=found.pk)
    context = {"form": form, "title": move.label, "notice": found, "errors_in_form": bool(form.errors)}
    return render(request, "reads/step.html", context, status=422 if form.errors else 200)


def notice_table(area: str, rows: QuerySet[Notice], names: dict[str, str], **more: Any) -> Table:
    """Notices as a table, for their own page and before the reads."""
    return Table(
        "peringatan",
        _("Peringatan akses"),
        (
            Column("kind", _("Yang terjadi"), value=str, url=lambda n: reverse("reads:notice", args=[area, n.pk]), width=30),
            Column("who", _("Siapa"), value=lambda n: who(n, names), width=40),
            Column("last_at", _("Terakhir"), value=lambda n: waktu(n.last_at)),
            Column("guesses", _("Berapa"), value=guesses_words, width=30),
            Column("slowed", _("Akibatnya"), value=slowed_words, width=36),
            Column("owner", _("Penanggung jawab"), value=lambda n: n.owner.full_name if n.owner else "–"),
            Column("due_at", _("Paling lambat dilihat"), value=lambda n: waktu(n.due_at)),
            Column("state", _("Keadaan"), "badge", value=state_badge),
        ),
        # Open ones first; whoever guesses is at it now, a file that was cut stays cut.
        rows.select_related("officer", "owner").order_by("state", Case(When(kind=Kind.FILE, then=1), default=0), "-last_at"),
        noun=_("peringatan"),
        empty=_("Tidak ada peringatan."),
        **more,
    )


def state_badge(notice: Notice) -> Badge:
    """The state in a word."""
    return Badge(NOTICE.state(notice.state).label, TONES[notice.state])


def _consumer_url(area: str, consumer: str) -> str:
    """The consumer's page, where its keys are changed and revoked; empty for one that this office does not know."""
    return reverse("consumers:consumer", args=[area, consumer]) if consumer in consumers_by_id() else ""


def _reads_url(area: str, notice: Notice) -> str:
    if notice.kind != Kind.CONSUMER:
        return ""
    day = timezone.localtime(notice.first_at).date()
    return f"{reverse('reads:listed', args=[area])}?consumer={notice.consumer}&from_date={day}"


def _facts(notice: Notice) -> list[Fact]:
    facts = [Fact(_("Siapa") if notice.kind != Kind.FILE else _("Berkas"), who(notice))]
    if notice.kind == Kind.FILE:
        facts.append(Fact(_("Yang ditemukan"), guesses_words(notice)))
    else:
        facts.append(Fact(_("Berapa"), guesses_words(notice)))
        facts.append(Fact(_("Akibatnya"), slowed_words(notice)))
    facts += [
        Fact(_("Pertama"), waktu(notice.first_at)),
        Fact(_("Terakhir"), waktu(notice.last_at)),
        Fact(_("Diberitahukan"), _("%(times)s kali") % {"times": notice.times}),
        Fact(_("Penanggung jawab"), notice.owner.full_name if notice.owner else "–"),
    ]
    return facts
