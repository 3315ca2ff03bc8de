"""What the pages of an agreement show: its facts, the chain it stands in, what its terms mean."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cakupan.answer import words
from cakupan.law.calendar import Month
from cakupan.office.agreements import terms as written_terms
from cakupan.office.agreements.models import Agreement
from cakupan.office.agreements.models import Requirement as Row
from cakupan.office.agreements.states import AGREEMENT
from cakupan.office.billing.closing import SUBJECT as CLOSING
from cakupan.office.billing.desks import READERS as BILL_READERS
from cakupan.office.billing.figures import figures, pemda_rows
from cakupan.office.billing.models import ClosingState, MonthClosing
from cakupan.office.clock import today
from cakupan.office.language import language
from cakupan.office.pages.parts import Alarm, Badge, Fact, Requirement, Text, Tone
from cakupan.office.pages.templatetags.pages import bulan
from cakupan.office.papers.issuing import papers_of
from cakupan.office.positions.models import ListEntry, Position
from cakupan.outlook.terms_meaning import Carried, Meaning, Run

TONES: dict[str, Tone] = {
    "draft": "neutral",
    "complete": "waiting",
    "signed": "waiting",
    "active": "active",
    "under_review": "warning",
    "stopped": "stopped",
}
PAYERS = {
    "kabkota": gettext_lazy("kabupaten/kota"),
    "provinsi": gettext_lazy("provinsi"),
    "pusat": gettext_lazy("pemerintah pusat"),
    "pemda": gettext_lazy("Pemda"),
}
BILLS_SHOWN = 12


def badge(agreement: Agreement) -> Badge:
    """Its state in a word."""
    return Badge(AGREEMENT.state(agreement.state).label, TONES.get(agreement.state, "done"))


@dataclass(frozen=True)
class ChainLink:
    """One paper of the chain SK → agreement → list → bill; ``missing`` flags what should stand there and does not."""

    title: Text
    text: Text
    url: str = ""
    missing: bool = False


def chain(agreement: Agreement, desk: str) -> Iterator[ChainLink]:
    """From the decree to the bills: each link knows the one before (mission.md C1)."""
    decree = agreement.decree
    if decree is None:
        yield ChainLink(_("Surat Keputusan"), _("belum ada: daftar tanpa SK tidak dapat ditagih dengan sah"), missing=True)
    else:
        url = reverse("agreements:paper", args=[agreement.area, decree.document_id]) if decree.document_id else ""
        yield ChainLink(
            _("Surat Keputusan"), _("%(number)s, %(date)s") % {"number": decree.number, "date": _day(decree.decree_date)}, url
        )
    text = _("%(number)s, ditandatangani %(date)s") % {
        "number": agreement.number or _("belum bernomor"),
        "date": _day(agreement.signed_date) if agreement.signed_date else _("belum"),
    }
    yield ChainLink(agreement.get_kind_display(), text, missing=not agreement.number)
    yield _annex(agreement)
    bills = list(_bills(agreement, desk))
    yield from bills or [ChainLink(_("Tagihan"), _("belum ada posisi bulan yang menagih perjanjian ini"))]


def _annex(agreement: Agreement) -> ChainLink:
    entries = ListEntry.objects.filter(area=agreement.area, agreement_number=agreement.month_number)
    told = entries.aggregate(all=Count("id"), decrees=Count("decree_number", distinct=True))
    undecreed = entries.filter(decree_number="").count()
    if undecreed:
        text = _("%(lines)s baris, %(undecreed)s di antaranya tanpa nomor SK")
    else:
        text = _("%(lines)s baris dari %(decrees)s SK")
    filled = {"lines": words.whole(told["all"]), "decrees": told["decrees"], "undecreed": words.whole(undecreed)}
    return ChainLink(_("Lampiran (daftar peserta)"), text % filled, missing=bool(undecreed))


def _bills(agreement: Agreement, desk: str) -> Iterator[ChainLink]:
    """Month by month, newest first: the minutes by which both sides closed it, and the bill that follows from it."""
    positions = Position.objects.filter(area=agreement.area, current=True).defer("manifest").order_by("-month")
    for position in positions[:BILLS_SHOWN]:
        rows = pemda_rows([row for row in figures(position, "bill_totals") if row["agreement_number"] == agreement.month_number])
        if rows:
            month = Month.of(position.month)
            yield _minutes(position, month, desk)
            told = {"rupiah": words.rupiah(sum(row["amount"] for row in rows)), "people": words.whole(_people(rows))}
            url = reverse("billing:bill", args=[agreement.area, str(month)]) if desk in BILL_READERS else ""
            yield ChainLink(_("Tagihan %s") % bulan(month), _("%(rupiah)s untuk %(people)s jiwa") % told, url)


def _people(rows: Sequence[Mapping[str, Any]]) -> int:
    """Lines of the annex: each payer and account bills the same ones, but where heads are shared out."""
    by_payer: dict[str, int] = {}
    for row in rows:
        by_payer[row["payer"]] = max(by_payer.get(row["payer"], 0), row["people"])
    return max(by_payer.values())


def _minutes(position: Position, month: Month, desk: str) -> ChainLink:
    closing = MonthClosing.objects.filter(area=position.area, month=position.month, state=ClosingState.CLOSED).first()
    papers = papers_of((CLOSING, closing.pk)) if closing else []
    number = next((paper.number for paper in papers if paper.kind == "monthly_list_minutes"), "")
    text = _("belum ditutup kedua pihak") if closing is None else number or _("ditutup, dibawa dari berkas")
    url = reverse("billing:month", args=[position.area, str(month)]) if desk in BILL_READERS else ""
    return ChainLink(_("Berita Acara %s") % bulan(month), text, url, missing=closing is None)


def _day(date: dt.date) -> str:
    return words.date_words(date, language=language())


def requirements(agreement: Agreement) -> list[Requirement]:
    """The checklist, with who owes what until when."""
    return [_requirement(row) for row in agreement.requirements.all()]


def _requirement(row: Row) -> Requirement:
    done = row.done_date is not None
    said = _("terpenuhi %s") % _day(row.done_date) if row.done_date else _("belum")
    return Requirement(
        row.name,
        Badge(said, "done" if done else "waiting"),
        row.owner,
        None if done else row.due_date,
        overdue=not done and row.due_date is not None and row.due_date < today(),
        note=row.note,
        url="" if done else reverse("agreements:requirement", args=[row.area, row.pk]),
    )


# What is done with an agreement besides its moves.
DONE = {
    "write": gettext_lazy("Ketentuan diubah"),
    "name": gettext_lazy("Nomor dan SK dicatat"),
    "adopt": gettext_lazy("Diambil dari berkas"),
}


def history(agreement: Agreement) -> list[tuple[Any, Text]]:
    """What was done, newest first, each with its name."""
    rows = agreement.history.select_related("by").order_by("-id")
    return [(row, DONE.get(row.move) or AGREEMENT.label(row.move)) for row in rows]


def facts(agreement: Agreement) -> list[Fact]:
    """The agreement in its main lines."""
    told = [
        Fact(_("Nomor"), agreement.number or _("belum diberi nomor oleh Bagian Kerja Sama")),
        Fact(_("Jenis"), agreement.get_kind_display()),
        Fact(_("Masa berlaku"), _period(agreement)),
    ]
    if agreement.amends:
        told.append(Fact(_("Adendum dari"), str(agreement.amends), _url(agreement.amends), _("lihat")))
    if agreement.renews:
        told.append(Fact(_("Perpanjangan dari"), str(agreement.renews), _url(agreement.renews), _("lihat")))
    if agreement.signed_date:
        told += [
            Fact(_("Ditandatangani"), ", ".join(filter(None, (agreement.place, _day(agreement.signed_date))))),
            Fact(_("Penanda tangan"), "; ".join(agreement.signatories) or "–"),
            Fact(_("Saksi"), "; ".join(agreement.witnesses) or "–"),
        ]
    return told


def _period(agreement: Agreement) -> str:
    if agreement.from_date is None or agreement.last_date is None:
        return _("belum diisi")
    return _("%(first)s s.d. %(last)s") % {"first": _day(agreement.from_date), "last": _day(agreement.last_date)}


def _url(agreement: Agreement) -> str:
    return reverse("agreements:agreement", args=[agreement.area, agreement.pk])


@dataclass(frozen=True)
class ShownMeaning:
    """What the terms mean under one reading of the law, as the page says it."""

    reading: str
    meaning: Meaning
    carried: Carried | None
    sooner: Carried | None
    bills: list[ShownRun]
    alarms: list[Alarm]
    term_end: dt.date


@dataclass(frozen=True)
class ShownRun:
    """Months with the same bill: the law's rate in words, what each payer owes on each account, and both accounts together."""

    run: Run
    rate: str
    dues: Sequence[tuple[Text, str, int, int]]
    together: Sequence[tuple[Text, int]]
    total: int


def meaning_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """The context of the part that says what terms mean."""
    found, refusal = written_terms.meanings(document)
    return {"meanings": [_shown(readings, meaning) for readings, meaning in found], "meaning_refused": refusal}


def _shown(readings: tuple[str, ...], meaning: Meaning) -> ShownMeaning:
    return ShownMeaning(
        reading=", ".join(readings),
        meaning=meaning,
        carried=meaning.carried,
        sooner=meaning.sooner,
        bills=[_run(run) for run in meaning.runs],
        alarms=[
            Alarm(
                alarm.date,
                alarm.text if language() == "id" else alarm.text_en,
                alarm.citation,
                "warning" if alarm.kind in ("money_ends", "cover_ends") else "waiting",
                days_left=(alarm.date - today()).days,
            )
            for alarm in meaning.alarms
        ],
        term_end=meaning.agreement.last_date,
    )


def _run(run: Run) -> ShownRun:
    parts = [f"{PAYERS.get(part.payer, part.payer)} {words.rupiah(part.amount)} ({account(part.account)})" for part in run.parts]
    dues = [(PAYERS.get(due.payer, due.payer), account(due.account), due.people, due.amount) for due in run.dues]
    local = [due for due in run.dues if due.payer != "pusat"]
    accounts = Counter(due.payer for due in local)
    together = [
        (PAYERS.get(payer, payer), sum(due.amount for due in local if due.payer == payer))
        for payer, lines in accounts.items()
        if lines > 1
    ]
    return ShownRun(run, " + ".join(parts), dues, together, sum(due.amount for due in local))


def account(code: str) -> str:
    """An account's kind in words."""
    if code == "bantuan_iuran":
        return _("bantuan iuran")
    return _("iuran")
