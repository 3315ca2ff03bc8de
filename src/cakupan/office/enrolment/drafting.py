"""Making a proposal: long work that ranks families under quota and budget (``rooms().propose``) and keeps every line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.office.agreements.models import Agreement
from cakupan.office.audit.log import note
from cakupan.office.enrolment.models import Kind, Proposal, ProposalLine
from cakupan.office.enrolment.states import PROPOSAL
from cakupan.office.positions.current import current_position
from cakupan.office.positions.models import Person
from cakupan.office.rooms import rooms
from cakupan.office.work.models import Work
from cakupan.office.work.running import Progress, begin, work

LINES_AT_ONCE = 2000


def ask(*, agreement: Agreement, user: Any) -> Work:
    """Put the making of a proposal into the queue. Raises :class:`Refusal` if the agreement or a position is missing."""
    if not agreement.in_force:
        raise Refusal(
            str(agreement), why=_("perjanjian ini belum atau tidak lagi berlaku."), mend=_("Pilih perjanjian yang aktif.")
        )
    position = current_position(agreement.area)
    if position is None:
        raise Refusal(
            _("Usulan peserta"),
            why=_("belum ada data posisi bulan; usulan disusun dari posisi yang terakhir."),
            mend=_("Tutup bulan pertama lebih dahulu."),
        )
    asked = {"agreement": agreement.pk, "month": str(Month.of(position.month))}
    return begin(kind="propose", area=agreement.area, user=user, arguments=asked)


@work("propose", gettext_lazy("Menyusun usulan peserta"))
def propose(progress: Progress) -> dict[str, Any]:
    """Rank and keep. Doing it again after a kill finds what the first try kept."""
    area, told = progress.work.area, progress.arguments
    found = Proposal.objects.filter(work_id=progress.work.pk).first()
    if found is None:
        agreement = Agreement.objects.get(area=area, pk=told["agreement"])
        progress.say(_("mengurutkan keluarga menurut kriteria prioritas"))
        made = rooms().propose(area=area, agreement=agreement.month_number, month=Month.parse(told["month"]))
        progress.say(_("menyimpan daftar usulan"), steps=len(made["rows"]))
        found = keep(agreement, made, user=progress.work.begun_by, work_id=progress.work.pk)
    return {"view": "enrolment:proposal", "arguments": {"pk": found.pk}}


@transaction.atomic
def keep(agreement: Agreement, made: Mapping[str, Any], *, user: Any, work_id: int | None = None) -> Proposal:
    """Keep what ``rooms().propose`` told as a proposal with its lines."""
    found = Proposal.objects.create(
        area=agreement.area,
        state=PROPOSAL.first,
        kind=Kind.ENROL,
        agreement=agreement,
        month=Month.parse(made["month"]).first_date,
        edition=made["edition"],
        effective_date=dt.date.fromisoformat(str(made["effective_date"])),
        room=made["room"],
        bound_by=made["bound_by"],
        person_to_year_end=made["person_to_year_end"],
        not_eligible=made["reasons"].get("not_eligible", {}),
        work_id=work_id,
        made_by=user,
    )
    for start in range(0, len(made["rows"]), LINES_AT_ONCE):
        part = made["rows"][start : start + LINES_AT_ONCE]
        ProposalLine.objects.bulk_create(_lines(found, part, made["person_to_year_end"]))
    note(
        None,
        "proposal.draft",
        subject=("proposal", found.pk),
        area=found.area,
        actor=user,
        details={"proposed": made["people"]["proposed"], "waiting": made["people"]["waiting"]},
    )
    return found


def _lines(proposal: Proposal, rows: Sequence[Mapping[str, Any]], cost: int) -> Iterator[ProposalLine]:
    identities = {f"nik:{row['nik']}" for row in rows if row["nik"]}
    known = dict(Person.objects.filter(area=proposal.area, identity__in=identities).values_list("identity", "pk"))
    for row in rows:
        identity = f"nik:{row['nik']}" if row["nik"] else str(row["person_id"])
        yield ProposalLine(
            area=proposal.area,
            proposal=proposal,
            person_id=known.get(identity),
            identity=identity,
            rank=row["rank"],
            suggested=row["decision"],
            reason=row["reason"],
            included=row["decision"] == "proposed",
            family=row["family_card_number"] or str(row["person_id"]),
            village=row["area_code"] or "",
            decile=row["decile"],
            priority=row["priority"] or "",
            rupiah_to_year_end=row["rupiah_to_year_end"] or cost,
            birth_date=_date(row.get("birth_date")),
            **{name: _text(row.get(name)) for name in ("nik", "name", "family_card_number", "birth_place", "sex", "address")},
            **{name: _text(row.get(name))[-3:] for name in ("rt", "rw")},
        )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _date(value: object) -> dt.date | None:
    return dt.date.fromisoformat(str(value)) if value else None
