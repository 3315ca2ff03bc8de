"""Mismatched data and membership statuses on the page."""

from __future__ import annotations

from cakupan.report.edition import BpkKind, Edition, MismatchKind, StatusCount
from cakupan.report.page.blocks import Bars, Prose, Section, section
from cakupan.report.page.tables import Bar, Cell, Table, count, heads, money, side_by_side, text
from cakupan.report.texts import Words, say, say_code

BPK_KINDS = ("nik_not_found_or_invalid", "moved", "duplicate_nik", "data_differ")


def mismatch_section(edition: Edition) -> Section | None:
    """Mismatched data by kind and by BPK's kinds."""
    lead, table = Prose(say("mismatch.lead")), mismatch_table(edition)
    if not table.rows:
        return section("mismatch", lead, Prose(say("mismatch.empty"), "quiet"))
    found = mismatch_bars(edition)
    chart = Bars(say("mismatch.chart"), found) if found else None
    return section("mismatch", lead, chart, table, Prose(say("mismatch.overlap"), "quiet"), bpk_table(edition))


def status_section(edition: Edition) -> Section | None:
    """Membership statuses by reason."""
    tables = status_tables(edition)
    note = Prose(say("status.note" if tables else "status.empty"), "quiet")
    return section("status", Prose(say("status.lead")), *tables, note)


def mismatch_table(edition: Edition) -> Table:
    """One row per kind, largest sum first; what the kinds take out of the bill sums to the difference of the verified bill."""
    columns = ("kind", "entries", "lines", "rupiah_month", "rupiah_date", "excluded", "action")
    rows = tuple(_kind_row(kind) for kind in _largest_first(edition.mismatches))
    return Table(say("mismatch.caption"), heads(*columns), rows, (_excluded_row(edition),) if rows else ())


def _kind_row(kind: MismatchKind) -> tuple[Cell, ...]:
    return (
        text(say_code("mismatch_kind", kind.code)),
        count(kind.entries),
        count(kind.lines),
        *_rupiah_cells(kind),
        text(_action(kind)),
    )


def _action(kind: MismatchKind) -> Words:
    """The action as the edition states it, with its English words where they are those of the same action."""
    known = say_code("action", kind.code)
    return known if known.id == kind.action else Words(kind.action, kind.action)


def _rupiah_cells(kind: MismatchKind) -> tuple[Cell, ...]:
    """Rupiah hang on lines of the annex only: where there are none, a dash says so better than Rp 0 would."""
    if kind.lines == 0:
        return (Cell(Words("–", "–"), form="number"),) * 3
    unknown = Cell(say("mismatch.not_known"), form="number")
    to_date = unknown if kind.rupiah_to_date is None else money(kind.rupiah_to_date)
    return (money(kind.rupiah_per_month), to_date, money(kind.excluded_rupiah))


def _excluded_row(edition: Edition) -> tuple[Cell, ...]:
    total = sum(kind.excluded_rupiah for kind in edition.mismatches)
    empty = text(Words("", ""))
    return (text(say("mismatch.excluded_sum"), strong=True), empty, empty, empty, empty, money(total, strong=True), empty)


def bpk_table(edition: Edition) -> Table:
    """The annex lines in BPK's four kinds, each kind shown even where nothing falls under it, and what lies outside them."""
    found = {kind.bpk_kind: kind for kind in edition.bpk_kinds}
    kinds = [found.get(name, BpkKind(name, 0, 0)) for name in (*BPK_KINDS, "")]
    rows = tuple(
        (text(say_code("bpk_kind", kind.bpk_kind or "none")), count(kind.lines), money(kind.rupiah_per_month)) for kind in kinds
    )
    return Table(say("mismatch.bpk_caption"), heads("kind", "lines", "rupiah_month"), rows)


def mismatch_bars(edition: Edition) -> tuple[Bar, ...]:
    """Rupiah per month by kind, for the chart beside the table."""
    kinds = _largest_first(edition.mismatches)
    return side_by_side((say_code("mismatch_kind", kind.code), kind.rupiah_per_month) for kind in kinds)


def _largest_first(kinds: tuple[MismatchKind, ...]) -> list[MismatchKind]:
    return sorted(kinds, key=lambda kind: (-kind.rupiah_per_month, -kind.entries, kind.code))


def status_tables(edition: Edition) -> tuple[Table, ...]:
    """What the branch says of the people on the list, and of all other cards of the area, by reason, segment and status."""
    listed = [status for status in edition.statuses if status.reason.startswith("on_list")]
    others = [status for status in edition.statuses if not status.reason.startswith("on_list")]
    found = ((say("status.listed"), listed), (say("status.others"), others))
    columns = heads("reason", "segment", "status", "cards")
    return tuple(Table(caption, columns, tuple(_status_row(one) for one in some)) for caption, some in found if some)


def _status_row(found: StatusCount) -> tuple[Cell, ...]:
    return (
        text(say_code("status_reason", found.reason)),
        text(say_code("segment", found.segment)),
        text(say_code("status", found.status)),
        count(found.people),
    )
