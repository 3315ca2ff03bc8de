"""The lists, one case, and acting on many: choose, see count and sum and a sample, say why, done or nothing done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_POST

from cakupan.answer.words import masked_nik, rupiah
from cakupan.law.refusal import Refusal
from cakupan.office.access import allow
from cakupan.office.accounts.deciding import may_decide
from cakupan.office.accounts.desks import Desk
from cakupan.office.accounts.places import in_places, works_in
from cakupan.office.audit.log import note
from cakupan.office.clock import today
from cakupan.office.pages.parts import Confirmation
from cakupan.office.pages.tables import Table, table_page
from cakupan.office.positions.current import current_position
from cakupan.office.positions.models import Mismatch, Person
from cakupan.office.verification.acting import MOVES, Selection, act, needs_reason, offered, seen
from cakupan.office.verification.assigning import officer_names, with_officers
from cakupan.office.verification.desks import ACTORS, LIST_READERS, READERS
from cakupan.office.verification.forms import FilterForm
from cakupan.office.verification.gate import GATE, PROPOSALS
from cakupan.office.verification.models import ApprovalRule, MismatchAssignment, MismatchCase
from cakupan.office.verification.shown import moving_table, open_table, settled_table, state_badge, sums_words, tabs_of
from cakupan.office.verification.states import CASE, OPEN, PROPOSERS
from cakupan.office.verification.wording import district_of, kind_word, village_word
from cakupan.office.verification.worklist import (
    assignees,
    filtered,
    mismatches,
    moving_ones,
    open_ones,
    rule_of,
    settled,
    sums,
)

SAMPLE = 5


@allow(*READERS)
@require_GET
def queue(request: HttpRequest, area: str) -> HttpResponseBase:
    """Data that does not match and that nobody has in hand."""
    user: Any = request.user
    form = FilterForm(request.GET or None, area=area, officer=user)
    rows = filtered(open_ones(mismatches(user, area)), form.told())
    acts = list(offered(user, area, proposals=True))
    officers = officer_names(area) if user.desk in PROPOSERS else None
    shown = rows if officers is None else with_officers(rows)
    table = open_table(request, area, shown, choosing=bool(acts), officers=officers)
    return _list(request, area, "queue", form, rows, table, acts)


@allow(*READERS)
@require_GET
def proposals(request: HttpRequest, area: str) -> HttpResponseBase:
    """What was proposed or asked, and waits for somebody's word."""
    user: Any = request.user
    form = FilterForm(request.GET or None, area=area, with_state=True)
    rows = filtered(moving_ones(mismatches(user, area)), form.told())
    acts = list(offered(user, area, proposals=False))
    table = moving_table(request, area, rows, choosing=bool(acts))
    return _list(request, area, "proposals", form, rows, table, acts)


@allow(*READERS)
@require_GET
def over(request: HttpRequest, area: str) -> HttpResponseBase:
    """What is decided, or gone from the newest position."""
    form = FilterForm(request.GET or None, area=area)
    rows = filtered(settled(request.user, area), form.told())
    return _list(request, area, "settled", form, rows, settled_table(request, area, rows), [])


def _list(
    request: HttpRequest, area: str, tab: str, form: FilterForm, rows: Any, table: Table, acts: list[tuple[str, str]]
) -> HttpResponseBase:
    """One of the lists with its tabs, sums and what can be done; or the workbook asked for."""
    user: Any = request.user
    action = "mismatch.export" if table.asked_for_file(request.GET) else "mismatch.list"
    found = sums(rows)
    note(request, action, details={"tab": tab, "rows": found.rows})
    return table_page(
        request,
        "verification/list.html",
        {
            "tabs": tabs_of(request, area, tab),
            "tab": tab,
            "form": form,
            "sums": found,
            "words": sums_words(found),
            "acts": acts,
            "filter": request.GET.urlencode(),
            "may_set_rule": user.desk == "dinkes" and may_decide(user, today(), area=area),
            "may_take_lists": user.desk in LIST_READERS,
            "no_village": user.desk == Desk.KELURAHAN and not user.places,
            "no_position": current_position(area) is None,
            "assignees": assignees(area) if tab == "queue" and user.desk in PROPOSERS else [],
        },
        replace(table, counted=found.rows),
    )


@allow(*READERS)
@require_GET
def case(request: HttpRequest, area: str, key: str) -> HttpResponse:
    """One mismatch: evidence, money, what was decided so far and by whom, and what this officer can do."""
    user: Any = request.user
    row = mismatches(user, area).filter(key=key).first()
    found = MismatchCase.objects.filter(area=area, key=key).select_related("proposed_by", "confirmed_by", "decided_by").first()
    told: Any = row or found
    if told is None or not works_in(user, told.village):
        raise Http404
    note(request, "mismatch.read", subject=("mismatch", key))
    standing = row.standing if row else None
    return render(
        request,
        "verification/case.html",
        {
            "row": told,
            "case": found,
            "gone": row is None,
            "kind": kind_word(told.code),
            "place": f"{village_word(told.village)}, {district_of(told.village)}",
            "badge": state_badge(standing) if standing else None,
            "gate": GATE.get(told.code, ""),
            "proposal": PROPOSALS[found.proposal] if found else None,
            "history": _history(found),
            "acts": list(_possible(request, area, row)) if row else [],
            "assignees": assignees(area) if standing == OPEN and user.desk in PROPOSERS else [],
            "assigned": officer_names(area).get(_officer(area, key), "") if user.desk in PROPOSERS else "",
            "person_seen": in_places(Person.objects.filter(area=area, pk=told.person_id), user).exists(),
            "sees_nik": user.sees_nik,
            "tab": "queue" if standing == "open" else "proposals",
        },
    )


def _officer(area: str, key: str) -> int:
    """Whose work a mismatch is meant to be; 0: nobody's."""
    found = MismatchAssignment.objects.filter(area=area, key=key).values_list("officer", flat=True).first()
    return found or 0


def _history(found: MismatchCase | None) -> list[tuple[Any, str]]:
    if found is None:
        return []
    labels = {move.code: str(move.label) for move in CASE.moves}
    lines = found.history.select_related("by").order_by("-pk")
    return [(line, _step_words(line, labels)) for line in lines]


def _step_words(line: Any, labels: Mapping[str, str]) -> str:
    told = line.details.get("proposal")
    return str(PROPOSALS[told].label) if told and line.move.startswith(("propose", "ask")) else labels[line.move]


def _possible(request: HttpRequest, area: str, row: Mismatch) -> Any:
    """What this officer can do with this one now."""
    user: Any = request.user
    for proposing in (True, False):
        for code, label in offered(user, area, proposals=proposing):
            if Selection(code, [row.key], False, {}).rows(user, area).exists():
                yield code, label


@allow(*ACTORS)
@require_POST
def acting(request: HttpRequest, area: str) -> HttpResponse:
    """First the page that asks; with ``confirmed`` the act itself."""
    selection = _selection(request, area)
    reason = request.POST.get("reason", "").strip()
    if "confirmed" not in request.POST:
        return _ask(request, area, selection)
    if needs_reason(selection.act) and not reason:
        error = _("Tulis alasannya; pemeriksa membacanya.")
        return _ask(request, area, selection, reason_error=error)
    done = act(request, area, selection, reason=reason, was_seen=request.POST.get("seen", ""))
    told = ngettext("%(count)s data: %(act)s.", "%(count)s data: %(act)s.", done.count)
    messages.success(request, told % {"count": done.count, "act": _label(selection.act)})
    if done.on_no_list:
        left = _(
            "%(count)s di antaranya tidak masuk daftar penonaktifan: tidak ada pada daftar yang berlaku,"
            " atau perjanjiannya belum tercatat."
        )
        messages.warning(request, left % {"count": done.on_no_list})
    return redirect(_back(area, selection, request.POST.get("filter", "")))


def _selection(request: HttpRequest, area: str) -> Selection:
    code = request.POST.get("act", "")
    if code not in PROPOSALS and code not in MOVES:
        raise Http404
    told, moves = QueryDict(request.POST.get("filter", "")) or None, code not in PROPOSALS
    form = FilterForm(told, area=area, with_state=moves, officer=None if moves else request.user)
    return Selection(code, request.POST.getlist("chosen"), request.POST.get("all") == "1", form.told())


def _label(code: str) -> str:
    if code in PROPOSALS:
        return str(PROPOSALS[code].label)
    return CASE.label(code)


def _back(area: str, selection: Selection, query: str) -> str:
    url = reverse("verification:queue" if selection.proposes else "verification:proposals", args=[area])
    return f"{url}?{query}" if query else url


def _ask(request: HttpRequest, area: str, selection: Selection, *, reason_error: str = "") -> HttpResponse:
    """Count, sum, a sample of five, and the reason. What can no longer be done is told by count."""
    rows = selection.rows(request.user, area)
    found = sums(rows)
    if not found.rows:
        raise _nothing(selection)
    sample = rows.order_by("-weight", "key")[:SAMPLE]
    hidden = [
        ("act", selection.act),
        ("filter", request.POST.get("filter", "")),
        ("seen", _seen_before(request) or seen(rows).mark),
    ]
    hidden += [("all", "1")] if selection.everything else [("chosen", key) for key in selection.keys]
    confirmation = Confirmation(
        title=_label(selection.act),
        count=found.rows,
        noun=_("data"),
        confirm=_label(selection.act),
        cancel_url=_back(area, selection, request.POST.get("filter", "")),
        sum=found.per_month,
        sum_label=_("Rupiah per bulan"),
        heads=(_("Jenis"), _("Nama"), _("NIK"), _("Kecamatan"), pgettext("mismatch", "Bukti"), _("Rp/bln")),
        sample=[_sampled(row) for row in sample],
        proposed_by=_proposers(rows) if not selection.proposes else "",
        consequence=_consequence(selection),
        reason_required=needs_reason(selection.act),
        reason=request.POST.get("reason", ""),
        reason_error=reason_error,
        hidden=hidden,
    )
    gone = 0 if selection.everything else len(set(selection.keys)) - found.rows
    context = {
        "confirmation": confirmation,
        "withdraws": selection.act == "withdraw",
        "gone": gone,
        "chosen": len(set(selection.keys)),
        "unknown": found.unknown,
    }
    return render(
        request,
        "verification/confirm.html",
        {**context, "errors_in_form": bool(reason_error)},
        status=422 if reason_error else 200,
    )


def _seen_before(request: HttpRequest) -> str:
    """What the officer saw when first asked: an error in the reason must not make newer rows count as seen."""
    return request.POST.get("seen", "")


def _nothing(selection: Selection) -> Refusal:
    if not selection.everything and not selection.keys:
        return Refusal(
            _label(selection.act), why=_("belum ada baris yang dipilih."), mend=_("Pilih baris di daftar, lalu ulangi.")
        )
    if selection.act == "withdraw":
        return Refusal(
            _label(selection.act),
            why=_("tidak ada di antara yang dipilih usulan Anda yang belum dibenarkan atau diputuskan."),
            mend=_("Hanya yang mengusulkan yang dapat menarik. Minta pengusulnya, atau pejabat penyetuju menolaknya."),
        )
    return Refusal(
        _label(selection.act),
        why=_("tidak ada di antara yang dipilih yang dapat Anda tindak lanjuti begini sekarang."),
        mend=_("Mungkin petugas lain sudah menindaklanjutinya, atau usulan itu usulan Anda sendiri. Muat ulang daftarnya."),
    )


def _sampled(row: Mismatch) -> tuple[str, ...]:
    amount = "–" if row.rupiah_per_month is None else rupiah(row.rupiah_per_month)
    return kind_word(row.code), row.name, masked_nik(row.nik), district_of(row.village), row.evidence, amount


def _proposers(rows: Any) -> str:
    names = rows.order_by().values_list("proposer_name", flat=True).distinct()[: SAMPLE + 1]
    told = sorted(names)
    return ", ".join(told[:SAMPLE]) + (", …" if len(told) > SAMPLE else "")


def _consequence(selection: Selection) -> str:
    if selection.proposes:
        return str(PROPOSALS[selection.act].says)
    return {
        "confirm": _("Usulan diteruskan kepada pejabat penyetuju."),
        "deny": _("Usulan kembali ke pengusul dengan alasan Anda."),
        "answer": _("Jawaban Anda kembali ke pengusul."),
        "approve": _("Keputusan berlaku mulai posisi berikutnya; bulan yang sudah dikunci tidak berubah."),
        "reject": _("Data kembali ke daftar terbuka dengan alasan Anda."),
        "withdraw": _("Data kembali ke daftar terbuka; riwayatnya mencatat bahwa Anda menariknya, dan mengapa."),
    }[selection.act]


@allow("dinkes", approver=True)
def approval_rule(request: HttpRequest, area: str) -> HttpResponse:
    """The region's setting: who decides on proposals."""
    user: Any = request.user
    if request.method == "POST":
        told = request.POST.get("decided_at_desk", "")
        if told not in ApprovalRule.By.values:
            raise Http404
        ApprovalRule.objects.update_or_create(area=area, defaults={"decided_at_desk": told, "changed_by": user})
        note(request, "verification.rule", details={"decided_at_desk": told})
        messages.success(request, _("Aturan persetujuan disimpan; berlaku untuk usulan yang belum diputuskan."))
        return redirect("verification:proposals", area=area)
    return render(request, "verification/rule.html", {"choices": ApprovalRule.By.choices, "now": rule_of(area)})
