"""Urgent cover, the instruments that a guarantee rests on, who recommends and who decides, and whom the desk can call."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cakupan.office.accounts.models import User
from cakupan.office.agreements.models import Document
from cakupan.office.database.models import AreaRow, HistoryRow, MovedRow
from cakupan.office.guarantees.states import ACTIVATED, GRANTED, ISSUED, OPEN, REFUSED, SENT, URGENT_COVER
from cakupan.office.papers.models import Paper
from cakupan.office.positions.models import Person


class Office(models.TextChoices):
    """The office of the region that recommends or decides."""

    DINSOS = "dinsos", _("Dinas Sosial")
    DINKES = "dinkes", _("Dinas Kesehatan")


class Role(models.TextChoices):
    """Whom the desk can call."""

    DINSOS = "dinsos", _("Dinas Sosial")
    DINKES = "dinkes", _("Dinas Kesehatan")
    BPJS = "bpjs", _("BPJS Kesehatan")


class Condition(models.TextChoices):
    """How the patient came."""

    EMERGENCY = "emergency", _("gawat darurat")
    OTHER = "other", _("bukan gawat darurat")


class Division(AreaRow):
    """Which office recommends urgent cover and which decides: the region's setting. Without a row Dinsos and Dinkes."""

    recommends = models.CharField(_("yang merekomendasikan"), max_length=10, choices=Office.choices, default=Office.DINSOS)
    decides = models.CharField(_("yang memutuskan"), max_length=10, choices=Office.choices, default=Office.DINKES)
    version = models.IntegerField(default=1)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area"], name="one_division_of_urgent_cover")]


def division_of(area: str) -> Division:
    """The region's setting; not saved if nobody has set it yet."""
    return Division.objects.filter(area=area).first() or Division(area=area, version=0)


class Instrument(AreaRow):
    """The regulation or decree by which the region pays: number, date, account, days, facilities, services, and its file.

    ``[from_date, to_date)``, open where ``to_date`` is None. Entered once and never changed: a new one is entered instead, and
    ``ended_by`` says who took an old one out of use.
    """

    number = models.CharField(_("nomor"), max_length=80)
    title = models.CharField(_("nama peraturan atau keputusan"), max_length=120)
    instrument_date = models.DateField(_("tanggal ditetapkan"))
    account = models.CharField(_("kode rekening"), max_length=40)
    from_date = models.DateField(_("berlaku mulai"))
    to_date = models.DateField(_("sampai sebelum"), null=True)
    facility_codes = ArrayField(models.CharField(max_length=20), verbose_name=_("faskes"))
    services = ArrayField(models.CharField(max_length=120), verbose_name=_("pelayanan yang dijamin"))
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "number"], condition=Q(ended_at__isnull=True), name="instrument_once"),
            models.CheckConstraint(condition=~Q(number="") & ~Q(account=""), name="instrument_with_number_and_account"),
            models.CheckConstraint(condition=Q(to_date__isnull=True) | Q(from_date__lt=F("to_date")), name="instrument_of_days"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


class UrgentCover(MovedRow):
    """A facility's request for a patient, and what became of it. From the letter on, what it says is kept by the database.

    ``identity`` tells the patient apart: by NIK, else card, else name and birth date. ``due_at``: the family's time after
    admission, by law parameter. ``[from_date, to_date)`` of the letter. ``claim_amount``: whole rupiah, told by the facility
    after discharge; None while it is not told.
    """

    nik = models.CharField(max_length=16, blank=True)
    card_number = models.CharField(max_length=13, blank=True)
    name = models.CharField(max_length=200)
    birth_date = models.DateField(null=True)
    identity = models.CharField(max_length=240)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    facility_code = models.CharField(max_length=20)
    facility_name = models.CharField(max_length=120)
    admitted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    condition = models.CharField(max_length=10, choices=Condition.choices)
    note = models.CharField(max_length=500, blank=True)
    contact = models.CharField(max_length=120)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    recommended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recommended_at = models.DateTimeField(null=True)
    recommending_office = models.CharField(max_length=10, blank=True)

    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    deciding_office = models.CharField(max_length=10, blank=True)
    instrument_number = models.CharField(max_length=80, blank=True)
    instrument_title = models.CharField(max_length=120, blank=True)
    instrument_date = models.DateField(null=True)
    account = models.CharField(max_length=40, blank=True)
    services = ArrayField(models.CharField(max_length=120), default=list)
    from_date = models.DateField(null=True)
    to_date = models.DateField(null=True)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, null=True, related_name="covers")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    printed_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    active_from_date = models.DateField(null=True)
    branch_reference = models.CharField(max_length=80, blank=True)

    discharged_date = models.DateField(null=True)
    claim_amount = models.BigIntegerField(null=True)
    claimed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-asked_at", "-id"]
        constraints: ClassVar = [
            URGENT_COVER.known_states("urgent_cover_in_a_known_state"),
            models.CheckConstraint(
                condition=~Q(nik="") | ~Q(card_number="") | Q(birth_date__isnull=False), name="urgent_cover_of_a_known_person"
            ),
            models.CheckConstraint(condition=~Q(facility_code=""), name="urgent_cover_asked_by_a_facility"),
            models.CheckConstraint(condition=~Q(recommended_by=F("asked_by")), name="urgent_cover_asker_recommends_not"),
            models.CheckConstraint(
                condition=~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("recommended_by")),
                name="urgent_cover_maker_is_no_checker",
            ),
            models.CheckConstraint(
                condition=~Q(sent_by=F("asked_by")) & ~Q(sent_by=F("recommended_by")) & ~Q(answered_by=F("sent_by")),
                name="urgent_cover_sender_is_no_maker",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(*ISSUED, REFUSED)) | Q(decided_by__isnull=False), name="urgent_cover_decided_by_somebody"
            ),
            # A scheme without instrument is never cover: nor is one without account, without days or without its letter.
            models.CheckConstraint(
                condition=~Q(state__in=ISSUED)
                | (
                    ~Q(instrument_number="")
                    & ~Q(account="")
                    & Q(instrument_date__isnull=False, from_date__isnull=False, to_date__gt=F("from_date"), paper__isnull=False)
                ),
                name="no_cover_without_instrument",
            ),
            models.CheckConstraint(
                condition=~Q(state=ACTIVATED)
                | Q(active_from_date__isnull=False, answered_by__isnull=False) & ~Q(branch_reference=""),
                name="active_only_by_the_branch",
            ),
            models.CheckConstraint(condition=~Q(state=SENT) | Q(sent_by__isnull=False), name="sent_by_somebody"),
            models.CheckConstraint(condition=Q(claim_amount__isnull=True) | Q(claim_amount__gte=0), name="claim_not_negative"),
            models.UniqueConstraint(
                fields=["area", "facility_code", "identity"], condition=Q(state__in=OPEN), name="one_open_request_of_a_patient"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["area", "state"], name="urgent_cover_by_state"),
            models.Index(fields=["area", "from_date"], name="urgent_cover_by_month"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in OPEN

    @property
    def last_date(self) -> dt.date | None:
        """The last day on which the letter holds."""
        return self.to_date - dt.timedelta(days=1) if self.to_date else None

    @property
    def stands(self) -> bool:
        """Whether its letter stands: issued and not revoked."""
        return self.state == GRANTED


class UrgentCoverHistory(HistoryRow):
    """What was done with a request."""

    subject = models.ForeignKey(UrgentCover, on_delete=models.PROTECT, related_name="history")


class DutyContact(AreaRow):
    """Whom the desk can call at an office, and when. Each office's approver writes its own."""

    role = models.CharField(_("kantor"), max_length=10, choices=Role.choices)
    office = models.CharField(_("nama petugas atau bagian"), max_length=120)
    phone = models.CharField(_("telepon"), max_length=40)
    hours = models.CharField(_("jam"), max_length=80)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["role", "id"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(role__in=Role.values), name="contact_of_a_known_office")]

    def __str__(self) -> str:
        return f"{self.office} {self.phone}"
