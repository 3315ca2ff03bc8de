"""Uncertain pairs side by side: answered by officers, confirmed by Dukcapil, handed to the month, gone from the next one."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.test import Client
from procrastinate.contrib.django import app as worker_app

from cakupan.linking.explanation import FIELDS, LABELS, RULES
from cakupan.office.audit.models import LogEntry
from cakupan.office.database.scope import scoped
from cakupan.office.positions.models import ReviewPair
from cakupan.office.rooms import rooms
from cakupan.office.verification.levels import SAID
from cakupan.office.verification.models import HandedDecision, PairDecision, PairHandover
from office_people import a_user, signed_in
from office_positions.two_months import AREA as SERANG
from office_positions.two_months import AUGUST, put_two_months
from office_verification.mismatch_fixture import AREA, VILLAGE, a_position

PAIRS = f"/{AREA}/verifikasi/pasangan/"
SIDE = {"nik": None, "name": "", "birth_date": "1990-01-02", "address": None, "area_code": VILLAGE}


def a_pair(number: int, bits: float = 6.1, **told: Any) -> ReviewPair:
    """An uncertain pair of the newest position."""
    fields = {
        "register": "poverty",
        "subject_id": f"77{number}",
        "row": 18_204,
        "file": "dtks_juni.xlsx",
        "rule": "weight",
        "subject": {**SIDE, "nik": "16100441029-9007", "name": f"HJ. NURJANAH {number}"},
        "resident": {**SIDE, "nik": "1610044102909007", "name": f"NURJANNAH {number}"},
        "fields": [
            {"field": "nik", "given": "16100441029-9007", "resident": "1610044102909007", "level": 2, "bits": 10.1,
             "says": "mirip: satu digit hilang atau tertukar"},
            {"field": "name", "given": "HJ. NURJANAH", "resident": "NURJANNAH", "level": 5, "bits": -5.3,
             "says": "sama setelah gelar dan ejaan"},
        ],
        "prior_bits": -18.7, "weight_bits": bits, "accept_bits": 9.0, "reject_bits": 2.0,
        "runner_up": {"resident": {**SIDE, "name": "NURJANAH LAIN", "nik": "1610044102909031"}, "weight_bits": -3.0},
    }  # fmt: skip
    return ReviewPair.objects.using("loader").create(
        **{
            "area": AREA,
            "key": f"{number:064x}",
            "position": a_position(),
            "register": "poverty",
            "subject_id": f"77{number}",
            "subject_nik": "16100441029-9007",
            "candidate_nik": "1610044102909007",
            "name": f"HJ. NURJANAH {number}",
            "village": VILLAGE,
            "weight_bits": bits,
            "fields": fields,
            **told,
        }
    )


def answered(client: Client, pair: ReviewPair, decision: str, *, reason: str = "", seen: int = 0) -> Any:
    return client.post(f"{PAIRS}{pair.pk}/putuskan/", {"decision": decision, "reason": reason, "seen": seen})


def text(client: Client) -> str:
    return str(client.get(PAIRS).content.decode())


@pytest.mark.usefixtures("office")
def test_both_sides_stand_field_by_field_with_weights_and_reading_is_logged() -> None:
    pair = a_pair(1)
    page = text(signed_in(a_user("dinsos")))
    for said in ("16100441029-9007", "1610044102909007", "satu digit hilang", "+10,1", "−5,3", "−18,7", "bobot 6,1 bit"):
        assert said in page
    assert "ambang terima 9,0" in page and "NURJANAH LAIN (1610044102909031), −3,0 bit" in page and 'data-key="t"' in page
    entry = LogEntry.objects.using("owner").get(action="pair.read")
    assert entry.subject_id == pair.key and "pemadanan" in entry.content and "NURJA" not in entry.content


@pytest.mark.usefixtures("office")
def test_the_heaviest_comes_first_and_what_was_passed_over_last() -> None:
    a_pair(1, 3.0)
    heavy = a_pair(2, 8.0)
    client = signed_in(a_user("dukcapil"))
    assert "NURJANAH" in text(client) and "bobot 8,0" in text(client)
    answered(client, heavy, "skip")
    assert "bobot 3,0" in text(client) and "bobot 8,0" in text(signed_in(a_user("dukcapil")))


@pytest.mark.usefixtures("office")
def test_dukcapil_counts_at_once_and_dinsos_once_dukcapil_says_so() -> None:
    first, second = a_pair(1, 8.0), a_pair(2, 7.0)
    dinsos, dukcapil = a_user("dinsos"), a_user("dukcapil")
    answered(signed_in(dinsos), first, "different", reason="kembar")
    assert "bobot 7,0" in text(signed_in(dinsos))
    page = text(signed_in(dukcapil))
    assert "bobot 8,0" in page and "kembar" in page and "Serahkan" not in page
    with scoped(areas=[AREA]):
        said = PairDecision.objects.get()
    answered(signed_in(dukcapil), first, "different", reason="dua akta lahir", seen=said.pk)
    answered(signed_in(dukcapil), second, "same")
    assert "Serahkan 2 keputusan" in text(signed_in(dukcapil))
    with scoped(areas=[AREA]):
        confirmed = PairDecision.objects.get(decided_desk="dukcapil", pair_key=first.key)
        assert confirmed.proposed_by_id == dinsos.pk
        with pytest.raises(DatabaseError, match="maker"), transaction.atomic():
            PairDecision.objects.create(
                **{
                    f.attname: getattr(confirmed, f.attname)
                    for f in PairDecision._meta.fields
                    if f.attname not in ("id", "proposed_by_id")
                },
                proposed_by_id=dukcapil.pk,
            )
        with pytest.raises(DatabaseError, match="is refused"), transaction.atomic():
            PairDecision.objects.update(reason="lain")


@pytest.mark.usefixtures("office")
def test_different_needs_a_reason_and_the_second_officer_is_told() -> None:
    pair = a_pair(1)
    client = signed_in(a_user("dukcapil"))
    refused = answered(client, pair, "different")
    assert refused.status_code == 422 and "Tulis mengapa" in refused.content.decode()
    answered(client, pair, "different", reason="beda ibu")
    late = answered(signed_in(a_user("dukcapil")), pair, "same")
    assert late.status_code == 409 and "sudah menjawab “berbeda”" in late.content.decode()


@pytest.mark.usefixtures("office")
def test_a_row_without_a_number_cannot_be_decided() -> None:
    pair = a_pair(1)
    ReviewPair.objects.using("loader").filter(pk=pair.pk).update(fields={**pair.fields, "subject_id": None})
    client = signed_in(a_user("dukcapil"))
    assert "tidak bernomor" in text(client)
    assert answered(client, pair, "same").status_code == 409


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("desk", ["dinkes", "bpjs", "auditor", "kelurahan"])
def test_other_desks_do_not_see_both_numbers(desk: str) -> None:
    pair = a_pair(1)
    client = signed_in(a_user(desk))
    assert client.get(PAIRS).status_code == 403 and answered(client, pair, "same").status_code == 403


def test_every_word_of_linking_is_known_to_the_page() -> None:
    said = {word for _columns, levels in FIELDS.values() for word in levels.values()} | set(LABELS.values())
    assert said | {RULES["weight"], RULES["two_alike"], RULES["other_name"]} <= set(SAID)


def run_worker() -> None:
    with worker_app.replace_connector(worker_app.connector.get_worker_connector()) as worker:
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, concurrency=1)


def test_a_decision_is_handed_over_once_and_its_pair_is_gone_next_month(office: Path) -> None:
    put_two_months(office)
    rooms().load_position(area=SERANG, month=AUGUST, say=lambda _: None)
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, today=dt.date(2021, 8, 25))
    client = signed_in(a_user("dukcapil", areas=(SERANG,)))
    pairs = f"/{SERANG}/verifikasi/pasangan/"
    found = list(ReviewPair.objects.using("loader").exclude(fields__subject_id=None)[:2])
    for pair, decision in zip(found, ("same", "different"), strict=True):
        answer = client.post(f"{pairs}{pair.pk}/putuskan/", {"decision": decision, "reason": "menurut SIAK", "seen": 0})
        assert answer.status_code == 302
    client.post(f"{pairs}serahkan/")
    run_worker()
    with scoped(areas=[SERANG]):
        assert (PairHandover.objects.get().count, HandedDecision.objects.count()) == (2, 2)
    assert "Serahkan" not in client.get(pairs).content.decode()
    kept = next((office / "snapshots" / SERANG / "identity_decisions").iterdir())
    assert kept.name.startswith("2021-08-25_")
    rooms().close_month(area=SERANG, month=AUGUST.plus(1), again=False, say=lambda _: None)
    left = set(ReviewPair.objects.using("loader").values_list("key", flat=True))
    assert left and not left & {pair.key for pair in found}
    client.post(f"{pairs}serahkan/")
    run_worker()
    with scoped(areas=[SERANG]):
        assert PairHandover.objects.count() == 1


def test_the_file_is_written_in_the_columns_of_its_profile(tmp_path: Path) -> None:
    from cakupan.office.verification.handing import HEADS, write

    write(tmp_path / "k.csv", [])
    with (tmp_path / "k.csv").open(encoding="utf-8") as file:
        assert next(csv.reader(file)) == list(HEADS)


@pytest.mark.usefixtures("office")
def test_what_is_no_number_was_never_seen() -> None:
    pair, officer = a_pair(1), signed_in(a_user("dukcapil"))
    assert officer.post(f"{PAIRS}{pair.pk}/putuskan/", {"decision": "same", "seen": "²"}).status_code == 404
