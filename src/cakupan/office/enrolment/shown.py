"""What the pages of proposals show."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cakupan.answer import words
from cakupan.office.enrolment.adjusting import room_left
from cakupan.office.enrolment.models import Answer, Proposal, ProposalLine
from cakupan.office.enrolment.reasons import reason_words
from cakupan.office.enrolment.states import PROPOSAL
from cakupan.office.pages.parts import Badge, Fact, Figure, Text, Tone
from cakupan.office.pages.tables import Column, Table
from cakupan.office.pages.templatetags.pages import tanggal
from cakupan.office.positions.models import Card
from cakupan.registers.areas import area_name

TONES: dict[str, Tone] = {
    "drafted": "neutral",
    "confirmed": "waiting",
    "approved": "waiting",
    "decreed": "active",
    "sent": "waiting",
    "answered": "done",
    "cancelled": "stopped",
}
ANSWER_TONES: dict[str, Tone] = {"accepted": "done", "rejected": "stopped", "pending": "waiting"}
# What is done with a list besides its moves.
DONE = {"take_in": gettext_lazy("Orang dimasukkan"), "take_out": gettext_lazy("Orang dikeluarkan")}


def badge(proposal: Proposal) -> Badge:
    """Its state in a word."""
    return Badge(PROPOSAL.state(proposal.state).label, TONES[proposal.state])


def with_sums(proposals: QuerySet[Proposal]) -> QuerySet[Any]:
    """Each with the people (``listed``) and the whole rupiah (``cost``) of its list, asked with the list and not one by one."""
    lines = ProposalLine.objects.filter(proposal=OuterRef("pk"), included=True).order_by().values("proposal")
    listed = Subquery(lines.annotate(n=Count("pk")).values("n"))
    cost = Subquery(lines.annotate(n=Sum("rupiah_to_year_end")).values("n"), output_field=BigIntegerField())
    return proposals.annotate(listed=Coalesce(listed, 0), cost=Coalesce(cost, 0))


def answer_badge(line: ProposalLine) -> Badge:
    """What the branch said; until then that it is waited for."""
    if line.answer:
        return Badge(Answer(line.answer).label, ANSWER_TONES.get(line.answer, "warning"))
    return Badge(_("menunggu jawaban cabang") if line.proposal.state == "sent" else "–", "neutral")


def status_badge(line: Any) -> Badge:
    """The status that the newest position of the branch gives; never our own decision."""
    return Badge(_("aktif"), "done") if line.active else Badge(_("belum aktif"), "neutral")


def figures(proposal: Proposal) -> list[Figure]:
    """The list in numbers: people, rupiah to the end of the year, what is left."""
    people, left = proposal.people(), room_left(proposal)
    told = [Figure(_("Di daftar"), _("%s jiwa") % words.whole(people), (str(proposal.get_kind_display()),))]
    label = _("Biaya sampai akhir tahun") if proposal.enrols else _("Bebas sampai akhir tahun")
    per_person = _("%s per jiwa") % words.rupiah(proposal.person_to_year_end) if proposal.enrols else ""
    told.append(Figure(label, words.rupiah(proposal.rupiah()), tuple(filter(None, (per_person,)))))
    if left is not None:
        bound = _("dibatasi kuota") if proposal.bound_by == "quota_full" else _("dibatasi anggaran sampai akhir tahun")
        badge_left = Badge(_("melebihi"), "warning") if left < 0 else Badge(_("muat"), "done")
        told.append(Figure(_("Masih muat"), _("%s jiwa") % words.whole(left), (bound,), badge=badge_left))
    return told


def facts(proposal: Proposal) -> list[Fact]:
    """The proposal in its main lines."""
    told = [
        Fact(_("Perjanjian"), str(proposal.agreement)),
        Fact(_("Disusun dari posisi"), tanggal(proposal.month)),
        Fact(_("Disusun oleh"), proposal.made_by.full_name),
        Fact(_("Dikonfirmasi Dukcapil"), proposal.confirmed_by.full_name if proposal.confirmed_by else "–"),
        Fact(_("Disetujui oleh"), proposal.approved_by.full_name if proposal.approved_by else "–"),
        Fact(_("Surat Keputusan"), proposal.decree.number if proposal.decree else _("belum ada")),
    ]
    if proposal.submitted_date:
        told.append(Fact(_("Sampai di cabang"), tanggal(proposal.submitted_date)))
    if proposal.effective_date:
        told.append(Fact(_("Berlaku paling cepat"), tanggal(proposal.effective_date)))
    return told


def counts(proposal: Proposal) -> list[tuple[Text, str, int]]:
    """Who waits and who is not eligible, by reason."""
    rows = (
        proposal.lines.filter(included=False)
        .values("suggested", "reason")
        .annotate(people=Count("pk"))
        .order_by("suggested", "-people")
    )
    waiting = [
        (
            _("daftar tunggu") if row["suggested"] == "waiting" else _("dikeluarkan"),
            reason_words(row["reason"]),
            row["people"],
        )
        for row in rows
    ]
    return waiting + [(_("tidak memenuhi syarat"), reason_words(code), people) for code, people in proposal.not_eligible.items()]


def answers(proposal: Proposal) -> list[tuple[Text, int]]:
    """The branch's answers in numbers."""
    found = proposal.lines.filter(included=True).values("answer").annotate(people=Count("pk")).order_by("answer")
    return [(Answer(row["answer"]).label if row["answer"] else _("menunggu jawaban cabang"), row["people"]) for row in found]


def history(proposal: Proposal) -> list[tuple[Any, Text]]:
    """What was done, newest first, each with its name."""
    rows = proposal.history.select_related("by").order_by("-id")
    return [(row, DONE.get(row.move) or PROPOSAL.label(row.move)) for row in rows]


def with_status(lines: QuerySet[ProposalLine]) -> QuerySet[Any]:
    """Lines with ``active``: whether the newest word of the branch on a card of the person is active."""
    newer = Card.objects.filter(card_number=OuterRef("card_number"), area=OuterRef("area"), month__gt=OuterRef("month"))
    active = Card.objects.filter(person=OuterRef("person"), status="active").exclude(Exists(newer))
    return lines.select_related("proposal").annotate(active=Exists(active))


def chosen_lines(proposal: Proposal, show: str, answer: str) -> QuerySet[Any]:
    """The lines that the filter asks for."""
    kinds = {
        "waiting": Q(included=False, suggested="waiting"),
        "adjusted": Q(adjusted_by__isnull=False),
        "all": Q(),
    }
    found = proposal.lines.filter(kinds.get(show, Q(included=True)))
    return with_status(found.filter(answer=answer) if answer else found)


def lines_table(proposal: Proposal, rows: QuerySet[Any], *, may_adjust: bool) -> Table:
    """The list by name by address."""

    def url(line: ProposalLine) -> str | None:
        return reverse("people:person", args=[proposal.area, line.person_id]) if line.person_id else None

    columns = [
        Column("name", _("Nama"), url=url, sort="name"),
        Column("nik", _("NIK"), "nik"),
        Column("rank", _("Urutan"), "whole", sort="rank"),
        Column("annex_line", _("No. lampiran"), "whole", sort="annex_line", on_page=proposal.frozen),
        Column("address", _("Alamat"), width=32),
        Column("village", _("Desa/kelurahan"), value=lambda line: area_name(line.village) or line.village, sort="village"),
        Column("decile", _("Desil"), "whole", sort="decile"),
        Column("reason", _("Sebab"), value=lambda line: line.adjusted_why or reason_words(line.reason), width=32),
        Column("rupiah_to_year_end", _("Rp sampai akhir tahun"), "rupiah", total=True),
        Column("answer", _("Jawaban cabang"), "badge", value=answer_badge, on_page=proposal.frozen),
        Column("answer_reason", _("Keterangan cabang"), on_page=proposal.frozen),
        Column("status", _("Status menurut posisi"), "badge", value=status_badge),
    ]
    return Table(
        "usulan",
        _("Daftar usulan menurut nama dan alamat"),
        tuple(columns),
        rows,
        noun=_("orang"),
        order="rank" if proposal.enrols and not proposal.frozen else "annex_line",
        choice=(lambda line: line.pk) if may_adjust else None,
        niks="in_file",
        empty=_("Tidak ada orang dalam pilihan ini."),
    )
