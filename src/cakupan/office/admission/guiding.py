"""What the clerk's guide says of this region: the words of an answer, who recommends and decides, whom to call."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cakupan.answer.reasons import action
from cakupan.answer.texts import sentence
from cakupan.law.consultation import Consultation
from cakupan.office.guarantees.models import DutyContact, Role, division_of
from cakupan.office.language import language
from cakupan.office.pages.parts import Badge
from cakupan.office.people.standing import TONES


@dataclass(frozen=True)
class Word:
    """One of the words in which an answer is given: what it means, and what the clerk does."""

    badge: Badge
    means: str
    do: str


def guide_of(area: str, *, on: dt.date) -> dict[str, Any]:
    """What the guide of an area holds on a day. ``contacts``: by office, those on duty, none where nobody wrote any."""
    emergency, division = action("treat_emergency"), division_of(area)
    return {
        "emergency": emergency.text if language() == "id" else emergency.text_en,
        "emergency_rule": emergency.rule,
        "words": words(),
        "recommends": division.get_recommends_display(),
        "decides": division.get_decides_display(),
        "newborn_days": _newborn_days(on),
        "contacts": [(label, list(DutyContact.objects.filter(area=area, role=role))) for role, label in Role.choices],
    }


def words() -> list[Word]:
    """The three words, and what an active member is told where the facility that asks has no contract."""
    said = {
        "active": (_("BPJS mencatat kartunya aktif."), _("Cocokkan identitas, lalu buat SEP di VClaim.")),
        "inactive": (
            _("BPJS mencatat kartunya nonaktif, atau orang ini tidak terdaftar. Sebabnya tertulis di bawah “Mengapa”."),
            _("Kerjakan “Sekarang” dari atas ke bawah. Perlu dilayani dan belum ada penjamin: ajukan jaminan (F2)."),
        ),
        "unknown": (
            _("Datanya belum cukup: nomor tidak dikenal, identitas diteliti, atau cabang belum menjawab."),
            _("Pastikan di VClaim. Jangan dianggap nonaktif, jangan ditolak."),
        ),
    }
    found = [Word(Badge(sentence("statuses", code, language=language()), TONES[code]), *said[code]) for code in said]
    not_here = Word(
        Badge(_("AKTIF, TETAPI TIDAK DI SINI"), "warning"),
        _("Kartunya aktif, tetapi faskes ini tidak bekerja sama dengan BPJS."),
        _("Gawat darurat: layani. Selain itu: rujuk ke faskes yang bekerja sama."),
    )
    return [*found, not_here]


def _newborn_days(on: dt.date) -> int | None:
    """Within how many days a newborn is registered; None before the law said so."""
    law = Consultation(on=on)
    return int(law.value("newborn.register_days")) if law.defined("newborn.register_days") else None
