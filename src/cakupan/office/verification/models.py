"""What officers decided about data that does not match, about who is who, and what a village's re-survey came to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import ForeignObject, Q
from django.utils.translation import gettext_lazy as _

from cakupan.office.accounts.models import User
from cakupan.office.database.models import AreaRow, HistoryRow, MovedRow
from cakupan.office.positions.models import Mismatch, Person
from cakupan.office.verification.gate import PROPOSALS
from cakupan.office.verification.states import CASE, RE_SURVEY


class ApprovalRule(AreaRow):
    """The region's setting of who decides on proposals; without a row an approver of the office that proposed."""

    class By(models.TextChoices):
        SAME_DESK = "same_desk", _("pejabat penyetuju kantor yang mengusulkan")
        DINKES = "dinkes", _("pejabat penyetuju Dinas Kesehatan")

    decided_at_desk = models.CharField(_("Yang memutuskan usulan"), max_length=10, choices=By.choices, default=By.SAME_DESK)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area"], name="one_approval_rule")]


class MismatchCase(MovedRow):
    """What becomes of one mismatch; made when somebody first acts on it, and found again next month by its key.

    The fields from ``code`` to ``rupiah_to_date`` are the mismatch as it was when last proposed, for it may be gone from the
    position later. ``month`` and ``edition`` name that position. ``evidence_hash`` is ``worklist.fingerprint`` of then.
    """

    key = models.CharField(max_length=64)
    code = models.CharField(max_length=40)
    subject = models.CharField(max_length=10)
    subject_id = models.CharField(max_length=120)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    nik = models.CharField(max_length=32, blank=True)
    village = models.CharField(max_length=13, blank=True)
    evidence = models.TextField(blank=True)
    evidence_hash = models.CharField(max_length=64)
    suggested_action = models.CharField(max_length=200, blank=True)
    bpk_kind = models.CharField(max_length=60, blank=True)
    agreement_number = models.CharField(max_length=80, blank=True)
    entry_key = models.CharField(max_length=200, blank=True)
    event_date = models.DateField(null=True)
    rupiah_per_month = models.BigIntegerField(null=True)
    rupiah_to_date = models.BigIntegerField(null=True)
    month = models.DateField()
    edition = models.CharField(max_length=64)

    proposal = models.CharField(max_length=12)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_desk = models.CharField(max_length=12)
    proposed_at = models.DateTimeField()
    reason = models.TextField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)  # what Dukcapil or the branch answered last
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_because = models.TextField(blank=True)

    # The same mismatch in the newest position, if it still is there. No column and no constraint: the loader replaces its rows.
    mismatch = ForeignObject(
        Mismatch,
        on_delete=models.DO_NOTHING,
        from_fields=["area", "key"],
        to_fields=["area", "key"],
        related_name="case",
        null=True,
    )

    class Meta:
        constraints: ClassVar = [
            CASE.known_states("case_in_a_known_state"),
            models.UniqueConstraint(fields=["area", "key"], name="case_once"),
            models.CheckConstraint(condition=Q(proposal__in=list(PROPOSALS)), name="case_of_a_known_proposal"),
            models.CheckConstraint(condition=~Q(decided_by=models.F("proposed_by")), name="case_maker_is_no_checker"),
            models.CheckConstraint(condition=~Q(confirmed_by=models.F("proposed_by")), name="case_maker_confirms_nothing"),
            models.CheckConstraint(condition=~Q(reason=""), name="case_proposed_for_a_reason"),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "state", "code"], name="case_by_state")]


class CaseHistory(HistoryRow):
    """One move of a case."""

    subject = models.ForeignKey(MismatchCase, on_delete=models.PROTECT, related_name="history")


class MismatchAssignment(AreaRow):
    """Whose work a mismatch is meant to be, found by its key like the case: a hint, which keeps nobody from acting on it.

    ``officer`` is None once the assignment was taken back: the row stays, so that ``assigned_at`` grows with every change.
    """

    key = models.CharField(max_length=64)
    officer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "key"], name="assigned_once")]
        indexes: ClassVar = [models.Index(fields=["-assigned_at"], name="newest_assignment")]


class PairDecision(AreaRow):
    """What an officer said of one uncertain pair. Never changed: a later one takes its place.

    ``proposed_by``: whose proposal this confirms, when another office had said it first.
    """

    class Answer(models.TextChoices):
        SAME = "same", _("sama")
        DIFFERENT = "different", _("berbeda")
        SKIP = "skip", _("dilewati")
        ASK = "ask", _("ditanyakan ke Dukcapil")

    pair_key = models.CharField(max_length=64)
    register = models.CharField(max_length=10)
    subject_id = models.CharField(max_length=120)
    subject_nik = models.CharField(max_length=32, blank=True)
    resident_nik = models.CharField(max_length=32)
    decision = models.CharField(max_length=10, choices=Answer.choices)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_desk = models.CharField(max_length=12)
    decided_date = models.DateField()
    decided_at = models.DateTimeField(auto_now_add=True)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(decided_by=models.F("proposed_by")), name="pair_maker_is_no_checker"),
            models.CheckConstraint(condition=~Q(decision="different", reason=""), name="pair_different_for_a_reason"),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "pair_key", "-id"], name="pair_decision_newest")]


class PairHandover(AreaRow):
    """A file of decisions that was handed to the month's linking, under the hash of its snapshot."""

    snapshot = models.CharField(max_length=64)
    count = models.IntegerField()
    handed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField(auto_now_add=True)


class HandedDecision(AreaRow):
    """That a decision was handed over: once and for all."""

    decision = models.OneToOneField(PairDecision, on_delete=models.PROTECT, related_name="handed")
    handover = models.ForeignKey(PairHandover, on_delete=models.PROTECT, related_name="decisions")


class ReSurvey(MovedRow):
    """The re-survey of one village in one stage (pendataan ulang, B6). Counts are None until somebody has counted."""

    stage = models.SmallIntegerField(_("Tahap"))
    village = models.CharField(_("Desa/kelurahan"), max_length=13)
    planned_date = models.DateField(_("Tanggal pendataan"))
    scope = models.CharField(max_length=10)  # mismatch: those whose data do not match; listed: everybody on the Pemda's list
    people = models.IntegerField()
    found = models.IntegerField(_("Ditemukan"), null=True)
    moved = models.IntegerField(_("Pindah"), null=True)
    died = models.IntegerField(_("Meninggal"), null=True)
    able = models.IntegerField(_("Mampu"), null=True)
    results_sha256 = models.CharField(max_length=64, blank=True)
    deliberated_date = models.DateField(_("Tanggal musyawarah"), null=True)
    attended = models.IntegerField(_("Yang hadir"), null=True)
    minutes_name = models.CharField(max_length=200, blank=True)
    minutes_sha256 = models.CharField(max_length=64, blank=True)
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            RE_SURVEY.known_states("re_survey_in_a_known_state"),
            models.UniqueConstraint(fields=["area", "stage", "village"], name="village_once_a_stage"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "surveyed"]) | ~Q(minutes_sha256=""), name="deliberated_with_minutes"
            ),
        ]


class ReSurveyHistory(HistoryRow):
    """One move of a village's re-survey."""

    subject = models.ForeignKey(ReSurvey, on_delete=models.PROTECT, related_name="history")


class ReSurveyPerson(AreaRow):
    """Somebody to be visited, as the list was drawn, and what was found (a word of ``FOUND``, or nothing yet)."""

    survey = models.ForeignKey(ReSurvey, on_delete=models.PROTECT, related_name="visited")
    ordinal = models.IntegerField()
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    nik = models.CharField(max_length=32, blank=True)
    family_card_number = models.CharField(max_length=32, blank=True)
    name = models.CharField(max_length=200)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True)
    why = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=10, blank=True)  # found, moved, died, able
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["survey", "ordinal"], name="visited_once")]
