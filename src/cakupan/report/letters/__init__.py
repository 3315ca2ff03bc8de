"""The papers of the office as PDF: Indonesian, A4, numbered, with a QR code, and the position they rest on.

How to make one::

    from cakupan.report.letters import Heading, Invoice, typeset

    pdf = typeset(Invoice(…), heading=Heading(…))                # bytes
    shown = typeset(Invoice(…), heading=Heading(…), masked=True)  # what the page behind the QR code shows

A paper is a frozen dataclass of plain values (text, whole rupiah, dates, :class:`~cakupan.law.calendar.Month`, and tuples
of such dataclasses). Codes of segments, payers, accounts and mismatches are those of an edition; the paper writes their
words. Nothing here knows a clock, a database or the network: the same values give the same bytes. A paper whose figures do
not add up is a defect of its caller (:class:`AssertionError`).

===========================  ==========================================================================
``MonthlyListMinutes``       Berita Acara Pemutakhiran Data: in, out, total of a month
``Invoice``                  surat tagihan of an agreement, on two accounts
``ReconciliationMinutes``    Berita Acara Rekonsiliasi of a quarter
``MismatchMinutes``          Berita Acara verifikasi dan pemadanan
``ProposalLetter``           covering letter of usulan peserta
``DecreeAnnex``              lampiran Keputusan Kepala Daerah; :func:`in_volumes` cuts a long one
``PaymentReminder``          surat pengingat: unpaid months
``RequirementReminder``      surat pengingat: requirements due, agreement ending
``BalanceConfirmation``      konfirmasi saldo 31 Desember
``ReEnumeration``            berita acara musyawarah and list of pendataan ulang of a village
``LocalGuaranteeLetter``     Surat Jaminan Pelayanan (SJP) Pemda of one person; "Bukan SEP"
``GuaranteeRecap``           rekap SJP of a facility and month, for its claim
``PersonRecord``             riwayat satu orang, for that person
===========================  ==========================================================================

``PAPERS`` maps each ``kind`` to its class; every class has ``kind``, ``title`` (Indonesian) and ``regulations`` (regulations).
A masked copy hides names, identity and card numbers, addresses and days of birth of *people*, what was found about them,
and everything in ``PersonRecord``. It cannot know a name that a caller writes into a free text (``agreed``, ``cause`` …):
leave names out there.

Signing and reading signatures back is :mod:`cakupan.report.letters.signing`: ``sign`` and ``signature_of``.
"""

from cakupan.report.letters.balance_confirmation import Balance, BalanceConfirmation
from cakupan.report.letters.decree_annex import VOLUME_LINES_MAX, AnnexLine, DecreeAnnex, in_volumes
from cakupan.report.letters.guarantee_recap import GuaranteedPerson, GuaranteeRecap
from cakupan.report.letters.heading import Heading, Letterhead, Position, Signatory, Verification
from cakupan.report.letters.invoice import CorrectionNote, Invoice, InvoiceLine
from cakupan.report.letters.local_guarantee_letter import LocalGuaranteeLetter
from cakupan.report.letters.mismatch_minutes import MatchedRegister, MismatchDecisions, MismatchMinutes
from cakupan.report.letters.monthly_list_minutes import CHANGES_MAX, Breakdown, Change, MonthlyListMinutes
from cakupan.report.letters.paper import CitedPaper, Paper, Workbook
from cakupan.report.letters.person import Person
from cakupan.report.letters.person_record import Access, PersonRecord, RecordEntry
from cakupan.report.letters.proposal_letter import ProposalLetter, ProposedArea
from cakupan.report.letters.re_enumeration import ReEnumeration, VisitedPerson
from cakupan.report.letters.reconciliation_minutes import ReconciledMonth, ReconciliationMinutes
from cakupan.report.letters.reminders import DueRequirement, PaymentReminder, RequirementReminder, UnpaidMonth
from cakupan.report.letters.typesetting import told_to_template, typeset

PAPERS: dict[str, type[Paper]] = {
    paper.kind: paper
    for paper in (
        MonthlyListMinutes,
        Invoice,
        ReconciliationMinutes,
        MismatchMinutes,
        ProposalLetter,
        DecreeAnnex,
        PaymentReminder,
        RequirementReminder,
        BalanceConfirmation,
        ReEnumeration,
        LocalGuaranteeLetter,
        GuaranteeRecap,
        PersonRecord,
    )
}

__all__ = [
    "CHANGES_MAX",
    "PAPERS",
    "VOLUME_LINES_MAX",
    "Access",
    "AnnexLine",
    "Balance",
    "BalanceConfirmation",
    "Breakdown",
    "Change",
    "CitedPaper",
    "CorrectionNote",
    "DecreeAnnex",
    "DueRequirement",
    "GuaranteeRecap",
    "GuaranteedPerson",
    "Heading",
    "Invoice",
    "InvoiceLine",
    "Letterhead",
    "LocalGuaranteeLetter",
    "MatchedRegister",
    "MismatchDecisions",
    "MismatchMinutes",
    "MonthlyListMinutes",
    "Paper",
    "PaymentReminder",
    "Person",
    "PersonRecord",
    "Position",
    "ProposalLetter",
    "ProposedArea",
    "ReEnumeration",
    "ReconciledMonth",
    "ReconciliationMinutes",
    "RecordEntry",
    "RequirementReminder",
    "Signatory",
    "UnpaidMonth",
    "Verification",
    "VisitedPerson",
    "Workbook",
    "in_volumes",
    "told_to_template",
    "typeset",
]
