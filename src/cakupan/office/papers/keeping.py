"""The files of papers: each under the hash of its bytes, written before the row that names it is committed.

If the transaction then fails, a file remains that no row names: harmless, and the same letter would find it again.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from cakupan.law.refusal import Refusal


def path_of(sha256: str) -> Path:
    """Where the file of that hash lies."""
    home: Path = settings.ENVIRONMENT.workspace / "office" / "documents"
    return home / f"{sha256}.pdf"


def keep(pdf: bytes) -> str:
    """Write a file whole or not at all, readable by this program alone, and return its hash."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    path = path_of(sha256)
    if path.is_file():
        path.touch()  # as if written now: what nobody names for long is removed (retention)
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{sha256}.{os.getpid()}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(pdf)
        file.flush()
        os.fsync(file.fileno())
    aside.rename(path)
    return sha256


def kept(sha256: str) -> bytes | None:
    """The file of that hash if it is there and still is what it was; None if it is gone or somebody changed it."""
    path = path_of(sha256)
    if not path.is_file():
        return None
    pdf = path.read_bytes()
    return pdf if hashlib.sha256(pdf).hexdigest() == sha256 else None


def still_whole(sha256: str, *, number: str) -> bytes:
    """The file of that hash. Raises :class:`Refusal`, naming the paper, if it is gone or was changed."""
    pdf = kept(sha256)
    if pdf is None:
        raise Refusal(
            number,
            why=_("berkas surat di server tidak sama lagi dengan yang diterbitkan."),
            mend=_("Minta admin TI daerah memulihkan berkas itu dari cadangan."),
        )
    return pdf
