"""The thousand questions in which everything happens, in VClaim and PCare: neither may say anything else than the answer."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

import yaml

from answer.every_reason import AREA, TODAY, questions, region
from cakupan.answer.texts import texts
from cakupan.counter import pcare, vclaim
from cakupan.counter.bridging import NO_DATA, Told
from cakupan.counter.labels import absent_message, status_label
from cakupan.counter.participant import Participant, Question, participant
from cakupan.wiring.answer import Asked, ask
from counter.test_counter_vclaim import leaves

ENOUGH = 20
# What software reads a segment from, in a profile that tells every segment apart.
SEGMENT_OF = {
    ("21", "PBI JAMINAN KESEHATAN"): "PBI_JK",
    ("22", "PBPU DAN BP PEMERINTAH DAERAH"): "PEMDA",
    ("14", "PEKERJA MANDIRI"): "PBPU",
    ("0", "BUKAN PEKERJA"): "BP",
    ("0", "PPU PENYELENGGARA NEGARA"): "PPU_PEMERINTAH",
    ("13", "PEGAWAI SWASTA"): "PPU_SWASTA",
    ("0", "TIDAK DIKETAHUI"): None,
}
CLASS_OF = {("1", "KELAS I"): 1, ("2", "KELAS II"): 2, ("3", "KELAS III"): 3, ("", ""): None}


@cache
def asked() -> tuple[tuple[Asked, Participant | Told], ...]:
    return tuple(_asked())


def _asked() -> Iterator[tuple[Asked, Participant | Told]]:
    for each in questions():
        found = ask(workspace=region(), number=each.number, on=each.on, today=TODAY, area=AREA, facility=each.facility)
        yield found, participant(Question(each.number, each.kind, each.on, TODAY), found.answer, found.people)


def told() -> Iterator[tuple[Asked, dict[str, Any], dict[str, Any]]]:
    """Of every participant: the answer, VClaim's payload, PCare's payload."""
    for found, one in asked():
        if isinstance(one, Participant):
            yield found, vclaim.payload(one)["peserta"], pcare.payload(one)


def test_most_are_participants_and_some_are_none() -> None:
    kinds = Counter(type(one) for _, one in asked())
    assert kinds[Participant] >= 700 and kinds[Told] >= 100


def test_the_status_is_the_answer_s() -> None:
    for found, one, flat in told():
        active = found.answer.status == "active"
        assert (one["statusPeserta"] == {"kode": "0", "keterangan": "AKTIF"}) is active
        assert flat["aktif"] is active and flat["ketAktif"] == one["statusPeserta"]["keterangan"]


def test_nothing_that_is_not_active_reads_aktif_or_has_its_code() -> None:
    for found, one, _ in told():
        if found.answer.status != "active":
            assert one["statusPeserta"]["kode"] != "0" and one["statusPeserta"]["keterangan"].strip().upper() != "AKTIF"


def test_who_is_no_participant_is_neither_active_nor_guaranteed() -> None:
    for found, one in asked():
        if isinstance(one, Told):
            guarantee = found.answer.local_guarantee
            assert one.code == NO_DATA and one.payload is None and found.answer.status != "active"
            assert len(found.people) > 1 or guarantee is None or guarantee.status != "in_force"


def test_segment_and_class_are_the_answer_s() -> None:
    for found, one, flat in told():
        kind, class_ = one["jenisPeserta"], one["hakKelas"]
        assert SEGMENT_OF[kind["kode"], kind["keterangan"]] == found.answer.segment
        assert CLASS_OF[class_["kode"], class_["keterangan"]] == found.answer.class_
        assert flat["jnsPeserta"] == {"nama": kind["keterangan"], "kode": kind["kode"]}
        assert flat["jnsKelas"] == {"nama": class_["keterangan"], "kode": class_["kode"]}


def test_both_have_the_same_days_and_they_are_those_of_the_branch_s_file_and_our_list() -> None:
    for found, one, flat in told():
        pairs = (("tglLahir", "tglLahir"), ("tglTMT", "tglMulaiAktif"), ("tglTAT", "tglAkhirBerlaku"))
        for iso, plain in pairs:
            day = dt.date.fromisoformat(one[iso]) if one[iso] else None
            assert flat[plain] == (f"{day:%d-%m-%Y}" if day else "")
        cards = [card for person in found.people for card in person.cards]
        told_since = {str(found.answer.activated_date)} if found.answer.activated_date else set()
        assert one["tglTMT"] == "" or one["tglTMT"] in (told_since or {str(card.start_date) for card in cards})
        ends = {str(entry.to_date - dt.timedelta(days=1)) for p in found.people for entry in p.entries if entry.to_date}
        assert one["tglTAT"] == "" or one["tglTAT"] in ends


def test_who_was_called_active_since_the_position_is_so_from_the_day_that_the_branch_told() -> None:
    days = [(found.answer.activated_date, one["tglTMT"]) for found, one, _ in told() if found.answer.activated_date]
    assert len(days) >= ENOUGH and {(day, str(day)) for day, _ in days} == set(days)


def test_the_card_told_is_the_person_s_and_of_the_answer_s_segment_if_any_is() -> None:
    for found, one, flat in told():
        cards = {card.number: card for person in found.people for card in person.cards}
        assert one["noKartu"] == flat["noKartu"]
        if found.people:
            assert one["noKartu"] in {*cards, ""}
        if found.answer.segment in {card.segment for card in cards.values()}:
            assert cards[one["noKartu"]].segment == found.answer.segment


def test_a_guarantee_is_told_exactly_where_one_is_in_force() -> None:
    numbers = Counter[bool]()
    for found, one, _ in told():
        guarantee = found.answer.local_guarantee
        holds = guarantee is not None and guarantee.status == "in_force"
        assert one["informasi"]["noSKTM"] == (guarantee.number if guarantee and holds else None)
        assert (one["informasi"]["dinsos"] is not None) is holds
        numbers[holds] += 1
    assert numbers[True] >= ENOUGH and numbers[False] >= ENOUGH


def test_every_leaf_is_text_or_none_for_everybody() -> None:
    for _, one, flat in told():
        assert {type(leaf) for leaf in leaves(one)} <= {str, type(None)}
        assert type(flat["tunggakan"]) is int


def test_every_status_of_the_protocol_occurs() -> None:
    labels = Counter(one["statusPeserta"]["kode"] for _, one, _ in told())
    assert {code: count for code, count in labels.items() if count < ENOUGH} == {}
    assert set(labels) == {"0", "2", "7", "9", "15", "99"}


def test_who_owes_is_told_how_much() -> None:
    owing = [flat["tunggakan"] for found, _, flat in told() if found.people and found.people[0].debts]
    assert len([amount for amount in owing if amount]) >= ENOUGH


def test_a_message_tells_nothing_of_a_person() -> None:
    for found, one in asked():
        if isinstance(one, Told):
            private = [each for p in found.people for each in (p.nik, p.name, *(c.number for c in p.cards)) if each]
            assert not [each for each in private if each in one.message]


def test_every_reason_that_has_a_label_or_a_message_is_one_that_the_answer_can_give() -> None:
    read = yaml.safe_load(resources.files("cakupan.counter").joinpath("labels.yaml").read_text("utf-8"))
    assert set(read["statuses"]) | set(read["absent"]) <= set(texts()["reasons"])
    said = {status_label(found.answer).text for found, _ in asked()}
    assert {each["keterangan"] for each in read["statuses"].values()} <= said
    messages = Counter(absent_message(found.answer) for found, one in asked() if isinstance(one, Told) and found.people)
    assert set(messages) == {*read["absent"].values(), read["not_registered"]}
