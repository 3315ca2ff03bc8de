"""Reading a delivered file, as long work: first to try it, then to take it in."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cakupan.law.refusal import Refusal
from cakupan.office.accounts.models import User
from cakupan.office.audit.log import note
from cakupan.office.clock import now
from cakupan.office.rooms import rooms
from cakupan.office.uploads.models import Delivery
from cakupan.office.uploads.receiving import keep
from cakupan.office.work.running import Progress, work
from cakupan.registers.mended import mended_register

FOUND = ("rows", "readable_rows", "faults", "warnings", "faults_by_reason", "first_faults", "already_there")


@work("uploads.try", gettext_lazy("Memeriksa berkas"))
def try_delivery(progress: Progress) -> dict[str, Any]:
    """Read the file without keeping anything of it but its bad rows, as the workbook that goes back."""
    delivery = Delivery.objects.get(pk=progress.arguments["delivery"])
    progress.say(_("membaca %(file)s") % {"file": delivery.file_name})
    try:
        if delivery.mends is not None:
            _put_back(delivery, delivery.mends)
        found = rooms().try_file(**_named(delivery), bad_rows=delivery.bad_rows)
    except Refusal as refusal:
        told = {"what": refusal.what, "why": refusal.why, "mend": refusal.mend}
        Delivery.objects.filter(pk=delivery.pk, state="received").update(state="unreadable", refusal=told)
        raise
    kept = {name: found[name] for name in FOUND if name in found} | {"whole": delivery.sha256}
    Delivery.objects.filter(pk=delivery.pk, state="received").update(state="tried", found=kept)
    return _here(delivery)


@work("uploads.import", gettext_lazy("Memasukkan berkas"))
def import_delivery(progress: Progress) -> dict[str, Any]:
    """Take the file in. Given again after a kill, the same file is the same snapshot: nothing comes in twice."""
    delivery = Delivery.objects.get(pk=progress.arguments["delivery"])
    if delivery.state != "tried":
        return _here(delivery)
    progress.say(_("memasukkan %(file)s") % {"file": delivery.file_name})
    found = rooms().import_file(**_named(delivery))
    user = User.objects.get(pk=progress.arguments["user"])
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(
            state="imported", snapshot=found["hash"], imported_by=user, imported_at=now()
        )
        counts = {"kind": delivery.kind, "rows": found["rows"], "faults": found["faults"]}
        note(None, "delivery.import", subject=("delivery", delivery.pk), area=delivery.area, actor=user, details=counts)
    return _here(delivery)


def _put_back(delivery: Delivery, original: Delivery) -> None:
    """Make of mended rows the whole register again: the original with these rows in place of its own. Done once."""
    if delivery.sha256 == delivery.found.get("whole"):
        return
    with tempfile.TemporaryDirectory(prefix="cakupan-") as aside:
        whole = Path(aside) / "whole.csv"
        mended_register(original=original.file, mended=delivery.file, kind=delivery.kind, profile=delivery.profile, out=whole)
        keep(whole, delivery, name=original.file_name)
    delivery.found = {"whole": delivery.sha256}
    delivery.save(update_fields=["sha256", "bytes", "file_name", "found"])


def _named(delivery: Delivery) -> dict[str, Any]:
    return {
        "kind": delivery.kind,
        "file": delivery.file,
        "profile": delivery.profile,
        "area": delivery.area,
        "as_of": delivery.as_of_date,
    }


def _here(delivery: Delivery) -> dict[str, Any]:
    return {"view": "uploads:delivery", "arguments": {"delivery_id": delivery.pk}}
