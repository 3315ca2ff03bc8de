"""Every code has its sentence in both languages, with the same words to fill in; money unknown is said, not shown as nothing."""

from __future__ import annotations

import datetime as dt
import string

import pytest
from test_answer_eligibility import ACTIVE, LISTED, ON, POSITION, RESIDENT, SITUATIONS

from cakupan.answer.eligibility import eligibility
from cakupan.answer.record import BillLine, Doubt, PersonRecord, Source
from cakupan.answer.story import short_lines, story_lines
from cakupan.answer.texts import segment_words, sentence, texts
from cakupan.month.mismatch import listed_kinds

TWO_LANGUAGES = (
    "statuses",
    "reasons",
    "do_now",
    "mismatches",
    "outcomes",
    "story",
    "guaranteed",
    "guarantees",
    "contracts",
    "served_at",
)


def _words(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


@pytest.mark.parametrize("group", TWO_LANGUAGES)
def test_both_languages_ask_for_the_same_words(group):
    for code, said in texts()[group].items():
        assert set(said) == {"id", "en"}, code
        assert _words(said["id"]) == _words(said["en"]), code


def test_every_mismatch_has_a_label():
    assert set(texts()["mismatches"]) == {kind.code for kind in listed_kinds()}


def test_a_sentence_without_its_words_is_an_error():
    with pytest.raises(KeyError):
        sentence("reasons", "branch_active", words={"segment": "PBI JK"})


def test_segments_are_written_as_offices_write_them():
    assert segment_words("PEMDA", "provinsi") == "PBPU dan BP Pemda (Pemprov)"
    assert segment_words("PBI_JK") == "PBI JK"
    assert segment_words(None) == "–"


def _story(person: PersonRecord, language: str = "id", on: dt.date = ON) -> list[str]:
    answer = eligibility(people=(person,), position=POSITION, on=on)
    return list(story_lines(answer=answer, people=(person,), position=POSITION, language=language, unmask=False))


def _full(**values) -> PersonRecord:
    import dataclasses

    row = Source("decisions", "lampiran.csv", 13)
    doubt = Doubt("not_in_register", "NIK kosong", None, True, row, rupiah_per_month=37_800, rupiah_to_date=None)
    line = BillLine("kabkota", "iuran", 35_000, "PKS-1", "key", "Perpres 64/2020", "not_in_register", row)
    return dataclasses.replace(
        RESIDENT, **{"cards": (ACTIVE,), "entries": (LISTED,), "doubts": (doubt,), "bill_lines": (line,), **values}
    )


def test_a_story_reads_whole():
    assert [line.replace("\u00a0", " ") for line in _story(_full())] == [
        "SITI AMINAH · 9973********9001 · status pada 15 Juli 2021",
        "AKTIF · PBPU dan BP Pemda (Pemkab/Pemkot) · kelas III · PUSKESMAS A",
        "Posisi Juli 2021, peserta BPJS per 1 Juli 2021",
        "  - BPJS mencatat kartu ini aktif pada posisi 1 Juli 2021, segmen PBPU dan BP Pemda.",
        "      sumber: peserta.csv, baris 7",
        "  - Tercantum pada lampiran SK SK-1 baris 12, PKS PKS-1, berlaku 1 Juli 2021 s.d. 31 Desember 2021.",
        "      dasar: PKS PKS-1",
        "      sumber: lampiran.csv, baris 13",
        "      diputuskan Dinas Kesehatan, SK SK-1 baris 12",
        "Sekarang:",
        "  - Cocokkan identitas, lalu buat SEP di VClaim; status hari ini dipastikan BPJS.",
        "Data tidak padan:",
        "  - Tidak ada di data penduduk: NIK kosong",
        "      Rp 37.800 per bulan, belum diketahui sampai bulan ini",
        "      sumber: lampiran.csv, baris 13",
        "Tagihan Juli 2021: Rp 35.000",
        "  - Rp 35.000 · Pemkab/Pemkot, iuran · PKS PKS-1 · key",
        "      dasar: Perpres 64/2020",
        "      sumber: lampiran.csv, baris 13",
        "      tidak dihitung pada tagihan terverifikasi: Tidak ada di data penduduk",
        "Posisi abcdef012345, terkunci; angka ini dapat dihitung ulang.",
    ]


def test_whoever_is_not_active_reads_emergency_first_and_that_nothing_guarantees():
    lines = _story(_full(cards=()))
    now = lines.index("Sekarang:")
    assert lines[now + 1] == "  - Gawat darurat: layani dulu; dilarang menolak atau meminta uang muka. (UU 17/2023 Pasal 174)"
    assert lines[now - 1] == "Jaminan daerah: tidak ada yang diunggah bagi orang ini."
    assert not any(line.startswith("Jaminan daerah") for line in _story(_full()))


@pytest.mark.parametrize("people", SITUATIONS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_situation_is_told_in_both_languages(people, language):
    answer = eligibility(people=people, position=POSITION, on=ON)
    asked = {"answer": answer, "people": people, "position": POSITION, "language": language, "unmask": False}
    short, story = list(short_lines(**asked)), list(story_lines(**asked))
    assert set(short) <= set(story)
    assert not any("{" in line or "None" in line for line in story)
    assert all(RESIDENT.nik not in line for line in story)
