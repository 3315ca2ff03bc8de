"""Files that are kept, each under its SHA-256 in the workspace: the same file is kept once, and a changed one is noticed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from cakupan.law.refusal import Refusal
from cakupan.office.agreements.models import Document
from cakupan.office.audit.log import note

ALLOWED = (".pdf", ".docx", ".xlsx", ".jpg", ".jpeg", ".png", ".yaml")
BYTES_MAX = 25 * 1024 * 1024
PIECE = 1 << 20
FILE_NAME_MAX = 200


def folder() -> Path:
    """Where the files stand."""
    home: Path = settings.ENVIRONMENT.workspace
    return home / "office" / "documents"


def path_of(sha256: str) -> Path:
    """The file of a hash."""
    return folder() / sha256[:2] / sha256


def keep(
    file: UploadedFile[Any], *, area: str, kind: str, name: str, user: Any, number: str = "", paper_date: Any = None
) -> Document:
    """Keep an uploaded file. Raises :class:`Refusal` for a kind of file or a size that is not kept."""
    file_name, size = _kept_name(file.name or ""), file.size or 0
    if Path(file_name).suffix.lower() not in ALLOWED or not 0 < size <= BYTES_MAX:
        raise Refusal(
            _("Berkas “%(name)s”") % {"name": file_name},
            why=_("hanya berkas PDF, DOCX, XLSX, JPG, atau PNG sampai 25 MB yang disimpan."),
            mend=_("Simpan sebagai PDF, lalu unggah lagi."),
        )
    sha256 = _written(file)
    kept = Document.objects.create(
        area=area,
        kind=kind,
        name=name,
        number=number,
        paper_date=paper_date,
        file_name=file_name,
        sha256=sha256,
        size=size,
        uploaded_by=user,
    )
    note(None, "document.keep", subject=("document", kept.pk), area=area, actor=user, details={"kind": kind, "sha256": sha256})
    return kept


def _kept_name(name: str) -> str:
    """The name without its folders, its beginning cut where it is longer than can be kept: the ending says what it is."""
    return Path(name).name[-FILE_NAME_MAX:]


def content(document: Document, *, user: Any) -> bytes:
    """The bytes as they came, and a note of who took them. Raises :class:`Refusal` if the file is gone or was changed."""
    read = kept_bytes(document.sha256)
    if read is None:
        raise Refusal(
            document.name,
            why=_("berkas yang tersimpan hilang atau tidak sama lagi dengan yang diunggah; isinya tidak dapat dipercaya."),
            mend=_("Minta admin TI daerah memulihkan berkas itu dari cadangan."),
        )
    note(None, "document.read", subject=("document", document.pk), area=document.area, actor=user)
    return read


def kept_bytes(sha256: str) -> bytes | None:
    """The bytes of a hash; None if the file is gone or is not what it was."""
    kept = path_of(sha256)
    read = kept.read_bytes() if kept.is_file() else b""
    return read if hashlib.sha256(read).hexdigest() == sha256 else None


def keep_bytes(made: bytes) -> str:
    """Keep a file that the office itself made, and give its hash."""
    return _written_pieces([made])


def _written(file: UploadedFile[Any]) -> str:
    return _written_pieces(file.chunks(PIECE))


def _written_pieces(pieces: Iterable[bytes]) -> str:
    """Write the bytes under their hash; named only once they are whole on the disk."""
    folder().mkdir(parents=True, exist_ok=True)
    hashed = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=folder(), delete=False) as aside:
        for piece in pieces:
            hashed.update(piece)
            aside.write(piece)
        aside.flush()
        os.fsync(aside.fileno())
    sha256 = hashed.hexdigest()
    path_of(sha256).parent.mkdir(exist_ok=True)
    Path(aside.name).replace(path_of(sha256))
    return sha256
