"""How a consumer reads on the screen: its state, its facility, what was done to it, the labels that its software gets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cakupan.answer.texts import segment_words
from cakupan.office.consumers.seen import area_names
from cakupan.office.guarantees.clocks import moment_words
from cakupan.office.pages.parts import Badge, Fact
from cakupan.office.pages.tables import Column, Table
from cakupan.office.rooms import rooms
from cakupan.record.credentials import CREATE, REVOKE, ROTATE, Change, Consumer

PROFILES: dict[str, str | Promise] = {
    "standard": gettext_lazy("Standar, dengan nama jenis peserta sekarang"),
    "old_labels": gettext_lazy("Label lama, untuk aplikasi yang belum mengenal nama jenis peserta yang baru"),
}
# The same where there is room for a word only.
SHORT: dict[str, str | Promise] = {"standard": gettext_lazy("standar"), "old_labels": gettext_lazy("label lama")}
DONE: dict[str, str | Promise] = {
    CREATE: gettext_lazy("dibuat"),
    ROTATE: gettext_lazy("kunci diganti"),
    REVOKE: gettext_lazy("dicabut"),
}


def profile_words(profile: str) -> str:
    """A profile in words; one that has none by its name."""
    return str(PROFILES.get(profile, profile))


def profile_word(profile: str) -> str:
    """A profile in a word or two."""
    return str(SHORT.get(profile, profile))


def state_badge(consumer: Consumer, area: str) -> Badge:
    """Whether it is answered, and until when old keys still are."""
    if consumer.revoked_at is not None:
        return Badge(_("dicabut"), "stopped")
    until = consumer.old_until(at=timezone.now())
    if until is not None:
        return Badge(_("kunci lama sampai %(until)s") % {"until": moment_words(until, area)}, "waiting")
    return Badge(_("berlaku"), "done")


def facility_words(consumer: Consumer, names: Mapping[str, str]) -> str:
    """The facility's name in the register, and its code."""
    code = consumer.facility_code
    if code is None:
        return _("tidak terikat pada satu faskes")
    return f"{names[code]} ({code})" if code in names else code


def maker(consumer: Consumer) -> str:
    """Who made it."""
    made = next((each for each in consumer.changes if each.move == CREATE), None)
    return who(made) if made else ""


def who(change: Change) -> str:
    """Who did something."""
    return change.by or _("di baris perintah")


def facts(consumer: Consumer, area: str, names: Mapping[str, str]) -> list[Fact]:
    """What stands on its page."""
    told = [
        Fact(_("Nomor (cons-id)"), consumer.id),
        Fact(_("Faskes"), facility_words(consumer, names)),
        Fact(_("Boleh bertanya tentang"), ", ".join(area_names(list(consumer.areas)))),
        Fact(_("Kode dan label"), profile_words(consumer.profile)),
        Fact(_("Dibuat"), moment_words(consumer.created_at, area)),
    ]
    until = consumer.old_until(at=timezone.now())
    if until is not None:
        told.append(Fact(_("Kunci lama masih dijawab sampai"), moment_words(until, area)))
    return told


def story(consumer: Consumer, area: str) -> list[dict[str, Any]]:
    """What was done, the newest first."""
    return [
        {"at": moment_words(each.at, area), "done": DONE[each.move], "who": who(each), "why": each.why}
        for each in reversed(consumer.changes)
    ]


def labels_table(consumer: Consumer) -> Table:
    """What its software is told of each kind of participant (jenisPeserta)."""
    return Table(
        f"label-{consumer.profile.replace('_', '-')}",
        _("Jenis peserta yang dibaca aplikasi ini"),
        (
            Column("segment", _("Segmen"), value=lambda row: segment_words(row["segment"])),
            Column("code", _("Kode")),
            Column("label", _("Label"), width=40),
        ),
        rooms().participant_labels(profile=consumer.profile),
        noun=_("jenis"),
    )
