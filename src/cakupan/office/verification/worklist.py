"""The data that does not match with what became of it: which are open, moving or settled, filtered, counted and summed.

All by a few queries over indexed tables, whatever the number of people: nothing here asks row by row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BinaryField,
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    Func,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, NullIf

from cakupan.office.accounts.deciding import may_decide
from cakupan.office.accounts.models import User
from cakupan.office.accounts.places import in_places
from cakupan.office.clock import today
from cakupan.office.positions.models import Mismatch
from cakupan.office.states import Move
from cakupan.office.verification.gate import KEEP
from cakupan.office.verification.models import ApprovalRule, MismatchAssignment, MismatchCase
from cakupan.office.verification.remembered import remembered
from cakupan.office.verification.states import APPROVED, CASE, MOVING, OPEN, PROPOSERS

UNKNOWN = -1  # sorts rows without a known amount below every amount
MINE, UNASSIGNED = "mine", "nobody"  # of the filter by whose work they are
OF_THE_CASE = ("state", "proposal", "month", "evidence_hash")


def fingerprint(mismatch: str = "") -> Func:
    """SHA-256 of what a mismatch rests on. Row numbers of files change with every delivery and do not count.

    ``mismatch`` is the way from the queried model to the mismatch, as ``mismatch__``.
    """
    evidence = F(f"{mismatch}evidence")
    says = Func(evidence, Value("baris [0-9]+"), Value("baris"), Value("g"), function="regexp_replace", output_field=TextField())
    day = Coalesce(Cast(f"{mismatch}event_date", TextField()), Value(""), output_field=TextField())
    dated = Func(says, Value("|"), day, template="(%(expressions)s)", arg_joiner=" || ", output_field=TextField())
    written = Func(dated, Value("UTF8"), function="convert_to", output_field=BinaryField())
    hashed = Func(written, function="sha256", output_field=BinaryField())
    return Func(hashed, Value("hex"), function="encode", output_field=CharField())


def reopened(*, case: str = "", mismatch: str = "") -> Q:
    """A decided mismatch that asks again: its evidence is another; or it was to go, went, and came back."""
    changed = ~Q(**{f"{case}evidence_hash": fingerprint(mismatch)})
    came_back = ~Q(**{f"{case}proposal": KEEP}) & Q(**{f"{mismatch}first_month__gt": F(f"{case}month")})
    return Q(**{f"{case}state": APPROVED}) & (changed | came_back)


def standing() -> Case:
    """In which state of the table each mismatch is; without a case, open."""
    return Case(
        When(Q(case_state__isnull=True) | reopened(case="case_"), then=Value(OPEN)),
        default=F("case_state"),
        output_field=CharField(),
    )


def mismatches(user: Any, area: str) -> QuerySet[Any]:
    """Every mismatch of the newest position that this officer may see, each with its ``standing``, ``weight`` and ``version``."""
    # Through annotations only: a filter on ``case__…`` would join the cases a second time.
    joined = Mismatch.objects.filter(area=area).annotate(**{f"case_{name}": F(f"case__{name}") for name in OF_THE_CASE})
    found = joined.annotate(
        standing=standing(),
        weight=Coalesce("rupiah_per_month", UNKNOWN),
        version=Coalesce("case__version", 0),
        proposer=F("case__proposed_by"),
        confirmer=F("case__confirmed_by"),
        proposer_desk=F("case__proposed_desk"),
        proposer_name=F("case__proposed_by__full_name"),
        proposal=F("case__proposal"),
        why=F("case__reason"),
    )
    return in_places(found, user)


def open_ones(rows: QuerySet[Any]) -> QuerySet[Any]:
    """What nobody has in hand."""
    # Not by ``standing``: of a CASE the planner knows nothing, and would sort all rows to show fifty.
    return rows.filter(Q(case_state__isnull=True) | Q(case_state=OPEN) | reopened(case="case_"))


def moving_ones(rows: QuerySet[Any]) -> QuerySet[Any]:
    """What was proposed or asked and is not decided yet."""
    return rows.filter(case_state__in=MOVING)


def cases(user: Any, area: str) -> QuerySet[Any]:
    """Every case that this officer may see, with whether it is ``gone`` from the newest position, and ``over``."""
    gone = Q(mismatch__id__isnull=True)  # by its id: asking for the key would be answered from the case's own
    over = gone | (Q(state=APPROVED) & ~reopened(mismatch="mismatch__"))
    found = in_places(MismatchCase.objects.filter(area=area), user)
    told: QuerySet[Any] = found.annotate(gone=_truth(gone), over=_truth(over))
    return told


def _truth(condition: Q) -> Case:
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


def settled(user: Any, area: str) -> QuerySet[Any]:
    """Cases that are over: decided and not asked again, or gone from the newest position (``gone``)."""
    return cases(user, area).filter(over=True)


def filtered(rows: QuerySet[Any], told: Mapping[str, Any]) -> QuerySet[Any]:
    """Only what the filter lets through; ``told`` is the cleaned data of :class:`forms.FilterForm`, empty values ask nothing."""
    conditions = {
        "village__startswith": told.get("district"),
        "code": told.get("kind"),
        "rupiah_per_month__gte": told.get("rupiah_min"),
    }
    rows = rows.filter(**{name: value for name, value in conditions.items() if value not in (None, "")})
    if told.get("bpk_kind"):
        rows = rows.filter(bpk_kind="" if told["bpk_kind"] == "none" else told["bpk_kind"])
    if told.get("state") and rows.model is Mismatch:
        rows = rows.filter(standing=told["state"])
    if told.get("assigned"):
        rows = assigned_to(rows, told["officer"]) if told["assigned"] == MINE else assigned_to_nobody(rows, told["area"])
    return rows


def assignees(area: str) -> list[User]:
    """The officers to whom mismatches of an area may be assigned: of the desks that propose, by name."""
    found = User.objects.filter(desk__in=PROPOSERS, is_active=True, areas__overlap=[area, area[:2]])
    return list(found.order_by("full_name", "pk"))


def assigned_to(rows: QuerySet[Any], officer: int) -> QuerySet[Any]:
    """Of these mismatches those that are meant to be an officer's work."""
    return rows.filter(Exists(MismatchAssignment.objects.filter(area=OuterRef("area"), key=OuterRef("key"), officer=officer)))


def assigned_to_nobody(rows: QuerySet[Any], area: str) -> QuerySet[Any]:
    """Those that are nobody's, or of somebody who no longer proposes here."""
    officers = [each.pk for each in assignees(area)]
    own = MismatchAssignment.objects.filter(area=OuterRef("area"), key=OuterRef("key"), officer__in=officers)
    return rows.filter(~Exists(own))


@dataclass(frozen=True)
class Sums:
    """What hangs on a set of mismatches. Two mismatches of one line of the annex are one amount.

    ``per_month`` and ``to_date`` are None where no amount is known; ``unknown`` counts lines without a known amount.
    """

    rows: int
    people: int
    per_month: int | None
    to_date: int | None
    unknown: int


def sums(rows: QuerySet[Any]) -> Sums:
    """People, and rupiah once for every line of the annex."""
    return remembered("sums", rows, lambda: _sums(rows))


def _sums(rows: QuerySet[Any]) -> Sums:
    # Whoever is no person of ours counts as one for each mismatch. Grouped, for counting distinct values would sort them all.
    unnamed = Case(When(person_id__isnull=True, then=F("key")), default=Value(""), output_field=CharField())
    people = rows.order_by().values("person_id", unnamed=unnamed).distinct().count()
    line = Coalesce(NullIf(F("entry_key"), Value("")), F("key"))
    by_line = (
        rows.order_by()
        .values(line=line)
        .annotate(month=Max("rupiah_per_month"), date=Max("rupiah_to_date"))
        .values("month", "date")
    )
    money = by_line.aggregate(lines=Count("*"), known=Count("month"), month_sum=Sum("month"), date_sum=Sum("date"))
    return Sums(
        rows=rows.order_by().count(),
        people=people,
        per_month=_whole(money["month_sum"]),
        to_date=_whole(money["date_sum"]),
        unknown=money["lines"] - money["known"],
    )


def _whole(amount: Any) -> int | None:
    return None if amount is None else int(amount)


@dataclass(frozen=True)
class Counts:
    """How many mismatches are open, moving, and over."""

    open: int
    moving: int
    over: int


def counts(user: Any, area: str) -> Counts:
    """By two queries: cases are few beside mismatches, so what is open is all that is there but what a case has taken."""
    there = in_places(Mismatch.objects.filter(area=area), user)
    return remembered("counts", there, lambda: _counts(there, cases(user, area)))


def _counts(there: QuerySet[Any], taken: QuerySet[Any]) -> Counts:
    found = taken.aggregate(
        in_hand=Count("pk", filter=Q(gone=False, state__in=MOVING)),
        decided=Count("pk", filter=Q(gone=False, over=True)),
        settled=Count("pk", filter=Q(over=True)),
    )
    return Counts(there.count() - found["in_hand"] - found["decided"], found["in_hand"], found["settled"])


def actionable(rows: QuerySet[Any], move: str, *, user: Any, area: str) -> QuerySet[Any]:
    """Of these, what this officer may move this way now; the same rules as the state table's, as one condition."""
    from_states = {m.from_state for m in moves_of(move, user, area)}
    rows = rows.filter(case_state__in=from_states)
    if move in ("confirm", "deny", "approve", "reject"):
        rows = rows.exclude(proposer=user.pk)
    if move == "withdraw":
        rows = rows.filter(proposer=user.pk, confirmer__isnull=True)
    if move in ("approve", "reject"):
        rows = rows if decides_everything(user, area) else rows.filter(proposer_desk=approves_for(user, area))
    return rows


def moves_of(code: str, user: Any, area: str) -> list[Move]:
    """The moves of this code that are open to this officer's desk, and right to decide, today."""
    found = [move for move in CASE.moves if move.code == code and user.desk in move.desks]
    return found if may_decide(user, today(), area=area) else [move for move in found if not move.approver]


def rule_of(area: str) -> str:
    """Who decides in this area: a value of ``ApprovalRule.By``."""
    told = ApprovalRule.objects.filter(area=area).values_list("decided_at_desk", flat=True).first()
    return told or ApprovalRule.By.SAME_DESK


def decides_everything(user: Any, area: str) -> bool:
    """Whether this officer decides on proposals of every office."""
    return bool(user.desk == "dinkes" and rule_of(area) == ApprovalRule.By.DINKES)


def approves_for(user: Any, area: str) -> str:
    """The office on whose proposals this officer decides; none where the region lets the health office decide on all."""
    return user.desk if rule_of(area) == ApprovalRule.By.SAME_DESK else ""


def oldest(rows: QuerySet[Any]) -> Any:
    """The month in which the oldest of them was first seen; None without any."""
    return remembered("oldest", rows, lambda: (rows.order_by().aggregate(first=Min("first_month"))["first"],))[0]
