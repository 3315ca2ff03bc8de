"""The annex of the decree as a paper: by name by address, village by village."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cakupan.law.refusal import Refusal
from cakupan.office.clock import today
from cakupan.office.enrolment import branch
from cakupan.office.enrolment.models import Proposal
from cakupan.office.papers.issuing import issue
from cakupan.registers.areas import area_name
from cakupan.report.letters import AnnexLine, Person, in_volumes
from cakupan.report.letters.paper import CitedPaper

DISTRICT = 8  # characters of 16.10.01


def issue_annex(request: HttpRequest, proposal: Proposal) -> int:
    """Issue the annex, and give its number of volumes. Raises :class:`Refusal` before the decree stands."""
    if proposal.decree is None or not proposal.frozen:
        raise Refusal(
            _("Lampiran SK"),
            why=_("Surat Keputusan-nya belum dicatat."),
            mend=_("Catat nomor dan tanggal SK dulu."),
        )
    decree = CitedPaper("Keputusan Kepala Daerah", proposal.decree.number, proposal.decree.decree_date)
    lines = [
        AnnexLine(
            line.annex_line or 0,
            Person(
                name=line.name,
                nik=line.nik,
                address=_address(line.address, line.rt, line.rw),
                village=area_name(line.village) or line.village,
                district=area_name(line.village[:DISTRICT]) or "",
                birth_date=line.birth_date,
                card_number=line.card_number,
                family_card_number=line.family_card_number,
            ),
        )
        for line in branch.annex(proposal)
    ]
    volumes = list(in_volumes(decree=decree, about=proposal.decree.about or str(proposal), lines=lines))
    for letter in volumes:
        issue(request, kind="decree_annex", area=proposal.area, letter=letter, subject=("proposal", proposal.pk), date=today())
    return len(volumes)


def _address(address: str, rt: str, rw: str) -> str:
    parts = [address, f"RT {rt.zfill(3)}" if rt else "", f"RW {rw.zfill(3)}" if rw else ""]
    return " ".join(part for part in parts if part)
