"""To the branch and back: the batch file in one of its forms, the decree's annex for the month, the answer row by row."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from cakupan.office.agreements.documents import keep_bytes
from cakupan.office.database.models import Area
from cakupan.office.enrolment.models import Proposal, ProposalLine
from cakupan.office.enrolment.reasons import reason_words
from cakupan.office.rooms import rooms
from cakupan.registers.areas import area_name
from cakupan.registers.branch_batch import BatchHead, BatchRow, match_answers
from cakupan.report.branch_batch import write_branch_batch

DECISIONS = "decisions"


def annex(proposal: Proposal) -> list[ProposalLine]:
    """The lines of the annex in its order."""
    return list(proposal.lines.filter(included=True).order_by("annex_line", "village", "rank", "id"))


def rows(proposal: Proposal, *, submitted_date: dt.date) -> list[BatchRow]:
    """The annex as the batch's rows."""
    decree, terms = proposal.decree, proposal.agreement.terms
    assert decree is not None, "nothing goes to the branch without a decree"
    approved_by = proposal.approved_by.full_name if proposal.approved_by else ""
    return [
        BatchRow(
            line=line.annex_line or 0,
            decision=proposal.kind,
            nik=line.nik,
            name=line.name,
            family_card_number=line.family_card_number,
            card_number=line.card_number,
            birth_place=line.birth_place,
            birth_date=line.birth_date,
            sex=line.sex,
            address=line.address or area_name(line.village) or "",
            rt=line.rt,
            rw=line.rw,
            area_code=line.village,
            village_name=area_name(line.village) or "",
            district_name=area_name(line.village[:8]) or "",
            class_of_care=terms.get("class", 3),
            segment=terms.get("segment", "PEMDA"),
            payer=terms.get("payer", ""),
            effective_date=proposal.effective_date,
            submitted_date=submitted_date,
            agreement_number=proposal.agreement.month_number,
            decree_number=decree.number,
            decree_date=decree.decree_date,
            decided_by=decree.signed_by or approved_by,
            reason=reason_words(line.reason),
            priority=line.priority,
        )
        for line in annex(proposal)
    ]


def head(proposal: Proposal, *, submitted_date: dt.date) -> BatchHead:
    """What stands above the headings of the branch's forms."""
    decree = proposal.decree
    return BatchHead(
        area_name=Area.objects.get(code=proposal.area).name,
        title=str(proposal),
        agreement_number=proposal.agreement.month_number,
        decree_number=decree.number if decree else "",
        decree_date=decree.decree_date if decree else None,
        submitted_date=submitted_date,
    )


def batch(proposal: Proposal, *, profile: str, submitted_date: dt.date) -> tuple[str, str]:
    """Write the batch in a form of the branch and keep it; gives its SHA-256 and ending. Raises what the writer refuses."""
    ending = ".csv" if profile == DECISIONS else ".xlsx"
    return keep_bytes(_written(proposal, profile, submitted_date, ending)), ending


def hand_over(proposal: Proposal, *, submitted_date: dt.date) -> str:
    """Import the annex as decisions into the workspace, so that the month sees it; gives the snapshot's hash.

    Its position is the day on which it reaches the branch: from that day the cut-off counts.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"lampiran-sk-{proposal.pk}.csv"
        file.write_bytes(_written(proposal, DECISIONS, submitted_date, ".csv"))
        told = rooms().import_file(kind=DECISIONS, file=file, profile=DECISIONS, area=proposal.area, as_of=submitted_date)
    assert not told["faults"], "what the office writes it can read"
    return str(told["hash"])


def _written(proposal: Proposal, profile: str, submitted_date: dt.date, ending: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"batch{ending}"
        write_branch_batch(
            rows=rows(proposal, submitted_date=submitted_date),
            head=head(proposal, submitted_date=submitted_date),
            profile=profile,
            dated=submitted_date,
            out=file,
        )
        return file.read_bytes()


def take_answer(proposal: Proposal, file: Path, *, as_of: dt.date) -> Counter[str]:
    """Give each line what the branch said to it; counts by answer, and ``never_sent`` for answers to what was not sent."""
    assert proposal.submitted_date is not None, "an answer comes to what was sent"
    given = rooms().branch_answers(file=file, area=proposal.area, as_of=as_of)
    matched = match_answers(sent=rows(proposal, submitted_date=proposal.submitted_date), answers=given)
    by_line: dict[Any, ProposalLine] = {line.annex_line: line for line in annex(proposal)}
    counts: Counter[str] = Counter(never_sent=len(matched.never_sent))
    changed = []
    for answered in matched.rows:
        line = by_line[answered.sent.line]
        # A second answer adds to the first: silence in it takes nothing back.
        if answered.outcome != "unanswered" or not line.answer:
            line.answer, line.answer_reason = answered.outcome, (answered.reason or "")[:300]
            line.answer_effective_date = answered.effective_date
            changed.append(line)
        counts[line.answer] += 1
    ProposalLine.objects.bulk_update(changed, ["answer", "answer_reason", "answer_effective_date"], batch_size=1000)
    return counts
