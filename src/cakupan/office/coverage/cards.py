"""The four cards of the leader's page: registered, active, arrears of the local governments, what ends next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cakupan.answer.words import date_words, month_words, rupiah, whole
from cakupan.law.calendar import Month
from cakupan.month.coverage import AreaCoverage
from cakupan.office.coverage.ahead import dated_alarms
from cakupan.office.coverage.loaded import Loaded
from cakupan.office.coverage.saying import capital, per_cent_words, said
from cakupan.office.coverage.thresholds import Threshold, next_threshold, threshold_on
from cakupan.office.language import language
from cakupan.office.pages.parts import Badge, Figure
from cakupan.report.page.coverage import pemda_per_person, targets
from cakupan.report.page.tables import illustrative_mark, ratio_words
from cakupan.report.texts import say_code

ENDINGS = ("money_ends", "term_ends", "cover_ends")
ENDINGS_SHOWN = 2


def cards(found: Loaded, area: str, today: dt.date) -> list[Figure]:
    """The cards of a position, of those figures that it has."""
    shown = []
    if found.whole is not None:
        shown = [_registered(found, found.whole, area), _active(found, found.whole, area, today)]
    return [*shown, _arrears(found, area), _ending(found, area, today)]


def _registered(found: Loaded, counts: AreaCoverage, area: str) -> Figure:
    held = threshold_on("registered", found.position.as_of_date)
    return Figure(
        _("Terdaftar"),
        ratio_words(counts.registered, counts.basis_population),
        [*_people(counts, counts.registered), *_targets(found, counts), *_short(found, held, counts)],
        reverse("coverage:places", args=[area]),
        badge=_against(held, counts),
        share=_share(counts.registered, counts),
        threshold=float(held.per_cent / 100) if held else None,
    )


def _active(found: Loaded, counts: AreaCoverage, area: str, today: dt.date) -> Figure:
    held = threshold_on("active", found.position.as_of_date)
    coming = next_threshold("active", after=found.position.as_of_date, known_on=today)
    return Figure(
        _("Aktif"),
        ratio_words(counts.active, counts.basis_population),
        [*_people(counts, counts.active), *_coming(found, coming, counts), *_short(found, held, counts)],
        reverse("coverage:uhc", args=[area]),
        _("Lihat kriteria UHC"),
        badge=_against(held, counts),
        share=_share(counts.active, counts),
        threshold=float(held.per_cent / 100) if held else None,
    )


def _share(people: int, counts: AreaCoverage) -> float | None:
    return float(Fraction(people, counts.basis_population)) if counts.basis_population > 0 else None


def _people(counts: AreaCoverage, people: int) -> Iterator[str]:
    yield _("%(people)s dari %(population)s jiwa") % {"people": whole(people), "population": whole(counts.basis_population)}


def _against(held: Threshold | None, counts: AreaCoverage) -> Badge | None:
    if held is None or counts.basis_population <= 0:
        return None
    told = {"threshold": per_cent_words(held.per_cent)}
    if held.over(counts).met:
        return Badge(_("ambang %(threshold)s tercapai") % told, "done")
    return Badge(_("di bawah ambang %(threshold)s") % told, "warning")


def _short(found: Loaded, held: Threshold | None, counts: AreaCoverage) -> Iterator[str]:
    told_already = held is not None and held.per_cent in {goal.per_cent for goal in targets(found.edition)[:1]}
    if held is not None and not held.over(counts).met and not (told_already and held.measure == "registered"):
        missing = held.over(counts).missing_people
        yield _("Kurang %(people)s jiwa") % {"people": whole(missing)} + cost_words(found, missing)
    if held is not None and not held.sure:
        yield _("Dasar ambang: %(citation)s (belum terverifikasi)") % {"citation": held.citation.citation}


def _coming(found: Loaded, coming: Threshold | None, counts: AreaCoverage) -> Iterator[str]:
    if coming is None or counts.basis_population <= 0:
        return
    told = {"from": _date(coming.from_date), "threshold": per_cent_words(coming.per_cent)}
    missing = coming.over(counts).missing_people
    if missing:
        lacking = _("kurang %(people)s jiwa") % {"people": whole(missing)} + cost_words(found, missing)
        yield _("Mulai %(from)s: %(threshold)s") % told + ", " + lacking
    else:
        yield _("Mulai %(from)s: %(threshold)s") % told + ", " + _("sudah tercapai")


def _targets(found: Loaded, counts: AreaCoverage) -> Iterator[str]:
    for goal in targets(found.edition)[:1]:
        missing = goal.gap(counts).people
        chosen = illustrative_mark(found.edition.region, "targets")
        name = capital(said(goal.name)) + (f" ({said(chosen.words)})" if chosen else "")
        short = (
            _("kurang %(people)s jiwa") % {"people": whole(missing)} + cost_words(found, missing) if missing else _("tercapai")
        )
        yield f"{name}: {short}"


def cost_words(found: Loaded, people: int) -> str:
    """``≈ Rp 258.438.600 per bulan``: what so many more would cost the local government; nothing where the law is not known."""
    each = pemda_per_person(found.edition)
    if each is None or people <= 0:
        return ""
    return " " + _("≈ %(rupiah)s per bulan") % {"rupiah": rupiah(people * each)}


def _arrears(found: Loaded, area: str) -> Figure:
    label, url = _("Tunggakan Pemda"), reverse("coverage:arrears", args=[area])
    months = found.edition.unpaid_months
    if not found.payments_known:
        badge = Badge(_("belum diketahui"), "neutral")
        return Figure(label, "–", [_("Berkas pembayaran (SP2D) belum diserahkan untuk posisi ini.")], badge=badge)
    if not months:
        return Figure(label, rupiah(0), [_("Tidak ada bulan yang lewat jatuh tempo.")], badge=Badge(_("lunas"), "done"))
    late = {month.month_date for month in months}
    notes = [
        ngettext("%(months)s bulan", "%(months)s bulan", len(late)) % {"months": whole(len(late))},
        _("terlama: %(month)s") % {"month": month_words(Month.of(min(late)), language=language())},
    ]
    suspended = found.edition.suspensions
    badge = Badge(_("penjaminan diberhentikan sementara"), "stopped") if suspended else Badge(_("menunggak"), "warning")
    return Figure(label, rupiah(sum(month.unpaid for month in months)), notes, url, badge=badge)


def _ending(found: Loaded, area: str, today: dt.date) -> Figure:
    label, url = _("Yang berakhir berikutnya"), reverse("coverage:alarms", args=[area])
    coming = [alarm for alarm in dated_alarms(found.outlook) if alarm["date"] >= today]
    endings = [alarm for alarm in coming if alarm["kind"] in ENDINGS]
    if not found.outlook:
        return Figure(label, "–", [_("Belum dapat dilihat ke depan: posisi ini tidak memuat PKS.")])
    if not endings:
        return Figure(label, "–", [_("Tidak ada yang berakhir menurut PKS dan anggaran yang diketahui.")], url)
    first, *later = endings
    notes = [_ends(first), *(f"{_date(each['date'])}: {_ends(each)}" for each in later[: ENDINGS_SHOWN - 1])]
    chances = [alarm for alarm in coming if alarm["kind"] not in (*ENDINGS, "unpaid_months")]
    if chances:
        told = {"date": _date(chances[0]["date"]), "what": said(say_code("alarm", chances[0]["kind"]))}
        notes.append(_("Masih dapat dicegah, paling dekat %(date)s: %(what)s") % told)
    return Figure(label, _date(first["date"]), notes, url, _("Lihat semua tanggal"))


def _ends(alarm: dict[str, object]) -> str:
    people = whole(int(str(alarm["people"])))
    what = said(say_code("alarm", str(alarm["kind"])))
    return _("%(what)s, %(people)s jiwa") % {"what": what, "people": people}


def _date(day: dt.date) -> str:
    return date_words(day, language=language())
