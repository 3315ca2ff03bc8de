"""An agreement's terms as its YAML document: written, and checked by the reader that the month uses."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from cakupan.law.refusal import Refusal
from cakupan.office.agreements.models import Agreement
from cakupan.office.clock import today
from cakupan.office.rooms import rooms
from cakupan.outlook.terms_meaning import Meaning
from cakupan.registers.agreements import load_agreement

DATED = ("from", "to", "date", "due", "done_on", "requested_on")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def yaml_text(document: Mapping[str, Any]) -> str:
    """The document as a YAML file under its key, dates as dates."""
    return yaml.safe_dump({"agreement": _with_dates(document)}, allow_unicode=True, sort_keys=False, width=120)


def _with_dates(value: Any, key: str = "") -> Any:
    if isinstance(value, Mapping):
        return {name: _with_dates(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_with_dates(inner) for inner in value]
    return dt.date.fromisoformat(value) if key in DATED and isinstance(value, str) and ISO_DATE.fullmatch(value) else value


@contextmanager
def written(document: Mapping[str, Any]) -> Iterator[Path]:
    """The document as a file for as long as the block lasts."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{re.sub(r'[^A-Za-z0-9.-]+', '-', str(document['number']))[:60]}.yaml"
        file.write_text(yaml_text(document), encoding="utf-8")
        yield file


def check(document: Mapping[str, Any]) -> None:
    """Raises :class:`Refusal` that names the key which the month could not read."""
    with written(document) as file:
        load_agreement(file)


def hand_over(agreement: Agreement) -> str:
    """Import the agreement as it stands into the workspace, so that the month sees it; gives the snapshot's hash.

    Its position is the day of signing: the month in which it was signed is the first that can know of it. What ends it early
    is known from today.
    """
    as_of = today() if agreement.state == "stopped" else agreement.signed_date or today()
    with written(agreement.document()) as file:
        told = rooms().import_file(kind="agreements", file=file, profile=None, area=agreement.area, as_of=as_of)
    return str(told["hash"])


def meanings(document: Mapping[str, Any]) -> tuple[list[tuple[tuple[str, ...], Meaning]], Refusal | None]:
    """What the terms mean, once for each reading of the law; or why that cannot be said yet."""
    if not {"period", "shares", "payer", "class", "segment"} <= set(document):
        return [], None
    try:
        return rooms().terms_meaning(terms=document, as_of=today()), None
    except Refusal as refusal:
        return [], refusal
