"""Two records side by side: the same person or not, one pair after the other, by keys or by buttons."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cakupan.office.access import allow, number_of
from cakupan.office.audit.log import note
from cakupan.office.positions.models import ReviewPair
from cakupan.office.verification.desks import PAIR_DESKS
from cakupan.office.verification.forms import PlaceForm
from cakupan.office.verification.gate import PAIR_DECIDES_ALONE
from cakupan.office.verification.models import PairDecision
from cakupan.office.verification.pairs import in_order, is_numbered, last_word, shown, to_hand_over, waiting_pairs
from cakupan.office.verification.shown import tabs_of
from cakupan.office.work.running import begin

PURPOSE = "pemadanan"
Answer = PairDecision.Answer


@allow(*PAIR_DESKS)
@require_GET
def following(request: HttpRequest, area: str) -> HttpResponse:
    """The next pair that waits for this office, the heaviest first; in one district where that is asked."""
    form = PlaceForm(request.GET or None, area=area)
    waiting = waiting_pairs(request.user, area).filter(village__startswith=form.told().get("district") or "")
    pair = in_order(waiting, request.user).first()
    if pair is None:
        around = {"tabs": tabs_of(request, area, "pair"), "form": form, "ready": to_hand_over(area).count()}
        return render(request, "verification/no_pair.html", around)
    return _page(request, area, pair, form)


@allow(*PAIR_DESKS)
@require_GET
def pair(request: HttpRequest, area: str, pair_id: int) -> HttpResponse:
    """One pair, decided or not."""
    return _page(request, area, get_object_or_404(ReviewPair, pk=pair_id, area=area), PlaceForm(None, area=area))


def _page(
    request: HttpRequest, area: str, found: ReviewPair, form: PlaceForm, *, error: str = "", reason: str = "", seen: str = ""
) -> HttpResponse:
    """Both NIK stand whole here, for they are what is compared: reading them is recorded with its purpose."""
    note(request, "pair.read", subject=("pair", found.key), why=PURPOSE)
    before = last_word(area, found.key)
    context = {
        "tabs": tabs_of(request, area, "pair"),
        "form": form,
        "pair": found,
        "shown": shown(found),
        "before": before,
        "seen": seen or (before.pk if before else 0),
        "numbered": is_numbered(found),
        "counts_at_once": request.user.desk == PAIR_DECIDES_ALONE,  # type: ignore[union-attr]
        "ready": to_hand_over(area).count(),
        "district": form.told().get("district") or request.POST.get("district", ""),
        "error": error,
        "reason": reason,
        "errors_in_form": bool(error),
    }
    return render(request, "verification/pair.html", context, status=422 if error else 200)


@allow(*PAIR_DESKS)
@require_POST
def decide(request: HttpRequest, area: str, pair_id: int) -> HttpResponse:
    """Keep the answer and go on to the next pair."""
    from cakupan.office.verification.pairs import decide as keep

    found = get_object_or_404(ReviewPair, pk=pair_id, area=area)
    answer, reason = request.POST.get("decision", ""), request.POST.get("reason", "").strip()
    seen = number_of(request.POST.get("seen", "0"))
    user: Any = request.user
    if answer not in Answer.values or seen is None or (answer == Answer.ASK and user.desk == PAIR_DECIDES_ALONE):
        raise Http404
    if answer == Answer.DIFFERENT and not reason:
        told = _("Tulis mengapa keduanya orang yang berbeda.")
        return _page(request, area, found, PlaceForm(None, area=area), error=told, seen=str(seen))
    keep(request, found, decision=answer, reason=reason, seen=seen)
    messages.success(request, _("Pasangan sebelumnya: %(answer)s.") % {"answer": Answer(answer).label})
    district = request.POST.get("district", "")
    return redirect(reverse("verification:pair", args=[area]) + (f"?district={district}" if district else ""))


@allow(*PAIR_DESKS)
@require_POST
def hand_over(request: HttpRequest, area: str) -> HttpResponse:
    """Begin the handing over of what counts, for the next position."""
    piece = begin(kind="verification.hand_over", area=area, user=request.user, arguments={"user": request.user.pk})
    return redirect("work:piece", area=area, work_id=piece.pk)
