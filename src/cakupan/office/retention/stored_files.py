"""Files on disk that no row names, or only rows whose file is over.

Read past row-level security (the owner's login), as verification of the log is: a file that another area's row names must never
look like nobody's. Only hashes and file names are read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connections, models

from cakupan.office.uploads.models import Delivery

OWNER = "owner"
HASH = re.compile(r"[0-9a-f]{64}")
HASH_LENGTH = 64
# What editions say (millions of rows) and what the log says are no places where a file of the office is named.
NAMELESS_APPS = ("positions", "audit")
# A file is placed a moment before the row that names it is there.
PLACING = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Stored:
    """A file that nobody needs: when it was last written, and whether rows whose file is over name it (it is counted there)."""

    path: Path
    written_at: dt.datetime
    over: bool


def unneeded_files() -> list[Stored]:
    """Every file among uploads and documents that no row needs."""
    return [*_uploads(), *_documents()]


def remove_files(found: list[Stored]) -> None:
    """Remove them, and folders that were left empty before; somebody else may have done so already."""
    for each in found:
        each.path.unlink(missing_ok=True)
    for folder in _folders():
        # Not the ones that became empty just now: the next run has them, when nobody can be about to write there.
        if _written(folder) < dt.datetime.now(dt.UTC) - PLACING:
            with suppress(OSError):
                folder.rmdir()


def _home() -> Path:
    workspace: Path = settings.ENVIRONMENT.workspace
    return workspace / "office"


def _folders() -> Iterator[Path]:
    return (path for name in ("uploads", "documents") for path in sorted((_home() / name).glob("*")) if path.is_dir())


def _uploads() -> Iterator[Stored]:
    needed, over = set[str](), set[str]()
    rows = Delivery.objects.using(OWNER).values_list("pk", "sha256", "file_name", "file_removed_at")
    for key, sha256, name, removed_at in rows.iterator():
        (needed if removed_at is None else over).update({f"{sha256}/{name}", f"{sha256}/{key}-kesalahan.xlsx"})
    for path in sorted((_home() / "uploads").rglob("*")):
        told = f"{path.parent.name}/{path.name}"
        if path.is_file() and told not in needed:
            yield Stored(path, _written(path), told in over)


def _documents() -> Iterator[Stored]:
    files = [path for path in sorted((_home() / "documents").rglob("*")) if path.is_file()]
    named = _named_hashes() if files else set()
    for path in files:
        if path.name.split(".")[0] not in named:
            yield Stored(path, _written(path), over=False)


def _named_hashes() -> set[str]:
    """Every hash that any row of the office names, in a column of its own or within what a paper or a decision says."""
    found = set[str]()
    for model in apps.get_models():
        if model.__module__.startswith("cakupan.office.") and model._meta.app_label not in NAMELESS_APPS:
            for field in model._meta.concrete_fields:
                found |= _hashes_in(model, field)
    return found


def _hashes_in(model: type[models.Model], field: models.Field[object, object]) -> set[str]:
    table, column = model._meta.db_table, field.column
    if isinstance(field, models.JSONField | models.TextField):
        asked = f"SELECT DISTINCT (regexp_matches({column}::text, '{HASH.pattern}', 'g'))[1] FROM {table}"
    elif isinstance(field, models.CharField) and (field.max_length or 0) >= HASH_LENGTH:
        asked = f"SELECT DISTINCT {column} FROM {table} WHERE {column} ~ '^{HASH.pattern}$'"
    else:
        return set()
    with connections[OWNER].cursor() as cursor:
        cursor.execute(asked)
        return {row[0] for row in cursor.fetchall()}


def _written(path: Path) -> dt.datetime:
    try:
        return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    except FileNotFoundError:
        # Gone meanwhile: as good as just written.
        return dt.datetime.now(dt.UTC)
