"""Taking a file in: never whole in memory, stopped at the limit, judged by its content before anything reads it."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

from cakupan.office.uploads.models import Delivery
from cakupan.registers.incoming import check_incoming

PIECE = 1024 * 1024
NAME_LENGTH_MAX = 120
TOO_LARGE = "cakupan_upload_too_large"


class LimitedUpload(TemporaryFileUploadHandler):
    """To disk as it comes; what is larger than the limit is not taken further, and the form says so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Counted as it comes: what the sender says of its length is only a word."""
        self.taken += len(raw_data)
        if self.taken > settings.UPLOAD_BYTES_MAX:
            assert self.request is not None
            self.request.META[TOO_LARGE] = "1"
            raise StopUpload(connection_reset=False)
        return super().receive_data_chunk(raw_data, start)


def keep(source: Path, delivery: Delivery, *, name: str) -> None:
    """Keep a file under its hash and fill in what is known of it. Raises Refusal for what may not come in.

    The file is in its place before the row is committed; if the row is not, a file that nobody names lies there and does no harm.
    """
    incoming = check_incoming(source, bytes_max=settings.UPLOAD_BYTES_MAX)
    with source.open("rb") as stream:
        delivery.sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    delivery.bytes = incoming.bytes
    delivery.file_name = _named(name, incoming.ending)
    if delivery.file.is_file():
        delivery.file.touch()  # as if written now: what nobody names for long is removed (retention)
    else:
        _place(source, delivery.file)


def _named(name: str, ending: str) -> str:
    """The sender's name for the file without folders and odd signs, with the ending that its content has."""
    stem = re.sub(r"[^\w .()-]+", "_", Path(name).stem).strip(" .") or "berkas"
    return f"{stem[:NAME_LENGTH_MAX]}{ending}"


def _place(source: Path, target: Path) -> None:
    """Copied aside, flushed, renamed: it is there whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as aside:
        with source.open("rb") as stream:
            shutil.copyfileobj(stream, aside, PIECE)
        aside.flush()
        os.fsync(aside.fileno())
    Path(aside.name).replace(target)
