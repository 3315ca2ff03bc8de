"""Publish an edition to the office's database: everything of a month in one transaction, or nothing (ADR 15)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connections, transaction

from cakupan.engines.steps import Engine
from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.month.edition import FORMAT
from cakupan.office.audit.log import note
from cakupan.registers.areas import area_name
from cakupan.wiring.book import write_book
from cakupan.wiring.editions import PublishedEdition, current_edition, published_areas, published_months
from cakupan.wiring.linking import IDENTITY_DECISIONS
from cakupan.wiring.month_inputs import LINKED
from cakupan.wiring.position_figures import figures_of
from cakupan.wiring.position_pairs import load_pairs
from cakupan.wiring.position_tables import COPIED, COPIED_OF_THE_NEWEST, copy_tables, cover_left_out, opened_edition
from cakupan.wiring.review_pairs import pairs_of_edition

if TYPE_CHECKING:
    from cakupan.office.positions.models import Position

LOADER = "loader"
Say = Callable[[str], None]
# What a loading may use of the server's memory for its own sorting and its temporary tables.
SPACE = "SET LOCAL work_mem = '128MB'; SET LOCAL temp_buffers = '64MB'"
# The newest position says who people are; an older one, loaded late, only adds those whom no other names.
PERSONS_NEWEST = ("persons_known", "persons_gone")
PERSONS = ("persons_new", "ids", "numbers")
OF_THE_MONTH = ("cover", "bills", "coverage")
OF_THE_NEWEST = ("entries_gone", "entries_known", "entries_new", "doubts_gone", "doubts_known", "doubts_new")
REPLACED = ("figures", "coveragerow", "billline", "covermonth")


@dataclass(frozen=True)
class Loaded:
    """What loading an edition came to. ``loaded`` is False if it stood already; ``rows`` by table; ``seconds`` of the whole."""

    edition: PublishedEdition
    loaded: bool
    rows: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0


def load_edition(*, workspace: Path, area: str, month: Month, say: Say = lambda _: None, ahead: bool = True) -> Loaded:
    """Load the edition of ``month`` that stands into the tables of the pages, and make it the position that they show.

    The same edition twice changes nothing. An edition of an open month takes the place of the one loaded before it. ``ahead``:
    with the outlook, which costs a look through the lists. Raises :class:`Refusal` if the month has no edition, or is closed.
    """
    edition = _standing(workspace, area, month)
    if _is_loaded(edition):
        return Loaded(edition, loaded=False)
    begun = time.monotonic()
    say(f"loading {month} of {area}")
    write_book(edition)
    with opened_edition(edition, workspace=workspace) as engine, transaction.atomic(using=LOADER):
        _alone(area)
        if _is_loaded(edition):
            return Loaded(edition, loaded=False)
        _refuse_closed(area, month)
        rows = _load(engine, edition, workspace, ahead)
    return Loaded(edition, loaded=True, rows=rows, seconds=time.monotonic() - begun)


def load_missing(*, workspace: Path, until: Month | None = None, say: Say = lambda _: None) -> list[Loaded]:
    """Load every month of the workspace that the office does not show as it stands (up to ``until``), area by area, in order.

    Editions of older formats are passed over: their tables are others. A month that was closed since is left as it was closed.
    """
    found = []
    for area in published_areas(workspace=workspace):
        months = [m for m in published_months(workspace=workspace, area=area) if until is None or m <= until]
        for month in months:
            edition = _standing(workspace, area, month)
            if edition.manifest["format"] == FORMAT and not _is_loaded(edition) and not _is_closed(area, month):
                found.append(load_edition(workspace=workspace, area=area, month=month, say=say, ahead=month == months[-1]))
    return found


def _standing(workspace: Path, area: str, month: Month) -> PublishedEdition:
    edition = current_edition(workspace=workspace, area=area, month=month)
    if edition is None:
        raise Refusal(
            f"loading {month} of {area}",
            why="that month is not closed in this workspace.",
            mend=f"Close it first: cakupan month {month} --area {area}",
        )
    return edition


def _positions(area: str, month: Month) -> Any:
    from cakupan.office.positions.models import Position

    return Position.objects.using(LOADER).filter(area=area, month=month.first_date)


def _is_loaded(edition: PublishedEdition) -> bool:
    return bool(_positions(edition.manifest["area"], edition.month).filter(edition=edition.hash, current=True).exists())


def _is_closed(area: str, month: Month) -> bool:
    return bool(_positions(area, month).filter(closed_at__isnull=False).exists())


def _refuse_closed(area: str, month: Month) -> None:
    if _is_closed(area, month):
        raise Refusal(
            f"loading {month} of {area}",
            why="both sides have confirmed the month: it is closed, and what was published of it stays.",
            mend="Correct it in the open month.",
        )


def _alone(area: str) -> None:
    """One loading of an area at a time: the next waits here, and then sees what this one did."""
    with connections[LOADER].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"position {area}"])
        cursor.execute(SPACE)


def _load(engine: Engine, edition: PublishedEdition, workspace: Path, ahead: bool) -> dict[str, int]:
    area, month = edition.manifest["area"], edition.month
    later = _later_months(area, month)
    tables = COPIED if later else (*COPIED, *COPIED_OF_THE_NEWEST)
    before = _newest_links(area, month)
    with connections[LOADER].cursor() as cursor:
        copied = copy_tables(engine, cursor, tables=tables)
        position = _published(edition)
        merge = Merge(cursor, area, month, position.pk)
        merge.run(*(() if later else PERSONS_NEWEST))
        merge.run(*PERSONS, next_month=later[0].first_date if later else None)
        cursor.execute("ANALYZE ids")
        _load_cards(merge, later)
        merge.run(*OF_THE_MONTH)
        if not later:
            merge.run(*OF_THE_NEWEST)
        # The same registers, decided alike, leave the same pairs uncertain.
        if not later and before != linked_inputs(edition.manifest):
            copied["pairs"] = load_pairs(pairs_of_edition(edition, workspace=workspace), position=position, using=LOADER)
        _load_figures(engine, edition, position, workspace, ahead)
        # Checked here, so that the log, which everybody writes to, is held for a moment only.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    counted = {**copied, "cover_left_out": cover_left_out(engine), **merge.changed}
    note(None, "position.load", subject=("position", position.pk), area=area, details={"rows": counted}, using=LOADER)
    return counted


def _later_months(area: str, month: Month) -> list[Month]:
    from cakupan.office.positions.models import Position

    later = Position.objects.using(LOADER).filter(area=area, month__gt=month.first_date, current=True)
    return sorted(Month.of(day) for day in later.values_list("month", flat=True))


def _newest_links(area: str, month: Month) -> list[str] | None:
    """What the links rest on of the position that is the newest so far; None if there is none."""
    from cakupan.office.positions.models import Position

    shown = Position.objects.using(LOADER).filter(area=area, month__lte=month.first_date, current=True)
    manifest = shown.order_by("-month").values_list("manifest", flat=True).first()
    return linked_inputs(manifest) if manifest else None


def linked_inputs(manifest: Mapping[str, Any]) -> list[str]:
    """The snapshots of a manifest that linking reads."""
    return sorted(each["snapshot"] for each in manifest["inputs"] if each["kind"] in (*LINKED, IDENTITY_DECISIONS))


def _published(edition: PublishedEdition) -> Position:
    """The row of this position, current; those before it are no longer, and their rows make room for its own."""
    from cakupan.office.database.models import Area
    from cakupan.office.positions.models import Position

    manifest, area = edition.manifest, edition.manifest["area"]
    Area.objects.using(LOADER).get_or_create(code=area, defaults={"name": area_name(area) or area})
    of_month = _positions(area, edition.month)
    keys = list(of_month.values_list("pk", flat=True))
    of_month.update(current=False)
    with connections[LOADER].cursor() as cursor:
        for table in REPLACED if keys else ():
            cursor.execute(f"DELETE FROM positions_{table} WHERE position_id = ANY(%s)", [keys])
    position, _ = Position.objects.using(LOADER).update_or_create(
        area=area,
        month=edition.month.first_date,
        edition=edition.hash,
        defaults={"as_of_date": manifest["as_of"]["members"], "manifest": manifest, "current": True},
    )
    return position


@dataclass
class Merge:
    """The statements of ``position_merges``, run for one month of one area; ``changed`` counts the rows that each touched."""

    cursor: Any
    area: str
    month: Month
    position: int
    changed: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def run(self, *names: str, **other: Any) -> None:
        """Run statements by name, in this order; ``other`` takes the place of what they are told otherwise."""
        told = {"area": self.area, "month": self.month.first_date, "position": self.position, **other}
        for name in names:
            begun = time.monotonic()
            self.cursor.execute(_statement(name), told)
            self.changed[name] = self.changed.get(name, 0) + max(self.cursor.rowcount, 0)
            self.seconds[name] = self.seconds.get(name, 0.0) + time.monotonic() - begun


def _statement(name: str) -> str:
    return resources.files("cakupan.wiring.position_merges").joinpath(f"{name}.sql").read_text(encoding="utf-8")


def _load_cards(merge: Merge, later: list[Month]) -> None:
    """What the branch says else than in the month before; where a later month is loaded already, its differences change too."""
    following = later[0].first_date if later else None
    with _temporary(merge, "said", "cards_before"):
        if following:
            merge.run("said_next", next_month=following)
        merge.run("cards_forget", next_month=following)
        merge.run("said", "cards_before", "cards_changed", "cards_gone")
    if following is None:
        return
    position = _positions(merge.area, later[0]).get(current=True).pk
    merge.cursor.execute("CREATE TEMP TABLE said ON COMMIT DROP AS SELECT * FROM said_next WHERE status <> 'absent'")
    with _temporary(merge, "said", "cards_before"):
        merge.run("cards_before", "cards_changed", "cards_gone", month=following, position=position)


@contextmanager
def _temporary(merge: Merge, *tables: str) -> Iterator[None]:
    yield
    merge.cursor.execute(f"DROP TABLE {', '.join(tables)}")


def _load_figures(engine: Engine, edition: PublishedEdition, position: Position, workspace: Path, ahead: bool) -> None:
    from cakupan.office.positions.models import Figures

    area = edition.manifest["area"]
    rows = figures_of(engine, edition, workspace=workspace, ahead=ahead)
    Figures.objects.using(LOADER).bulk_create(
        [Figures(area=area, position=position, name=name, rows=told) for name, told in rows]
    )
