"""Writing to the log: every decision, and every read, search and export of a person."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.http import HttpRequest
from django.utils import timezone

from cakupan.record.chain import canonical
from cakupan.report.letters.person import without_numbers

ANCHORS = "log-anchors"


def note(
    request: HttpRequest | None,
    action: str,
    *,
    subject: tuple[str, object] | None = None,
    why: str = "",
    area: str | None = None,
    actor: Any = None,
    details: dict[str, Any] | None = None,
    deciding_for: Any = None,
    using: str = "default",
) -> int:
    """Append an entry within the transaction at hand and return its place; if that rolls back, so does the entry.

    ``action`` is a dotted code (``person.read``, ``mismatch.approve``, ``list.export``), ``subject`` its kind and id. ``details``
    hold counts, sums and codes, never a name or a NIK: the log is read by people who may not see those. ``why`` is what an
    officer wrote; a NIK or a card number in it is masked. What is decided by
    delegation says besides for whom (``access`` finds out, or the caller: ``deciding_for``).
    """
    user = actor if actor is not None else getattr(request, "user", None)
    kind, subject_id = subject or ("", "")
    content = {
        "at": timezone.now().isoformat(),
        "area": area if area is not None else (getattr(request, "area", None) or ""),
        "actor_id": getattr(user, "pk", None),
        "actor": getattr(user, "full_name", ""),
        "desk": getattr(user, "desk", ""),
        "action": action,
        "subject_kind": kind,
        "subject_id": str(subject_id),
        "why": str(without_numbers(why)),
        "details": details or {},
    }
    giver = deciding_for or getattr(request, "deciding_for", None)
    if giver is not None:
        content["for_whom_id"], content["for_whom"] = giver.pk, giver.full_name
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT number, encode(hash, 'hex') FROM cakupan_log_append(%s)", [canonical(content)])
        number, hashed = cursor.fetchone()
    transaction.on_commit(lambda: _anchor(number, hashed), using=using)
    return int(number)


def _anchor(number: int, hashed: str) -> None:
    """Note the entry outside the database, where whoever can rewrite tables cannot reach it by SQL."""
    home = settings.ENVIRONMENT.workspace / "office"
    home.mkdir(parents=True, exist_ok=True)
    with (home / ANCHORS).open("a+b") as anchors:
        # A line that a power cut ended in its middle stays as it is; what comes now must not become a part of it.
        cut = anchors.tell() > 0 and anchors.seek(-1, os.SEEK_END) and anchors.read(1) != b"\n"
        anchors.write(f"{chr(10) if cut else ''}{number} {hashed}\n".encode("ascii"))
