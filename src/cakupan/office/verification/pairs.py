"""Uncertain links of the newest position and what officers said of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cakupan.law.refusal import Refusal
from cakupan.linking.explanation import LABELS, RULES
from cakupan.office.audit.log import note
from cakupan.office.clock import today
from cakupan.office.pages.parts import Compared
from cakupan.office.positions.models import ReviewPair
from cakupan.office.verification.gate import PAIR_DECIDES_ALONE, PAIR_NEEDS_CONFIRMATION
from cakupan.office.verification.levels import spoken
from cakupan.office.verification.models import PairDecision
from cakupan.office.verification.wording import village_word

Answer = PairDecision.Answer
DECIDED = (Answer.SAME, Answer.DIFFERENT)


def of_pair() -> QuerySet[PairDecision]:
    """The decisions on the pair of an outer query, newest first."""
    return PairDecision.objects.filter(area=OuterRef("area"), pair_key=OuterRef("key")).order_by("-pk")


def pairs(area: str) -> QuerySet[Any]:
    """Every uncertain pair with whether it is ``decided`` and the last word of an office that needs the other's (``pending``)."""
    decided = of_pair().filter(decided_desk=PAIR_DECIDES_ALONE, decision__in=DECIDED)
    pending = of_pair().filter(decided_desk__in=list(PAIR_NEEDS_CONFIRMATION)).exclude(decision=Answer.SKIP)
    found: QuerySet[Any] = ReviewPair.objects.filter(area=area)
    told: QuerySet[Any] = found.annotate(decided=Exists(decided), pending=Subquery(pending.values("decision")[:1]))
    return told


def waiting_pairs(user: Any, area: str) -> QuerySet[Any]:
    """The pairs that wait for this officer's office: for Dukcapil all without its word, for others those they said nothing of."""
    found = pairs(area).filter(decided=False)
    return found if user.desk == PAIR_DECIDES_ALONE else found.filter(pending__isnull=True)


def in_order(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """What another office said first or asks comes first, then the heaviest; what this officer passed over comes last."""
    passed = of_pair().filter(decided_by=user.pk, decision=Answer.SKIP)
    ranked: QuerySet[Any] = rows.annotate(passed=Exists(passed), unasked=Q(pending__isnull=True)).order_by(
        "passed", "unasked", "-weight_bits", "pk"
    )
    return ranked


def last_word(area: str, pair_key: str) -> PairDecision | None:
    """The newest decision on a pair that is more than passing it over."""
    said = PairDecision.objects.filter(area=area, pair_key=pair_key).exclude(decision=Answer.SKIP)
    return said.select_related("decided_by").order_by("-pk").first()


def is_numbered(pair: ReviewPair) -> bool:
    """Whether its row has a number of its own; without one no decision would find it again next month."""
    return bool(pair.fields.get("subject_id"))


@dataclass(frozen=True)
class Shown:
    """A pair as the page shows it; weights in words."""

    left: str
    right: str
    rows: list[Compared]
    weight: str
    accept: str
    reject: str
    rule: str
    runner_up: str


def shown(pair: ReviewPair) -> Shown:
    """Both sides field by field with what each weighs, the start, the sum, the bars, and the next candidate."""
    told = pair.fields
    register = {"poverty": _("Data kemiskinan"), "members": _("Peserta BPJS")}.get(pair.register, pair.register)
    return Shown(
        left=_("%(register)s, baris %(row)s (%(file)s)") % {"register": register, "row": told["row"], "file": told["file"]},
        right=_("Data penduduk"),
        rows=[*_fields(told), *_places(told), _start(told)],
        weight=bits(told["weight_bits"]),
        accept=bits(told["accept_bits"]),
        reject=bits(told["reject_bits"]),
        rule=spoken(RULES.get(told["rule"], "")),
        runner_up=_runner_up(told.get("runner_up")),
    )


def _fields(told: dict[str, Any]) -> list[Compared]:
    return [
        Compared(
            spoken(LABELS[each["field"]]),
            each["given"],
            each["resident"],
            bits(each["bits"], signed=True),
            spoken(each["says"]),
            differs=(each["bits"] or 0) < 0,
        )
        for each in told["fields"]
    ]


def _places(told: dict[str, Any]) -> list[Compared]:
    """What helps a person to judge and weighs nothing: the village by name, and the address."""
    left, right = told["subject"], told["resident"]
    village = [village_word(side.get("area_code") or "") for side in (left, right)]
    return [
        Compared(_("Desa/kelurahan"), village[0], village[1]),
        Compared(_("Alamat"), left.get("address") or "", right.get("address") or ""),
    ]


def _start(told: dict[str, Any]) -> Compared:
    return Compared(_("Awal"), "", "", bits(told["prior_bits"], signed=True), _("seorang di antara seluruh penduduk"))


def _runner_up(told: dict[str, Any] | None) -> str:
    if told is None:
        return ""
    resident = told["resident"]
    return f"{resident['name']} ({resident['nik'] or '–'}), {bits(told['weight_bits'], signed=True)} bit"


def bits(amount: float | None, *, signed: bool = False) -> str:
    """A weight as it is written here; what was not weighed is nothing."""
    if amount is None:
        return ""
    return f"{amount:+.1f}".replace(".", ",").replace("-", "−") if signed else f"{amount:.1f}".replace(".", ",").replace("-", "−")


def decide(request: HttpRequest, pair: ReviewPair, *, decision: str, reason: str, seen: int) -> PairDecision:
    """Keep what the officer says of a pair. Raises :class:`Refusal` if a colleague said something since, or it cannot be kept."""
    user: Any = request.user
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"pair {pair.area} {pair.key}"])
    before = last_word(pair.area, pair.key)
    if before is not None and before.pk != seen:
        raise _somebody_was_first(before)
    if decision in DECIDED and not is_numbered(pair):
        raise Refusal(
            _("Keputusan tentang pasangan ini"),
            why=_("barisnya tidak punya nomor sendiri, sehingga bulan depan tidak ditemukan lagi."),
            mend=_("Minta kantor pemilik data melengkapi nomornya, lalu lewati pasangan ini."),
        )
    maker = before.decided_by if before is not None and before.decided_desk in PAIR_NEEDS_CONFIRMATION else None
    kept = PairDecision.objects.create(
        area=pair.area,
        pair_key=pair.key,
        register=pair.register,
        subject_id=pair.subject_id,
        subject_nik=pair.subject_nik,
        resident_nik=pair.candidate_nik,
        decision=decision,
        reason=reason,
        decided_by=user,
        decided_desk=user.desk,
        decided_date=today(),
        proposed_by=maker if user.desk == PAIR_DECIDES_ALONE and decision in DECIDED else None,
    )
    note(request, f"pair.{decision}", subject=("pair", pair.key), why=reason)
    return kept


def _somebody_was_first(before: PairDecision) -> Refusal:
    return Refusal(
        _("Keputusan tentang pasangan ini"),
        why=_("%(who)s sudah menjawab “%(said)s” sejak Anda membukanya. Jawaban Anda tidak disimpan.")
        % {"who": before.decided_by.full_name, "said": before.get_decision_display()},
        mend=_("Buka lagi pasangannya, lihat jawaban itu, lalu putuskan."),
    )


def to_hand_over(area: str) -> QuerySet[PairDecision]:
    """The decisions that count and were not handed over: of each pair the latest, if it is Dukcapil's."""
    of_those = PairDecision.objects.filter(area=area, decided_desk=PAIR_DECIDES_ALONE, decision__in=DECIDED)
    later = of_those.filter(pair_key=OuterRef("pair_key"), pk__gt=OuterRef("pk"))
    return of_those.filter(~Exists(later), handed__isnull=True).select_related("decided_by").order_by("pk")
