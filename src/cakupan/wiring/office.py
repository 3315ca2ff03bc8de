"""What the office asks of the rooms (``office.rooms.Rooms``), joined to this workspace: files in, months out, answers."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.conf import settings
from django.utils import timezone

from cakupan.answer.eligibility import Answer
from cakupan.answer.standing import Standing
from cakupan.counter import labels
from cakupan.law.calendar import Month
from cakupan.outlook.terms_meaning import Meaning
from cakupan.registers import Snapshot
from cakupan.registers.branch_batch import AnswerRow
from cakupan.report.edition import Boundary
from cakupan.report.faults_workbook import faults_workbook
from cakupan.wiring.answer import ask as ask_workspace
from cakupan.wiring.book import books_of
from cakupan.wiring.book import remove_book as remove_book_from
from cakupan.wiring.boundaries import boundaries_of
from cakupan.wiring.branch_answers import read_answers
from cakupan.wiring.comparison import compare_published
from cakupan.wiring.documents import documents as documents_of
from cakupan.wiring.editions import PublishedEdition, current_edition, every_edition
from cakupan.wiring.month import close_area_month
from cakupan.wiring.outlook import look_ahead as look_ahead_from
from cakupan.wiring.outlook import position_of
from cakupan.wiring.outlook import suppose as suppose_from
from cakupan.wiring.position_figures import plain
from cakupan.wiring.positions import load_edition
from cakupan.wiring.proposal import propose as propose_from
from cakupan.wiring.proposal import proposed_people
from cakupan.wiring.report import write_bill_of
from cakupan.wiring.review_pairs import review_pairs as pairs_of_workspace
from cakupan.wiring.standing import tell
from cakupan.wiring.terms_meaning import meanings
from cakupan.wiring.workspace import Workspace, summary

Say = Callable[[str], None]


def _workspace() -> Path:
    home: Path = settings.ENVIRONMENT.workspace
    return home


def import_file(*, kind: str, file: Path, profile: str | None, area: str, as_of: dt.date) -> dict[str, Any]:
    """Read a delivered file into a snapshot."""
    imported = Workspace(_workspace()).import_register(kind=kind, file=file, profile=profile, area=area, as_of=as_of)
    return summary(imported)


def try_file(*, kind: str, file: Path, profile: str | None, area: str, as_of: dt.date, bad_rows: Path) -> dict[str, Any]:
    """Read a delivered file without keeping anything but its bad rows."""

    def look(snapshot: Snapshot) -> None:
        if snapshot.faults:
            bad_rows.parent.mkdir(parents=True, exist_ok=True)
            faults_workbook(original=file, snapshot=snapshot, out=bad_rows, profile=profile)

    tried = Workspace(_workspace()).try_register(kind=kind, file=file, profile=profile, area=area, as_of=as_of, look=look)
    faults = {"first_faults": [dict(fault) for fault in tried.first_faults], "already_there": tried.already_there}
    return {**json.loads(json.dumps(tried.snapshot.manifest(), default=str)), **faults}


def undo_import(*, hash_start: str, area: str) -> dict[str, Any]:
    """Take an import back."""
    removed = Workspace(_workspace()).undo(hash_start=hash_start, area=area)
    return {"undone": removed.hash, "kind": removed.kind, "file": removed.file}


def snapshots_in_use(*, area: str) -> frozenset[str]:
    """The snapshots that editions of an area rest on."""
    return frozenset(each["snapshot"] for edition in every_edition(_workspace(), area) for each in edition.manifest["inputs"])


def books(*, shown: frozenset[str]) -> list[dict[str, Any]]:
    """The books beside editions, and whether they are used."""
    return books_of(workspace=_workspace(), shown=shown)


def remove_book(*, name: str) -> None:
    """Remove a book."""
    remove_book_from(workspace=_workspace(), name=name)


def facilities(*, area: str, until: dt.date) -> list[dict[str, Any]]:
    """The readable rows of the newest list of facilities; none was delivered: none."""
    newest = Workspace(_workspace()).latest(kind="facilities", area=area, as_of=until)
    if newest is None:
        return []
    told = {"credentialing_to": None, "file": newest.file, "as_of": newest.as_of}  # an older snapshot has no credentialing
    return [{**told, **row} for row in pq.read_table(newest.rows_path).to_pylist() if row["readable"]]


def close_month(*, area: str, month: Month, again: bool, say: Say) -> str:
    """Make the edition of a month from what the workspace holds, and load it as the position that the pages show."""
    close_area_month(workspace=_workspace(), area=area, month=month, again=again, say=say)
    return load_position(area=area, month=month, say=say)


def load_position(*, area: str, month: Month, say: Say) -> str:
    """Load the edition that stands into the tables of the pages, in one transaction."""
    return load_edition(workspace=_workspace(), area=area, month=month, say=say).edition.hash


def review_pairs(*, area: str) -> Iterator[dict[str, Any]]:
    """Uncertain links of the newest registers, field by field."""
    return pairs_of_workspace(workspace=_workspace(), area=area)


def look_ahead(*, area: str, month: Month) -> dict[str, Any]:
    """What comes if nothing is done, and what would prevent it."""
    return look_ahead_from(workspace=_workspace(), area=area, month=month).outlook.as_dict()


def propose(*, area: str, agreement: str, month: Month) -> dict[str, Any]:
    """Whom an agreement could still take, and who waits and why. Whoever is not eligible is counted under ``reasons`` only."""
    made = propose_from(workspace=_workspace(), area=area, agreement=agreement, month=month)
    rows = proposed_people(workspace=_workspace(), made=made)
    return {**made.summary, "rows": plain(rows)}


def branch_answers(*, file: Path, area: str, as_of: dt.date) -> list[AnswerRow]:
    """The rows of the branch's answer."""
    return read_answers(file=file, area=area, as_of=as_of)


def documents(*, area: str, kind: str, until: dt.date) -> list[dict[str, Any]]:
    """The papers of a kind that the workspace holds."""
    return documents_of(workspace=_workspace(), area=area, kind=kind, until=until)


def terms_meaning(*, terms: Mapping[str, Any], as_of: dt.date) -> list[tuple[tuple[str, ...], Meaning]]:
    """What an agreement's terms mean under the law that is known."""
    return meanings(workspace=_workspace(), terms=terms, as_of=as_of)


def suppose(
    *,
    area: str,
    month: Month,
    agreement: str,
    quota: int | None,
    budget: int | None,
    rate: int | None,
    province: Decimal | None,
) -> dict[str, Any]:
    """An agreement under other terms beside the present ones."""
    position = position_of(workspace=_workspace(), area=area, month=month)
    shares = None if province is None else _shared(province)
    rates = [] if rate is None else [(None, rate)]
    supposed = suppose_from(position=position, agreement=agreement, quota=quota, budget=budget, shares=shares, rates=rates)
    return supposed.as_dict() if supposed is not None else {}


def _shared(province: Decimal) -> list[dict[str, Any]]:
    return [{"payer": "provinsi", "per_cent": str(province)}, {"payer": "kabkota", "per_cent": str(100 - province)}]


def boundaries(*, area: str) -> tuple[Boundary, ...]:
    """The outlines that the region loaded."""
    return boundaries_of(workspace=_workspace(), area=area)


def ask(*, number: str, on: dt.date, area: str, facility: str | None = None) -> Answer:
    """The desk's answer about one person on one day, by the calendar's own today: a demo may stand on a day of the past."""
    today = timezone.localdate()
    return ask_workspace(workspace=_workspace(), number=number, on=on, today=today, area=area, facility=facility).answer


def tell_standing(*, area: str, build: Callable[[], Standing]) -> bool:
    """Write what stands beside an area's editions; False where the file says it already."""
    return tell(workspace=_workspace(), area=area, build=build)


def consumer_profiles() -> tuple[str, ...]:
    """The profiles of the counter's labels."""
    return labels.profiles()


def participant_labels(*, profile: str) -> list[dict[str, str | None]]:
    """What a profile calls the kinds of participants."""
    told = labels.participant_labels(profile)
    return [{"segment": segment, "code": label.code, "label": label.text} for segment, label in told.items()]


def bill_workbook(*, area: str, month: Month) -> Path:
    """Write the bill of the edition that stands as a workbook; the caller moves the file to where it is kept."""
    edition = _edition(area, month)
    folder = _workspace() / "office" / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".", suffix=".xlsx", delete=False) as file:
        out = Path(file.name)
    write_bill_of(workspace=_workspace(), edition=edition, out=out, people_invented=settings.ENVIRONMENT.demo)
    return out


def reconciliation(*, area: str, month: Month, cause: str) -> Iterator[dict[str, Any]]:
    """The branch's bill by name beside ours, of one cause or (empty) of every difference."""
    path = _edition(area, month).table("reconciliation")
    if path.is_file():
        for batch in pq.ParquetFile(path).iter_batches(batch_size=8192):
            for row in batch.to_pylist():
                if row["cause"] == cause or (not cause and row["difference"]):
                    yield row


def compare_months(*, area: str, before: Month, after: Month) -> list[dict[str, Any]]:
    """What changed between two months, by reason: people, rupiah before and after."""
    compared = compare_published(workspace=_workspace(), area=area, before=str(before), after=str(after))
    return [dict(total) for total in compared.totals]


def _edition(area: str, month: Month) -> PublishedEdition:
    edition = current_edition(workspace=_workspace(), area=area, month=month)
    assert edition is not None, f"{month} of {area} has no edition"
    return edition
