"""What editions say, as loaded for the pages: written by the loader alone, in the transaction that publishes a month.

Parquet stays the source; these tables hold what a page must find in milliseconds. ``month`` is the month's first day.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Coalesce

from cakupan.office.database.models import AreaRow


class Position(AreaRow):
    """An edition of a month of an area (on screen: "Posisi 1 Juli 2024, dikunci"). One per area and month is current.

    ``closed_at``: both sides confirmed; from then on neither it nor its rows can be changed or deleted.
    """

    month = models.DateField()
    edition = models.CharField(max_length=64)
    as_of_date = models.DateField()
    manifest = models.JSONField()
    current = models.BooleanField(default=True)
    loaded_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "month", "edition"], name="edition_once"),
            models.UniqueConstraint(fields=["area", "month"], condition=models.Q(current=True), name="one_current_position"),
        ]


class Person(AreaRow):
    """Somebody whom the registers of an area name: an id of our own, for a NIK can be missing, wrong or change.

    ``identity`` is how the person is found again next month: ``nik:…`` for residents, else ``card:…`` or ``entry:…``.
    The attributes are those of the newest loaded position that names the person, first said as they stand in ``seen_month``;
    ``gone_month``: the first position that no longer does.
    """

    identity = models.CharField(max_length=120)
    known_from = models.CharField(max_length=10)
    nik = models.CharField(max_length=32, blank=True)
    name = models.CharField(max_length=200, blank=True)
    name_key = models.CharField(max_length=200, blank=True)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True)
    village = models.CharField(max_length=13, blank=True)
    population_flag = models.CharField(max_length=10, blank=True)
    family_card_number = models.CharField(max_length=32, blank=True)
    decile = models.SmallIntegerField(null=True)
    source_file = models.CharField(max_length=200, blank=True)
    source_row = models.BigIntegerField(null=True)
    seen_month = models.DateField()
    gone_month = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "identity"], name="person_once")]
        indexes: ClassVar = [
            models.Index(fields=["birth_date", "name_key"], name="person_by_birth_and_name"),
            models.Index(fields=["area", "village"], name="person_by_village"),
        ]


class PersonNumber(AreaRow):
    """A number under which a person is found: a NIK or a card number, as residents, members, the poor or annexes wrote it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="numbers")
    kind = models.CharField(max_length=4)  # nik, card
    number = models.CharField(max_length=32)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["number", "person", "kind"], name="number_of_person_once")]


class Card(AreaRow):
    """What the branch said of a card, from ``month`` on: a row only where it differs from the month before.

    ``status``: active, inactive, unknown; ``absent`` once the master no longer holds the card.
    """

    card_number = models.CharField(max_length=32, blank=True)
    ordinal = models.SmallIntegerField(default=0)  # a master may hold a card twice
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="cards")
    month = models.DateField()
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    segment = models.CharField(max_length=10, blank=True)
    payer = models.CharField(max_length=20, blank=True)
    class_number = models.SmallIntegerField(null=True)
    status = models.CharField(max_length=10)
    cause = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    link = models.CharField(max_length=10, blank=True)  # accept, review, none: whether the card is surely this person's
    facility_code = models.CharField(max_length=20, blank=True)
    facility_name = models.CharField(max_length=120, blank=True)
    start_date = models.DateField(null=True)
    member_row = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "card_number", "ordinal", "person", "month"], name="card_once_a_month")
        ]
        indexes: ClassVar = [models.Index(fields=["card_number"], name="card_by_number")]


class CoverMonth(AreaRow):
    """Cover of a person on our own lists in a month: the key is the law that nobody is in two segments in one month."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="cover_months")
    month = models.DateField()
    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="cover_months")
    segment = models.CharField(max_length=10)
    payer = models.CharField(max_length=20)
    class_number = models.SmallIntegerField(null=True)
    agreement_number = models.CharField(max_length=80, blank=True)
    decree_number = models.CharField(max_length=80, blank=True)
    annex_line = models.CharField(max_length=20, blank=True)
    from_date = models.DateField()
    to_date = models.DateField()
    start_rule = models.CharField(max_length=60, blank=True)
    end_cause = models.CharField(max_length=40, blank=True)
    list_file = models.CharField(max_length=200, blank=True)
    list_row = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "month"], name="cover_once_a_month"),
            models.CheckConstraint(condition=models.Q(from_date__lt=models.F("to_date")), name="cover_not_empty"),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "month"], name="cover_by_month")]


class ListEntry(AreaRow):
    """A line of a decree's annex and what became of it (``outcome``), as the newest loaded position says.

    ``position``: the first one that says it as it stands; the same of :class:`Mismatch` and :class:`ReviewPair`.
    """

    entry_key = models.CharField(max_length=200)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="list_entries")
    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=40)
    agreement_number = models.CharField(max_length=80, blank=True)
    decree_number = models.CharField(max_length=80, blank=True)
    annex_line = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=200, blank=True)
    nik = models.CharField(max_length=32, blank=True)
    card_number = models.CharField(max_length=32, blank=True)
    village = models.CharField(max_length=13, blank=True)
    segment = models.CharField(max_length=10, blank=True)
    payer = models.CharField(max_length=20, blank=True)
    class_number = models.SmallIntegerField(null=True)
    submitted_date = models.DateField(null=True)
    decided_by = models.CharField(max_length=120, blank=True)
    decided_because = models.CharField(max_length=200, blank=True)
    from_date = models.DateField(null=True)
    to_date = models.DateField(null=True)
    end_cause = models.CharField(max_length=40, blank=True)
    link = models.CharField(max_length=10, blank=True)
    list_file = models.CharField(max_length=200, blank=True)
    list_row = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "entry_key"], name="entry_once")]
        indexes: ClassVar = [
            models.Index(fields=["area", "village"], name="entry_by_village"),
            models.Index(fields=["area", "agreement_number"], name="entry_by_agreement"),
        ]


class BillLine(AreaRow):
    """One line of a month's bill: a person, a payer, an account. Whole rupiah."""

    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="bill_lines")
    month = models.DateField()
    entry_key = models.CharField(max_length=200)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="bill_lines")
    agreement_number = models.CharField(max_length=80)
    decree_number = models.CharField(max_length=80, blank=True)
    annex_line = models.CharField(max_length=20, blank=True)
    village = models.CharField(max_length=13, blank=True)
    payer = models.CharField(max_length=20)
    account = models.CharField(max_length=20)
    amount = models.BigIntegerField()
    rate_key = models.CharField(max_length=80)
    citation = models.TextField()
    mismatch = models.CharField(max_length=200, blank=True)
    excluded_for = models.CharField(max_length=40, blank=True)
    list_file = models.CharField(max_length=200, blank=True)
    list_row = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["position", "entry_key", "payer", "account"], name="billed_once_a_month")
        ]


class Mismatch(AreaRow):
    """Data that does not match, in the newest position. ``key`` is the same next month as long as the same thing is wrong."""

    key = models.CharField(max_length=64)  # sha-256 hex of subject, subject_id, code, other_id
    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="mismatches")
    first_month = models.DateField()
    subject = models.CharField(max_length=10)  # resident, poverty, member, list
    subject_id = models.CharField(max_length=120)
    subject_row = models.BigIntegerField(null=True)
    code = models.CharField(max_length=40)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="mismatches")
    name = models.CharField(max_length=200, blank=True)
    nik = models.CharField(max_length=32, blank=True)
    village = models.CharField(max_length=13, blank=True)
    other_id = models.CharField(max_length=120, blank=True)
    evidence = models.TextField(blank=True)
    evidence_kind = models.CharField(max_length=20, blank=True)
    evidence_file = models.CharField(max_length=200, blank=True)
    evidence_row = models.BigIntegerField(null=True)
    suggested_action = models.CharField(max_length=200, blank=True)
    bpk_kind = models.CharField(max_length=60, blank=True)
    agreement_number = models.CharField(max_length=80, blank=True)
    annex_line = models.CharField(max_length=20, blank=True)
    entry_key = models.CharField(max_length=200, blank=True)
    event_date = models.DateField(null=True)
    reported_date = models.DateField(null=True)
    provable = models.BooleanField(default=False)
    rupiah_per_month = models.BigIntegerField(null=True)
    rupiah_to_date = models.BigIntegerField(null=True)
    borne_by = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "key"], name="mismatch_once")]
        indexes: ClassVar = [
            models.Index(fields=["area", "code", "village"], name="mismatch_by_kind"),
            # A page of the queue is its heaviest rows; those without a known amount come last.
            models.Index("area", Coalesce("rupiah_per_month", -1).desc(), "id", name="mismatch_heaviest"),
        ]


class ReviewPair(AreaRow):
    """An uncertain link of the newest position: a row of a register and the resident it may be.

    ``fields`` is the whole pair as ``wiring.review_pairs`` tells it: both sides, each field's agreement, bits, the runner-up.
    """

    key = models.CharField(max_length=64)  # sha-256 hex of register, subject_id, subject_nik, candidate_nik
    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="review_pairs")
    register = models.CharField(max_length=10)  # poverty, members
    subject_id = models.CharField(max_length=120)
    subject_nik = models.CharField(max_length=32, blank=True)
    candidate_nik = models.CharField(max_length=32)
    candidate = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    village = models.CharField(max_length=13, blank=True)
    weight_bits = models.FloatField(null=True)
    fields = models.JSONField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "key"], name="pair_once")]


class CoverageRow(AreaRow):
    """Members over population of one place and segment (``ALL`` for all together) in a month."""

    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="coverage")
    month = models.DateField()
    place = models.CharField(max_length=13)
    level = models.SmallIntegerField()
    segment = models.CharField(max_length=20)
    population = models.BigIntegerField()
    population_verified = models.BigIntegerField()
    registered = models.BigIntegerField()
    active = models.BigIntegerField()
    registered_verified = models.BigIntegerField()
    active_verified = models.BigIntegerField()
    basis_population = models.BigIntegerField()
    basis = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["position", "place", "segment"], name="coverage_once")]


class Figures(AreaRow):
    """A small table of an edition, or what a page needs of it, as JSON rows under its name: bill_totals, due_months,
    pemda_arrears, month_due, allocations, suspensions, agreement, agreement_share, mismatch_totals, corrections_totals,
    position_totals, family_arrears_totals, ledger, payments, reconciliation_totals, channels, forum, guarantees (documents), sums
    (one object: the manifest's), outlook (one object, of the month that was the newest as it was loaded).
    """

    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="figures")
    name = models.CharField(max_length=40)
    rows = models.JSONField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["position", "name"], name="figures_once")]
