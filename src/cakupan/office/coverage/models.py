"""What BPJS was asked for and has granted: the status of UHC is its own to give."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cakupan.office.accounts.models import User
from cakupan.office.database.models import AreaRow


class UhcStatus(AreaRow):
    """A request for the status of UHC with its letter, and the letter with which BPJS granted it. Asking is not granting."""

    requested_date = models.DateField(_("tanggal permohonan"))
    request_number = models.CharField(_("nomor surat permohonan"), max_length=80)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    granted_date = models.DateField(_("berlaku mulai"), null=True)
    grant_number = models.CharField(_("nomor surat BPJS"), max_length=80, blank=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(granted_by=models.F("requested_by")), name="uhc_asker_is_no_granter"),
            models.CheckConstraint(
                condition=models.Q(granted_date__isnull=True, granted_by__isnull=True)
                | models.Q(granted_date__gte=models.F("requested_date"), granted_by__isnull=False),
                name="uhc_granted_after_the_request",
            ),
            models.UniqueConstraint(fields=["area"], condition=models.Q(granted_date__isnull=True), name="one_open_uhc_request"),
        ]
