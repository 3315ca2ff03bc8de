"""Decrees, agreements with their terms as data, what must be there before signing, the papers, and what became of each."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cakupan.office.accounts.desks import Desk
from cakupan.office.accounts.models import User
from cakupan.office.agreements.states import AGREEMENT, DRAFT, IN_FORCE
from cakupan.office.database.models import AreaRow, HistoryRow, MovedRow


class Kind(models.TextChoices):
    """What kind of agreement."""

    PKS = "pks", _("Perjanjian Kerja Sama")
    RK = "rk", _("Rencana Kerja")
    MOU = "mou", _("Nota Kesepahaman")


class PaperKind(models.TextChoices):
    """What kind of paper is kept; the codes are those of an agreement's document."""

    SK = "sk", _("Surat Keputusan")
    PKS = "pks", _("Perjanjian Kerja Sama")
    RK = "rk", _("Rencana Kerja")
    MOU = "mou", _("Nota Kesepahaman")
    ADDENDUM = "addendum", _("Adendum")
    MINUTES = "minutes", _("Berita Acara")


class Document(AreaRow):
    """A file that is kept as it came: its bytes stand in the workspace under their SHA-256 (``documents``)."""

    kind = models.CharField(max_length=10, choices=PaperKind.choices)
    name = models.CharField(max_length=200)
    number = models.CharField(max_length=80, blank=True)
    paper_date = models.DateField(null=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Decree(AreaRow):
    """The decision of the head of region (SK) behind a list of people; ``annex`` is the imported list with its number."""

    number = models.CharField(max_length=80)
    decree_date = models.DateField()
    about = models.CharField(max_length=200, blank=True)
    signed_by = models.CharField(max_length=120, blank=True)
    annex = models.CharField(max_length=80, default="decisions")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "number"], name="decree_once")]

    def __str__(self) -> str:
        return self.number


class Agreement(MovedRow):
    """An agreement between a Pemda and the branch. ``terms`` has the keys of the document ``agreement:`` (docs/formats.md).

    ``from_date``, ``to_date`` (half-open) repeat the terms for searching. An addendum ``amends`` its base and goes on under the
    base's number in the month; a renewal has a number of its own. From signing on its terms are kept by the database.
    """

    number = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=4, choices=Kind.choices, default=Kind.PKS)
    terms = models.JSONField(default=dict)
    from_date = models.DateField(null=True)
    to_date = models.DateField(null=True)
    decree = models.ForeignKey(Decree, on_delete=models.PROTECT, null=True, related_name="agreements")
    amends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="addenda")
    renews = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="renewals")
    signed_date = models.DateField(null=True)
    place = models.CharField(max_length=120, blank=True)
    signatories = ArrayField(models.CharField(max_length=120), default=list)
    witnesses = ArrayField(models.CharField(max_length=120), default=list)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    # The snapshot in the workspace by which the month knows it; empty until it is active.
    imported_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["-from_date", "-id"]
        constraints: ClassVar = [
            AGREEMENT.known_states("agreement_in_a_known_state"),
            models.UniqueConstraint(fields=["area", "number"], condition=~models.Q(number=""), name="agreement_number_once"),
            models.CheckConstraint(
                condition=~models.Q(signed_by=models.F("proposed_by")), name="agreement_proposer_is_no_signatory"
            ),
            models.CheckConstraint(condition=models.Q(from_date__lt=models.F("to_date")), name="agreement_not_empty"),
        ]

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def month_number(self) -> str:
        """The number under which months know it: an addendum's is that of its base."""
        return self.amends.month_number if self.amends else self.number

    @property
    def last_date(self) -> dt.date | None:
        """The last day on which it holds."""
        return self.to_date - dt.timedelta(days=1) if self.to_date else None

    @property
    def editable(self) -> bool:
        """Whether its terms are still open."""
        return self.state == DRAFT

    @property
    def in_force(self) -> bool:
        """Whether months bill under it."""
        return self.state in IN_FORCE

    def document(self) -> dict[str, Any]:
        """Everything as the document ``agreement:`` says it, dates as ISO text."""
        told = {key: value for key, value in self.terms.items() if key not in ("requirements", "papers", "signed", "decree")}
        told |= {"number": self.month_number or _("(belum bernomor)"), "title": self.title, "area": self.area}
        told["number"], told["status"] = str(told["number"]), STATUS_WORDS.get(self.state, self.state)
        if self.decree:
            told["decree"] = {
                "number": self.decree.number,
                "date": self.decree.decree_date.isoformat(),
                "annex": self.decree.annex,
            }
        told["requirements"] = [requirement.as_terms() for requirement in self.requirements.all()]
        # Of an agreement that came from files the papers are named only.
        papers = [paper.as_terms() for paper in self.papers.select_related("document")]
        told["papers"] = [*(self.terms.get("papers") or ()), *papers]
        if self.signed_date:
            told["signed"] = {
                "date": self.signed_date.isoformat(),
                "place": self.place or None,
                "by": self.signatories,
                "witnessed_by": self.witnesses,
            }
        return {key: value for key, value in told.items() if value not in ([], {})}


# Where the document's word for a state is longer than ours.
STATUS_WORDS = {"complete": "requirements_complete"}


class Requirement(AreaRow):
    """What must be there before signing, and until when. ``desk``: whose queue shows it; ``owner``: the office by name."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="requirements")
    name = models.CharField(max_length=200)
    owner = models.CharField(max_length=80)
    desk = models.CharField(max_length=12, choices=Desk.choices)
    due_date = models.DateField(null=True)
    done_date = models.DateField(null=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["due_date", "id"]

    def __str__(self) -> str:
        return self.name

    def as_terms(self) -> dict[str, Any]:
        """As the agreement's document lists it."""
        told = {"name": self.name, "owner": self.owner, "due": self.due_date, "done_on": self.done_date}
        return {key: each.isoformat() if isinstance(each, dt.date) else each for key, each in told.items() if each}


class AgreementPaper(AreaRow):
    """A paper in the file of an agreement."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="papers")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["agreement", "document"], name="paper_once")]

    def as_terms(self) -> dict[str, Any]:
        """As the agreement's document lists it."""
        paper = self.document
        told = {"name": paper.name, "kind": paper.kind, "number": paper.number, "date": paper.paper_date}
        return {key: each.isoformat() if isinstance(each, dt.date) else each for key, each in told.items() if each}


class AgreementHistory(HistoryRow):
    """What was done with an agreement."""

    subject = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="history")
