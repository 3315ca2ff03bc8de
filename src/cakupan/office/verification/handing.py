"""Handing decisions on who is who to the month's linking: one file, read in like any other register (ADR 14)."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cakupan.law.refusal import Refusal
from cakupan.office.accounts.models import User
from cakupan.office.audit.log import note
from cakupan.office.clock import today
from cakupan.office.rooms import rooms
from cakupan.office.verification.models import HandedDecision, PairDecision, PairHandover
from cakupan.office.verification.pairs import to_hand_over
from cakupan.office.work.running import Progress, work

PROFILE = "identitas"
HEADS = (
    "DAFTAR", "NO_SUMBER", "NIK_TERTULIS", "NIK_PENDUDUK", "KEPUTUSAN", "TGL_KEPUTUSAN", "DIPUTUSKAN_OLEH", "ALASAN",
)  # fmt: skip
REGISTERS = {"poverty": "DTKS", "members": "PESERTA"}
ANSWERS = {"same": "SAMA", "different": "BERBEDA"}
COMPARED = "Kedua data dibandingkan berdampingan"


@work("verification.hand_over", gettext_lazy("Menyerahkan keputusan pemadanan"))
def hand_over(progress: Progress) -> dict[str, Any]:
    """Import what counts and was not handed over. Given again after a kill, the same file is the same snapshot."""
    area, user = progress.work.area, User.objects.get(pk=progress.arguments["user"])
    decisions = list(to_hand_over(area))
    if not decisions:
        raise Refusal(
            _("Menyerahkan keputusan pemadanan"),
            why=_("tidak ada keputusan baru yang berlaku."),
            mend=_("Putuskan pasangan lebih dahulu; keputusan Dinsos berlaku setelah Dukcapil menjawab sama."),
        )
    progress.say(_("menyerahkan %(count)s keputusan") % {"count": len(decisions)})
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"keputusan-pemadanan-{decisions[-1].pk}.csv"
        write(file, decisions)
        found = rooms().import_file(kind="identity_decisions", file=file, profile=PROFILE, area=area, as_of=today())
    with transaction.atomic():
        kept = PairHandover.objects.create(area=area, snapshot=found["hash"], count=len(decisions), handed_by=user)
        HandedDecision.objects.bulk_create([HandedDecision(area=area, decision=each, handover=kept) for each in decisions])
        note(None, "pair.hand_over", subject=("handover", kept.pk), area=area, actor=user, details={"count": len(decisions)})
    return {"view": "verification:pair", "arguments": {}}


def write(file: Path, decisions: Sequence[PairDecision]) -> None:
    """The decisions in the columns of profile ``identitas``."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADS)
        for each in decisions:
            said = ANSWERS[each.decision]
            who, day = each.decided_by.full_name, f"{each.decided_date:%d-%m-%Y}"
            row = (REGISTERS[each.register], each.subject_id, each.subject_nik, each.resident_nik, said, day, who)
            writer.writerow((*row, each.reason or COMPARED))
