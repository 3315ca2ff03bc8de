"""Papers of the office: what was issued under which number, in which file, and who signed it electronically."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cakupan.office.accounts.models import User
from cakupan.office.database.models import AreaRow, MadeAt


class PaperState(models.TextChoices):
    """What stands of a paper. It is never deleted: a wrong one is withdrawn with its reason, and another is issued."""

    ISSUED = "issued", _("diterbitkan")
    SIGNED = "signed", _("ditandatangani elektronik")
    WITHDRAWN = "withdrawn", _("ditarik")


class Letterhead(AreaRow):
    """What an office writes above its papers and who signs for it; ``desk`` says which office. Without a row, the defaults."""

    desk = models.CharField(max_length=12)
    government = models.CharField(_("pemerintah atau badan"), max_length=120)
    office = models.CharField(_("kantor"), max_length=120)
    short = models.CharField(_("singkatan pada nomor surat"), max_length=20)
    address = models.CharField(_("alamat"), max_length=200, blank=True)
    contact = models.CharField(_("telepon dan surel"), max_length=120, blank=True)
    place = models.CharField(_("tempat surat dibuat"), max_length=60)
    head_role = models.CharField(_("jabatan penanda tangan"), max_length=120)
    head_name = models.CharField(_("nama penanda tangan"), max_length=120, blank=True)
    head_number = models.CharField(_("NIP atau NPP"), max_length=30, blank=True)
    head_rank = models.CharField(_("pangkat"), max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "desk"], name="one_letterhead_of_an_office")]


class PaperSeries(AreaRow):
    """How far the numbers of a kind have come in a year. Counted up in the transaction that issues, so there are no gaps."""

    kind = models.CharField(max_length=40)
    year = models.SmallIntegerField()
    last = models.IntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "kind", "year"], name="one_series_a_year")]


class Paper(AreaRow):
    """One paper as it was issued. Only its state changes later; the database refuses everything else.

    ``sha256`` names the file as issued, ``masked_sha256`` the copy that anyone with the code may see; ``says`` is what the paper
    says, as its template was told. Files lie in ``office/documents/<sha256>.pdf`` of the workspace.
    """

    kind = models.CharField(max_length=40)
    year = models.SmallIntegerField()
    serial = models.IntegerField()
    number = models.CharField(max_length=120)
    date = models.DateField()
    title = models.CharField(max_length=160)
    says = models.JSONField()
    sha256 = models.CharField(max_length=64)
    masked_sha256 = models.CharField(max_length=64)
    code = models.CharField(max_length=14, unique=True)
    office = models.CharField(max_length=250)
    edition = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=80)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    issued_at = MadeAt()
    state = models.CharField(max_length=10, choices=PaperState.choices, default=PaperState.ISSUED)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "kind", "year", "serial"], name="paper_numbered_once"),
            models.UniqueConstraint(fields=["area", "number"], name="paper_number_once"),
            models.CheckConstraint(condition=models.Q(state__in=PaperState.values), name="paper_in_a_known_state"),
            models.CheckConstraint(
                condition=models.Q(state="withdrawn") ^ models.Q(withdrawn_because=""), name="withdrawn_for_a_reason"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "subject_kind", "subject_id"], name="paper_by_subject")]

    def __str__(self) -> str:
        return self.number

    @property
    def file_sha256(self) -> str:
        """The hash of the file as it stands now: as last signed, else as issued."""
        last = self.signatures.order_by("-pk").first()
        return last.sha256 if last else self.sha256


class Signature(models.Model):
    """An electronic signature put on a paper; ``sha256`` names the file that it made. One per office."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="signatures")
    desk = models.CharField(max_length=12)
    signer = models.CharField(max_length=200)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["paper", "desk"], name="signed_once_by_an_office")]


class WrongCode(models.Model):
    """Somebody asked for a letter's code that there is not. Kept for an hour, to stop guessing; ``address`` is hashed."""

    address = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["address", "at"], name="wrong_code_by_address")]
