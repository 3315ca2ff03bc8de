"""Verifying the log as long work: the auditor begins it, the page shows how it ended."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cakupan.office.audit.log import note
from cakupan.office.audit.verification import verify
from cakupan.office.work.models import Work
from cakupan.office.work.running import Progress, work

KIND = "audit.verify"


@work(KIND, _("Pemeriksaan keutuhan catatan"))
def verify_log(progress: Progress) -> dict[str, Any]:
    """The verdict as the work's result, and the page that shows it."""
    progress.say(str(_("Membaca seluruh catatan")))
    verdict = verify()
    piece = progress.work
    counts = {"entries": verdict.entries, "breaks": len(verdict.breaks)}
    note(None, "log.verify", subject=("log", ""), area=piece.area, actor=piece.begun_by, details=counts)
    return {"verdict": verdict.as_dict(), "view": "audit:verification"}


def last_verification(area: str) -> Work | None:
    """The newest verification that was begun in an area."""
    return Work.objects.filter(area=area, kind=KIND).order_by("-pk").first()
