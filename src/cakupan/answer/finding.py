"""What was found about one question before it is put into words for the desk."""

from __future__ import annotations

from dataclasses import dataclass

from cakupan.answer.reasons import Reason
from cakupan.answer.record import Card, Entry
from cakupan.answer.standing import Activation

# What there is to do first where care itself can be in question, before any paper.
EMERGENCY = "treat_emergency"


@dataclass(frozen=True)
class Finding:
    """A status with its reasons, the codes of what to do, and what it rests on: a card, the branch's later word, or our entry.

    ``first``: what comes before everything; None of a person whom the registry has as deceased.
    """

    status: str
    reasons: tuple[Reason, ...]
    actions: tuple[str, ...] = ()
    card: Card | None = None
    entry: Entry | None = None
    activation: Activation | None = None
    first: str | None = EMERGENCY

    @property
    def told(self) -> Activation | Card | Entry | None:
        """What gives segment, payer and class."""
        return self.activation or self.card or self.entry
