"""The steps of a proposal, each within the request's transaction."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from cakupan.law.effective_date import effective_date
from cakupan.law.refusal import Refusal
from cakupan.office.agreements.models import Agreement, Decree
from cakupan.office.enrolment import branch
from cakupan.office.enrolment.adjusting import check_room, same_agreement
from cakupan.office.enrolment.models import Proposal, ProposalLine
from cakupan.office.enrolment.states import PROPOSAL


def move(proposal: Proposal, code: str, *, user: Any, seen_version: int, reason: str = "") -> Proposal:
    """The moves that need nothing but who, and why: confirm, return, approve, cancel."""
    PROPOSAL.check(code, user, proposal, reason=reason)
    if code in ("confirm", "approve"):
        # Of two lists under one quota the second is checked after the first is approved.
        list(Agreement.objects.select_for_update().filter(pk__in=same_agreement(proposal)).order_by("pk"))
        _check_list(proposal, user if code == "approve" else None)
    columns: dict[str, Any] = {"confirmed_by": None} if code == "return" else {}
    moved: Proposal = PROPOSAL.move(
        Proposal.objects, proposal.pk, code, user=user, seen_version=seen_version, reason=reason, **columns
    )
    return moved


def _check_list(proposal: Proposal, checker: Any) -> None:
    """Somebody must be on it, it must fit, and whoever approves has not touched it."""
    if not proposal.people():
        raise Refusal(str(proposal), why=_("daftarnya kosong."), mend=_("Batalkan usulan ini, atau masukkan orang."))
    check_room(proposal)
    own = Q(added_by=checker) | Q(adjusted_by=checker)
    if checker is not None and proposal.lines.filter(own).exists():
        raise Refusal(
            str(proposal),
            why=_("Anda menambah atau menyesuaikan baris di daftar ini; yang mengusulkan tidak boleh menyetujui."),
            mend=_("Minta pejabat penyetuju lain memutuskannya."),
        )


def decree(
    proposal: Proposal, *, number: str, decree_date: dt.date, about: str, signed_by: str, user: Any, seen_version: int
) -> Proposal:
    """Note the decree; from now on the annex stands, its lines numbered village by village."""
    PROPOSAL.check("decree", user, proposal)
    found, _made = Decree.objects.get_or_create(
        area=proposal.area,
        number=number,
        defaults={"decree_date": decree_date, "about": about, "signed_by": signed_by, "entered_by": user},
    )
    if found.decree_date != decree_date:
        raise Refusal(
            number,
            why=_("SK dengan nomor ini sudah tercatat dengan tanggal lain."),
            mend=_("Periksa nomor dan tanggalnya pada naskah SK."),
        )
    # A decree of which another list is an annex already goes on with its numbers; two lists at once wait for each other here.
    Decree.objects.select_for_update().get(pk=found.pk)
    begins = ProposalLine.objects.filter(proposal__decree=found).aggregate(last=Max("annex_line"))["last"] or 0
    lines = list(proposal.lines.filter(included=True).order_by("village", "rank", "id"))
    for place, line in enumerate(lines, start=begins + 1):
        line.annex_line = place
    ProposalLine.objects.bulk_update(lines, ["annex_line"], batch_size=1000)
    moved: Proposal = PROPOSAL.move(Proposal.objects, proposal.pk, "decree", user=user, seen_version=seen_version, decree=found)
    return moved


def send(proposal: Proposal, *, profile: str, submitted_date: dt.date, user: Any, seen_version: int) -> Proposal:
    """Write the batch for the branch, keep it, and let the month see the annex."""
    # Locked before the files are written: of two who send at once only the first hands the annex to the month.
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    PROPOSAL.check_version(proposal, seen_version)
    PROPOSAL.check("send", user, proposal)
    assert proposal.decree is not None, "the database refuses a decreed proposal without its decree"
    if submitted_date < proposal.decree.decree_date:
        raise Refusal(
            str(proposal),
            why=_("tanggal pengiriman ada sebelum tanggal SK-nya."),
            mend=_("Pilih tanggal SK atau sesudahnya."),
        )
    proposal.effective_date = effective_date(submitted_on=submitted_date).effective_date
    sha256, ending = branch.batch(proposal, profile=profile, submitted_date=submitted_date)
    moved: Proposal = PROPOSAL.move(
        Proposal.objects,
        proposal.pk,
        "send",
        user=user,
        seen_version=seen_version,
        submitted_date=submitted_date,
        effective_date=proposal.effective_date,
        batch_profile=profile,
        batch_sha256=sha256,
        batch_ending=ending,
        imported_hash=branch.hand_over(proposal, submitted_date=submitted_date),
    )
    return moved


def answer(proposal: Proposal, file: Path, *, as_of: dt.date, user: Any, seen_version: int) -> Counter[str]:
    """Read what the branch says, row by row; gives the counts."""
    PROPOSAL.check("answer", user, proposal)
    moved = PROPOSAL.move(Proposal.objects, proposal.pk, "answer", user=user, seen_version=seen_version)
    return branch.take_answer(moved, file, as_of=as_of)
