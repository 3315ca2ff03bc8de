"""Signing a paper with the certificate of the officer's side; withdrawing one that is wrong."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cakupan.law.refusal import Refusal
from cakupan.office.audit.log import note
from cakupan.office.audit.purposes import hidden_numbers
from cakupan.office.clock import now
from cakupan.office.papers.keeping import keep, still_whole
from cakupan.office.papers.letterheads import letterhead_of
from cakupan.office.papers.models import Paper, PaperState, Signature
from cakupan.report.letters.signing import sign, signature_of

# The region signs with one certificate, the branch with its own.
VARIABLES = {"bpjs": "CAKUPAN_BRANCH_CERTIFICATE"}
VARIABLE = "CAKUPAN_CERTIFICATE"


def may_sign(paper: Paper, desk: str) -> bool:
    """Whether a paper still waits for this office's electronic signature. The page shows the button by it."""
    return paper.state != PaperState.WITHDRAWN and not paper.signatures.filter(desk=desk).exists()


def sign_paper(request: HttpRequest, paper_id: int) -> Paper:
    """Put the officer's side's signature on the paper; the file so made becomes the paper's file. Refused if it cannot be."""
    paper = Paper.objects.select_for_update().get(pk=paper_id)
    user: Any = request.user
    desk = user.desk
    if not may_sign(paper, desk):
        raise Refusal(
            paper.number,
            why=_("surat ini sudah ditandatangani kantor Anda, atau sudah ditarik."),
            mend=_("Muat ulang halamannya untuk melihat keadaannya sekarang."),
        )
    pdf = still_whole(paper.file_sha256, number=paper.number)
    certificate, passphrase = _certificate(desk)
    at = now()
    signed = sign(
        pdf,
        certificate=certificate,
        passphrase=passphrase,
        signed_at=at,
        reason=paper.title,
        location=letterhead_of(paper.area, desk).place,
    )
    signer = signature_of(signed).signatures[-1].signer
    made = Signature.objects.create(paper=paper, desk=desk, signer=signer, signed_at=at, signed_by=user, sha256=keep(signed))
    paper.state = PaperState.SIGNED
    paper.save(update_fields=["state"])
    note(request, "paper.sign", subject=("paper", paper.pk), details={"number": paper.number, "sha256": made.sha256})
    return paper


def withdraw(request: HttpRequest, paper_id: int, *, reason: str) -> Paper:
    """Withdraw a paper: its page says so from now on, and why, without numbers of people.

    Refused without a reason, or if somebody did it before.
    """
    paper = Paper.objects.select_for_update().get(pk=paper_id)
    if paper.state == PaperState.WITHDRAWN or not reason.strip():
        raise Refusal(
            paper.number,
            why=_("surat ini sudah ditarik, atau alasan penarikannya kosong."),
            mend=_("Tulis alasannya; alasan itu terbaca di halaman publik surat."),
        )
    paper.state, paper.withdrawn_because = PaperState.WITHDRAWN, hidden_numbers(reason.strip())
    paper.withdrawn_by, paper.withdrawn_at = request.user, now()  # type: ignore[assignment]
    paper.save(update_fields=["state", "withdrawn_because", "withdrawn_by", "withdrawn_at"])
    note(request, "paper.withdraw", subject=("paper", paper.pk), why=paper.withdrawn_because, details={"number": paper.number})
    return paper


def _certificate(desk: str) -> tuple[bytes, str]:
    told = settings.ENVIRONMENT.certificates.get("bpjs" if desk == "bpjs" else "pemda")
    variable = VARIABLES.get(desk, VARIABLE)
    if told is None or not told.path.is_file():
        raise Refusal(
            _("Tanda tangan elektronik"),
            why=_("sertifikat elektronik untuk kantor Anda belum dipasang di server ini."),
            mend=_(
                "Minta admin TI daerah mengisi %(variable)s (berkas PKCS#12) dan kata sandinya. "
                "Surat berkode tetap sah dibawa untuk ditandatangani basah."
            )
            % {"variable": variable},
        )
    return told.path.read_bytes(), told.passphrase
