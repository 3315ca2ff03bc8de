"""What is to be said of a paper today: signed and intact, only coded, changed, or withdrawn. Asked of its file, not of a note."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from cakupan.law.refusal import Refusal
from cakupan.office.papers.keeping import kept
from cakupan.office.papers.models import Paper, PaperState
from cakupan.report.letters.signing import Signature, signature_of

State = Literal["signed", "coded", "changed", "withdrawn"]
Same = Literal["same", "earlier", "masked", "different"]


@dataclass(frozen=True)
class Standing:
    """The one word, and the signatures as they are read from the file."""

    state: State
    signatures: tuple[Signature, ...] = ()


def standing_of(paper: Paper) -> Standing:
    """Read the file that is kept: its hash must be the one noted, and every signature must fit it."""
    pdf = kept(paper.file_sha256)
    if pdf is None:
        return Standing("changed")
    try:
        signed = signature_of(pdf)
    except Refusal:
        return Standing("changed")
    if paper.state == PaperState.WITHDRAWN:
        return Standing("withdrawn", signed.signatures)
    if signed.state == "changed":
        return Standing("changed", signed.signatures)
    return Standing("signed" if signed.signatures else "coded", signed.signatures)


def compared(paper: Paper, file: Iterable[bytes]) -> Same:
    """Whether a file that somebody holds is the paper: as it stands, as it stood before a signature, or its masked copy."""
    digest = hashlib.sha256()
    for chunk in file:
        digest.update(chunk)
    told = digest.hexdigest()
    if told == paper.file_sha256:
        return "same"
    if told == paper.masked_sha256:
        return "masked"
    earlier = {paper.sha256, *paper.signatures.values_list("sha256", flat=True)}
    return "earlier" if told in earlier else "different"
