"""Signatures on a paper: put there twice, read back, found out when a byte changes, refused with a way to mend."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import Counter

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID
from pypdf import PdfReader

from cakupan.law.refusal import Refusal
from cakupan.report.letters import typeset
from cakupan.report.letters.signing import sign, signature_of
from letters import letter_fixture as letters

WIB = dt.timezone(dt.timedelta(hours=7))
SIGNED_AT = dt.datetime(2024, 7, 5, 9, 30, tzinfo=WIB)
SECOND_AT = dt.datetime(2024, 7, 8, 14, 0, tzinfo=WIB)
PASSPHRASE = "kata sandi percobaan"


def certificate(name: str, *, last: dt.date = dt.date(2025, 12, 31)) -> tuple[bytes, bytes]:
    """A throw-away certificate that vouches for itself: PKCS#12 with key, and PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name), x509.NameAttribute(NameOID.COUNTRY_NAME, "ID")])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(dt.datetime(2023, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime.combine(last, dt.time(), tzinfo=dt.UTC))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(True, True, False, False, False, True, True, False, False), critical=True)
        .sign(key, hashes.SHA256())
    )
    packed = pkcs12.serialize_key_and_certificates(b"t", key, made, None, BestAvailableEncryption(PASSPHRASE.encode()))
    return packed, made.public_bytes(Encoding.PEM)


@pytest.fixture(scope="module")
def region() -> tuple[bytes, bytes]:
    return certificate("dr. H. AHMAD REKAAN")


@pytest.fixture(scope="module")
def branch() -> tuple[bytes, bytes]:
    return certificate("SRI CONTOHWATI")


@pytest.fixture(scope="module")
def unsigned() -> bytes:
    return typeset(letters.invoice(), heading=letters.heading(one=True))


@pytest.fixture(scope="module")
def once(unsigned: bytes, region: tuple[bytes, bytes]) -> bytes:
    return _sign(unsigned, region[0], SIGNED_AT)


@pytest.fixture(scope="module")
def twice(once: bytes, branch: tuple[bytes, bytes]) -> bytes:
    return _sign(once, branch[0], SECOND_AT)


def _sign(pdf: bytes, packed: bytes, at: dt.datetime, passphrase: str = PASSPHRASE) -> bytes:
    return sign(pdf, certificate=packed, passphrase=passphrase, signed_at=at, reason="Menyetujui", location="Indralaya")


def test_a_letter_without_signature_says_so(unsigned: bytes) -> None:
    assert signature_of(unsigned).state == "unsigned"
    assert signature_of(unsigned).signatures == ()


def test_a_signature_says_who_and_when_and_leaves_the_text_alone(unsigned: bytes, once: bytes) -> None:
    read = signature_of(once)
    assert read.state == "intact"
    (only,) = read.signatures
    assert (only.field, only.signer, only.reason) == ("Cakupan", "dr. H. AHMAD REKAAN", "Menyetujui")
    assert only.signed_at == SIGNED_AT
    assert once.startswith(unsigned), "signing adds to the file and changes nothing in it"
    assert letters.text_of(once) == letters.text_of(unsigned)
    fields = PdfReader(io.BytesIO(once)).get_fields()
    assert fields is not None and list(fields) == ["Cakupan"]


def test_region_and_branch_sign_the_same_minutes(once: bytes, twice: bytes) -> None:
    read = signature_of(twice)
    assert read.state == "intact"
    assert [each.field for each in read.signatures] == ["Cakupan", "Cakupan-2"]
    assert [each.signer for each in read.signatures] == ["dr. H. AHMAD REKAAN", "SRI CONTOHWATI"]
    assert [each.signed_at for each in read.signatures] == [SIGNED_AT, SECOND_AT]
    assert twice.startswith(once)


def test_trust_is_told_against_the_roots_given_and_never_guessed(
    twice: bytes, region: tuple[bytes, bytes], branch: tuple[bytes, bytes]
) -> None:
    assert [each.trust for each in signature_of(twice).signatures] == ["no_root_given", "no_root_given"]
    with_root = signature_of(twice, trusted_roots=[region[1]]).signatures
    assert [each.trust for each in with_root] == ["trusted", "not_trusted"]
    assert all(each.intact for each in with_root), "an unknown signer does not make the paper changed"
    both = signature_of(twice, trusted_roots=[region[1], branch[1]]).signatures
    assert [each.trust for each in both] == ["trusted", "trusted"]


def test_no_flipped_byte_passes_for_intact(once: bytes) -> None:
    """Bytes of every part of the file. The signature's own digits have room to spare and are left out here."""
    start, length = (int(number) for number in re.findall(rb"/ByteRange \[\s*0 (\d+) (\d+)", once)[0])
    told = Counter[str]()
    for place in [*range(11, start, 997), *range(start - 400, start, 7), *range(length, len(once), 7)]:
        told[_state_of(once, place)] += 1
    assert told["intact"] == 0 and told["unsigned"] == 0
    assert told["changed"] > 20


def test_a_signature_whose_own_digits_were_changed_is_never_a_crash(once: bytes) -> None:
    start, end = (int(number) for number in re.findall(rb"/ByteRange \[\s*0 (\d+) (\d+)", once)[0])
    told = Counter(_state_of(once, place, bit=0x02) for place in range(start + 1, end - 1, 31))
    assert told["changed"] > 10
    assert told["unsigned"] == 0


def _state_of(pdf: bytes, place: int, *, bit: int = 0x01) -> str:
    broken = bytearray(pdf)
    broken[place] ^= bit
    try:
        return signature_of(bytes(broken)).state
    except Refusal as refused:
        assert refused.what == "berkas PDF"
        return "refused"


def test_reading_a_signature_writes_nobodys_name_into_the_log(once: bytes, caplog: pytest.LogCaptureFixture) -> None:
    signature_of(once)
    assert caplog.text == ""


def test_at_least_one_flipped_byte_leaves_a_readable_file_that_is_changed(unsigned: bytes, once: bytes) -> None:
    """Inside a page's compressed text the file stays readable, so that the answer is ``changed`` and not a refusal."""
    broken = bytearray(once)
    broken[once.index(b"stream\n") + 40] ^= 0x01
    read = signature_of(bytes(broken))
    assert read.state == "changed"
    assert [each.intact for each in read.signatures] == [False]


def test_one_broken_signature_of_two_makes_the_paper_changed(unsigned: bytes, twice: bytes) -> None:
    broken = bytearray(twice)
    broken[twice.index(b"stream\n") + 40] ^= 0x01
    assert signature_of(bytes(broken)).state == "changed"


def test_pages_put_in_after_signing_are_found_out(once: bytes) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter(io.BytesIO(once), incremental=True)
    writer.add_blank_page(width=595, height=842)
    added = io.BytesIO()
    writer.write(added)
    assert signature_of(added.getvalue()).state == "changed"


def test_a_wrong_passphrase_is_refused_with_what_to_do(unsigned: bytes, region: tuple[bytes, bytes]) -> None:
    with pytest.raises(Refusal) as refused:
        _sign(unsigned, region[0], SIGNED_AT, passphrase="bukan ini")
    assert "kata sandi" in refused.value.why
    assert refused.value.mend
    assert "bukan ini" not in str(refused.value)


def test_a_file_that_is_no_certificate_is_refused(unsigned: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        _sign(unsigned, b"bukan sertifikat", SIGNED_AT)
    assert "tidak dapat dibuka" in refused.value.why


def test_a_certificate_counts_on_its_last_day_and_not_after(unsigned: bytes) -> None:
    packed, _ = certificate("KEPALA DINAS LAMA", last=dt.date(2024, 7, 4))
    _sign(unsigned, packed, dt.datetime(2024, 7, 3, 23, 59, tzinfo=dt.UTC))
    with pytest.raises(Refusal) as refused:
        _sign(unsigned, packed, SIGNED_AT)
    assert "4 Juli 2024" in refused.value.why and "5 Juli 2024" in refused.value.why
    assert "Perbarui sertifikat" in refused.value.mend


def test_what_is_no_pdf_is_refused(region: tuple[bytes, bytes]) -> None:
    with pytest.raises(Refusal):
        signature_of(b"bukan pdf")
    with pytest.raises(Refusal):
        _sign(b"bukan pdf", region[0], SIGNED_AT)


def test_a_root_that_is_no_certificate_is_refused(once: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        signature_of(once, trusted_roots=[b"bukan sertifikat"])
    assert refused.value.what == "sertifikat akar"
