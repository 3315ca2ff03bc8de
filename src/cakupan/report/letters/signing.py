"""Electronic signatures on a paper: put there with the office's own certificate, and read back without asking anyone.

Everything happens offline: no time stamp service, no revocation list. So a signature here says *who* and *unchanged since*;
the time is the signer's own word, and trust is told only against roots that the caller gives. Signing again adds to the file
and leaves the earlier signature intact (incremental updates), so that region and branch can sign the same minutes.
"""

from __future__ import annotations

import datetime as dt
import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from asn1crypto import pem, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import CMSExtractionError, SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from cakupan.answer.words import date_words
from cakupan.law.refusal import Refusal

FIELD = "Cakupan"
UNREADABLE_SIGNER = "tidak terbaca"

# What pyHanko and asn1crypto raise on bytes that somebody changed, seen by flipping each kind of byte of a signed letter.
DAMAGE = (SignatureValidationError, CMSExtractionError, PdfError, ValueError, AttributeError, KeyError, IndexError, TypeError)

# An unknown certificate is an answer here, not an error; pyHanko would write the signer's name into the log with a traceback.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)

State = Literal["unsigned", "intact", "changed"]
Trust = Literal["trusted", "not_trusted", "no_root_given"]


@dataclass(frozen=True)
class Signature:
    """One signature as read back. ``signed_at`` is the signer's own word; ``intact``: the signed part is as it was signed."""

    field: str
    signer: str
    signed_at: dt.datetime | None
    reason: str
    intact: bool
    trust: Trust


@dataclass(frozen=True)
class Signed:
    """What the file says of itself. ``remnant``: it was signed once, and the signature can no longer be found by its field."""

    signatures: tuple[Signature, ...]
    remnant: bool = False

    @property
    def state(self) -> State:
        """One word for the page behind the QR code: ``changed`` if any signature no longer fits the file, or is torn out."""
        if self.remnant:
            return "changed"
        if not self.signatures:
            return "unsigned"
        return "intact" if all(each.intact for each in self.signatures) else "changed"


class _DatedSigner(PdfSigner):
    """pyHanko asks the clock for the time of signing; here it is an argument like every date."""

    signed_at: dt.datetime

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self.signed_at
        return session


def sign(pdf: bytes, *, certificate: bytes, passphrase: str, signed_at: dt.datetime, reason: str, location: str) -> bytes:
    """The PDF with one more invisible signature: field *Cakupan*, then *Cakupan-2* …

    ``certificate``: PKCS#12 bytes with key; ``signed_at``: with a time zone. Refused: wrong passphrase, no key, a certificate
    that is not valid on that day, a file that cannot be read. Neither certificate nor passphrase is kept or named in a refusal.
    """
    assert signed_at.tzinfo, "a time of signing has its zone"
    _check_certificate(certificate, passphrase, signed_at)
    signer = SimpleSigner.load_pkcs12_data(certificate, other_certs=[], passphrase=passphrase.encode())
    field = _next_field(pdf)
    meta = PdfSignatureMetadata(
        field_name=field, reason=reason, location=location, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    dated = _DatedSigner(meta, signer, new_field_spec=SigFieldSpec(field))
    dated.signed_at = signed_at
    try:
        made = dated.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
    except (PdfError, SigningError) as wrong:
        raise _unreadable() from wrong
    return bytes(made.getvalue())


def signature_of(pdf: bytes, *, trusted_roots: Sequence[bytes] = ()) -> Signed:
    """Every signature of the file, oldest first. ``trusted_roots``: certificates in PEM or DER. Refused: no readable PDF."""
    roots = [_root(each) for each in trusted_roots]
    try:
        found = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    except DAMAGE as wrong:
        raise _unreadable() from wrong
    return Signed(tuple(_read(each, roots) for each in found), remnant=b"/ByteRange" in pdf and not found)


def _read(embedded: EmbeddedPdfSignature, roots: list[x509.Certificate]) -> Signature:
    try:
        # Without a root, validity is still computed; only the trust in the certificate is not.
        status = validate_pdf_signature(embedded, _context(roots, embedded.self_reported_timestamp))
        trust: Trust = "no_root_given" if not roots else "trusted" if status.trusted else "not_trusted"
        return Signature(*_said(embedded), intact=_intact(status), trust=trust)
    except DAMAGE:
        # The file can still be opened, but what the signature covers can no longer be followed.
        return Signature(*_said(embedded), intact=False, trust="not_trusted" if roots else "no_root_given")


def _said(embedded: EmbeddedPdfSignature) -> tuple[str, str, dt.datetime | None, str]:
    """Field, signer, time and reason as the signature has them; a torn certificate names nobody."""
    field = str(embedded.field_name)
    try:
        subject = embedded.signer_cert.subject
        signer = str(subject.native.get("common_name", subject.human_friendly))
        return field, signer, embedded.self_reported_timestamp, str(embedded.sig_object.get("/Reason", ""))
    except DAMAGE:
        return field, UNREADABLE_SIGNER, None, ""


def _context(roots: list[x509.Certificate], moment: dt.datetime | None) -> ValidationContext:
    """As of the day of signing, and never from the net."""
    return ValidationContext(trust_roots=roots, moment=moment, allow_fetching=False, revocation_mode="soft-fail")


def _intact(status: PdfSignatureStatus) -> bool:
    """The signed bytes are as signed, and what was added since is no more than further signatures."""
    unchanged = bool(status.intact and status.valid and status.docmdp_ok is not False)
    covered = status.coverage is not None and status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    added = status.modification_level
    return unchanged and covered and (added is None or added <= ModificationLevel.FORM_FILLING)


def _next_field(pdf: bytes) -> str:
    count = len(signature_of(pdf).signatures)
    return FIELD if not count else f"{FIELD}-{count + 1}"


def _check_certificate(certificate: bytes, passphrase: str, signed_at: dt.datetime) -> None:
    what = "tanda tangan elektronik"
    try:
        key, holder, _ = pkcs12.load_key_and_certificates(certificate, passphrase.encode())
    except ValueError as wrong:
        raise Refusal(
            what,
            why="berkas sertifikat tidak dapat dibuka dengan kata sandi itu.",
            mend="Periksa kata sandi, atau minta berkas PKCS#12 (.p12) yang baru kepada penerbit sertifikat.",
        ) from wrong
    if key is None or holder is None:
        raise Refusal(
            what,
            why="berkas sertifikat tidak memuat kunci penanda tangan.",
            mend="Ekspor kembali sertifikat bersama kuncinya sebagai PKCS#12 (.p12).",
        )
    _check_dates(holder, signed_at)


def _check_dates(holder: certificates.Certificate, signed_at: dt.datetime) -> None:
    first, last = holder.not_valid_before_utc, holder.not_valid_after_utc
    if not first <= signed_at <= last:
        raise Refusal(
            "tanda tangan elektronik",
            why=f"sertifikat berlaku {date_words(first.date())} sampai {date_words(last.date())}, "
            f"sedangkan surat ditandatangani {date_words(signed_at.date())}.",
            mend="Perbarui sertifikat pada penerbitnya, lalu tandatangani kembali.",
        )


def _root(certificate: bytes) -> x509.Certificate:
    """A root in DER; PEM is unwrapped first."""
    try:
        der = pem.unarmor(certificate)[2] if pem.detect(certificate) else certificate
        root = x509.Certificate.load(der)
        root.subject.native  # noqa: B018 - asn1crypto parses late, and a wrong file must be told here
    except ValueError as wrong:
        raise Refusal(
            "sertifikat akar", why="berkas itu bukan sertifikat X.509.", mend="Unggah sertifikat akar dalam bentuk PEM atau DER."
        ) from wrong
    return root


def _unreadable() -> Refusal:
    return Refusal("berkas PDF", why="berkas tidak dapat dibaca sebagai PDF yang utuh.", mend="Unduh kembali surat dari sistem.")
