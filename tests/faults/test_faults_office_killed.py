"""``kill -9`` of pages, worker, database or all of them at any moment of import, month and payment, in an office as it is served.

Whoever was interrupted gives the same request again, as a person would. At the end everything is there once, and every figure
is that of an office which nobody disturbed. The short form kills six times; ``make test-faults`` a hundred times.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django_otp.oath import TOTP

from cakupan.office.environment import MARK
from cakupan.scenarios.serang import write_serang
from cakupan.wiring.database import create_logins, migrate
from cakupan.wiring.serving import DEMO_DAY
from cakupan.wiring.workspace import Workspace
from cakupan.wiring.workspace_server import workspace_server
from faults.office_process import COMMAND, Browser, Office, Reaper, plain_environment
from month.small_region import AREA, AS_OF, FILES, MONTH
from office_database import SECRET, use
from office_people import a_user

KILLS = int(os.environ.get("CAKUPAN_OFFICE_KILLS", "6"))
KILLS_PER_OFFICE = 6
RESIDENTS, TODAY, PASSWORD = 1200, "2021-08-31", "rahasia-rekaan-yang-panjang"
CODE_KEY = "3132333435363738393031323334353637383930"
# Each moment with the seconds in which it is usually over.
MOMENTS = {
    "upload": 0.5, "try": 1.5, "take in": 0.4, "import": 1.5, "prepare": 0.4, "month": 4.0, "load": 2.0, "workbook": 1.0,
    "propose": 0.4, "confirm": 2.0, "request": 0.3, "order": 0.3, "disburse": 0.3, "receive": 0.5,
}  # fmt: skip
# Which step of the long work begins a moment, by its kind and the beginning of what it says.
STEPS = {
    ("uploads.try", "membaca"): "try", ("uploads.import", "memasukkan"): "import", ("billing.prepare", "menghitung"): "month",
    ("billing.prepare", "loading"): "load", ("billing.prepare", "menulis"): "workbook",
}  # fmt: skip
PARTS = ("pages", "worker", "database", "server", "worker", "database", "machine")


@dataclass(frozen=True)
class Town:
    """An office before anything was done in it, its officers' addresses, and the file to deliver."""

    workspace: Path
    maker: str
    branch: str
    members: Path


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    # A short path: that of the database's socket may have some hundred characters only, and its own user must get there.
    home = Path(tempfile.mkdtemp(prefix="cakupan-town-"))
    home.chmod(0o755)
    workspace = home / "w"
    write_serang(residents=RESIDENTS, out=home / "files")
    for kind, name in FILES.items():
        if kind != "members":
            Workspace(workspace).import_register(kind=kind, file=home / "files" / name, area=AREA, as_of=AS_OF)
    (workspace / MARK).touch()
    (workspace / DEMO_DAY).parent.mkdir(parents=True)
    (workspace / DEMO_DAY).write_text(f"{TODAY}\n", encoding="utf-8")
    (workspace / "office" / "demo-secret").write_text(SECRET, encoding="utf-8")
    maker, branch = _furnished(workspace)
    yield Town(workspace, maker, branch, home / "files" / FILES["members"])
    shutil.rmtree(home, ignore_errors=True)


def _furnished(workspace: Path) -> tuple[str, str]:
    """Make the tables and two officers with passwords; one decides, and has a one-time code."""
    from django_otp.plugins.otp_totp.models import TOTPDevice

    before = {name: os.environ[name] for name in ("DATABASE_URL", "DATABASE_LOADER_URL", "DATABASE_OWNER_URL")}
    with workspace_server(workspace / "office" / "postgres") as server:
        use(create_logins(admin=server.admin, database="cakupan", passwords={}).variables)
        migrate()
        maker, branch = a_user("dinkes", areas=(AREA,)), a_user("bpjs", areas=(AREA,), approver=True)
        for user in (maker, branch):
            user.set_password(PASSWORD)
            user.save()
        TOTPDevice.objects.create(user=branch, name="aplikasi", confirmed=True, key=CODE_KEY)
        connections.close_all()
    use(before)
    return maker.username, branch.username


@dataclass
class Story:
    """The month of two officers, each act given until it is done. ``acknowledged`` counts the acts answered with yes."""

    office: Office
    town: Town
    reaper: Reaper
    chance: random.Random
    acknowledged: Counter[str] = field(default_factory=Counter)
    people: dict[str, Browser] = field(default_factory=dict)

    def play(self) -> None:
        """From the file to the receipt."""
        for name in (self.town.maker, self.town.branch):
            self.people[name] = Browser(self.office.url)
            self._sign_in(name)
        delivery = self._deliver()
        self._take_in(delivery)
        closing = self._prepare()
        self._close(closing)
        self._pay()
        self.reaper.settle()
        self.office.rows("SELECT 1")

    def _sign_in(self, name: str) -> None:
        browser = self.people[name]
        while browser.get("/akun/") != 200:
            browser.get("/masuk/")
            browser.post("/masuk/", {"username": name, "password": PASSWORD})
            if name == self.town.branch:
                browser.post("/akun/kode/", {"code": _code()})
            time.sleep(0.2)

    def _insist(self, who: str, moment: str, action: str, path: Callable[[], str], told: Callable[[], dict[str, str]],
                done: Callable[[], Any], file: Path | None = None) -> Any:  # fmt: skip
        """Give a request until its effect is there. Whoever saw no answer looks first, or simply sends the same form again."""
        for attempt in range(60):
            self.reaper.comes(moment)
            answer = self.people[who].post(path(), told(), file=file)
            if answer == 302:
                self.acknowledged[action] += 1
            blindly = answer is None and attempt == 0 and self.chance.random() < 0.5
            if not blindly and (found := done()):
                return found
            assert answer in (None, 302, 409, 503, 502), f"{moment}: {answer}"
            time.sleep(0.3)
        raise AssertionError(f"{moment} was not done: {self.reaper.killed}")

    def _done(self, piece: int) -> str:
        """Watch a piece of work to its end; gives its state."""
        seen, deadline = set[str](), time.monotonic() + 240
        while True:
            kind, state, says = self.office.rows("SELECT kind, state, says FROM work_work WHERE id = %s", piece)[0]
            for (of, beginning), moment in STEPS.items():
                if kind == of and says.startswith(beginning) and moment not in seen:
                    seen.add(moment)
                    self.reaper.comes(moment)
            if state not in ("waiting", "running"):
                return str(state)
            assert time.monotonic() < deadline, f"work {piece} ({kind}) is stuck: {self.reaper.killed}"
            time.sleep(0.05)

    def _have_done(self, kind: str, who: str, moment: str, path: str, form: dict[str, str]) -> None:
        """Have a piece of work done: where killing went on so long that it was given up, as its page says, begin it again."""
        newest = "SELECT coalesce(max(id), 0) FROM work_work WHERE kind = %s"
        for _ in range(3):
            before = self.office.one(newest, kind)
            self._insist(
                who, moment, "work", lambda: path, lambda: form, lambda before=before: self.office.one(newest, kind) > before
            )
            states = [self._done(piece) for (piece,) in self.office.rows("SELECT id FROM work_work WHERE id > %s", before)]
            if states[-1] == "done":
                return
            assert states[-1] == "failed", states
        raise AssertionError(f"{kind} was not done: {self.reaper.killed}")

    def _deliver(self) -> int:
        sql = "SELECT max(id) FROM uploads_delivery"
        told = {"kind": "members", "profile": "", "as_of": str(AS_OF)}
        found: int = self._insist(
            self.town.branch, "upload", "delivery.upload", lambda: f"/{AREA}/berkas/kirim/", lambda: told,
            lambda: self.office.one(sql), self.town.members,
        )  # fmt: skip
        assert self._done(self.office.one("SELECT work_id FROM uploads_delivery WHERE id = %s", found)) == "done"
        return found

    def _take_in(self, delivery: int) -> None:
        self._have_done("uploads.import", self.town.branch, "take in", f"/{AREA}/berkas/{delivery}/masukkan/", {})

    def _prepare(self) -> int:
        self._have_done("billing.prepare", self.town.maker, "prepare", f"/{AREA}/tagihan/bulan/siapkan/", {"month": str(MONTH)})
        return int(self.office.one("SELECT max(id) FROM billing_monthclosing"))

    def _close(self, closing: int) -> None:
        state, edition = "SELECT state FROM billing_monthclosing", "SELECT edition FROM billing_monthclosing"
        self._insist(
            self.town.maker, "propose", "month.propose", lambda: f"/{AREA}/tagihan/bulan/usulkan/{closing}/", dict,
            lambda: self.office.one(state) in ("proposed", "closed"),
        )  # fmt: skip
        told = {"confirm": "1", "edition": self.office.one(edition)}
        self._insist(
            self.town.branch, "confirm", "month.confirm", lambda: f"/{AREA}/tagihan/bulan/putuskan/{closing}/", lambda: told,
            lambda: self.office.one(state) == "closed",
        )  # fmt: skip

    def _pay(self) -> None:
        pay, state = f"/{AREA}/tagihan/pembayaran", "SELECT state FROM billing_payment ORDER BY id LIMIT 1"
        spp = {
            "agreement_number": self.office.one("SELECT min(agreement_number) FROM positions_billline"), "payer": "kabkota",
            "account": "iuran", "month": str(MONTH), "amount": "1.000.000", "request_number": "1/SPP", "request_date": TODAY,
        }  # fmt: skip
        self._insist(
            self.town.maker, "request", "payment.request", lambda: f"{pay}/baru/", lambda: spp, lambda: self.office.one(state)
        )
        one = f"{pay}/{self.office.one('SELECT min(id) FROM billing_payment')}"
        steps = (("order", "order", "requested", "ordered"), ("disburse", "disbursement", "ordered", "disbursed"))
        for moment, name, before, after in steps:
            form = {"state": before, f"{name}_number": f"1/{name}", f"{name}_date": TODAY}
            self._insist(
                self.town.maker, moment, f"payment.{after}", lambda: f"{one}/langkah/", lambda form=form: form,
                lambda after=after: self.office.one(state) == after,
            )  # fmt: skip
        self._insist(
            self.town.branch, "receive", "payment.receive", lambda: f"{one}/jawab/", lambda: {"receive": "1"},
            lambda: self.office.one(state) == "received",
        )  # fmt: skip


def _code() -> str:
    made = TOTP(bytes.fromhex(CODE_KEY))
    made.time = time.time()
    return f"{made.token():06d}"


def figures(office: Office) -> dict[str, Any]:
    """What an office comes to: everything that must not depend on who was killed when."""
    counted = {
        table: office.one(f"SELECT count(*) FROM {table}")
        for (table,) in office.rows("SELECT tablename FROM pg_tables WHERE tablename ^@ 'positions_' ORDER BY 1")
    }
    ledger = (
        "SELECT e.source, l.account_name, l.agreement_number, l.payer, l.account, l.due_month, l.debit, l.credit"
        " FROM billing_journalline l JOIN billing_journalentry e ON e.id = l.entry_id ORDER BY 1, 2, 3, 4, 5, 6, 7, 8"
    )
    return {
        "snapshots": sorted(path.name for path in (office.workspace / "snapshots" / AREA / "members").glob("[0-9]*")),
        "editions": sorted(path.name for path in (office.workspace / "editions" / AREA / str(MONTH)).glob("[0-9a-f]*")),
        "positions": office.rows("SELECT month, edition, closed_at IS NOT NULL FROM positions_position WHERE current"),
        "rows": counted,
        "billed": office.rows("SELECT sum(amount), count(*) FROM positions_billline"),
        "closings": office.rows("SELECT month, edition, workbook_sha256 FROM billing_monthclosing WHERE state = 'closed'"),
        "payments": office.rows("SELECT state, amount, request_number, order_number, disbursement_number FROM billing_payment"),
        "ledger": office.rows(ledger),
        "papers": office.rows("SELECT kind, number FROM papers_paper ORDER BY 1, 2"),
    }  # fmt: skip


def assert_whole(office: Office, story: Story) -> None:
    """Nothing stuck, nothing twice, the books balanced, the log sound and complete."""
    given_up = "state = 'failed' AND result->>'why' LIKE 'pekerja atau basis data terhenti%%'"
    assert office.rows(f"SELECT id, kind, state FROM work_work WHERE state <> 'done' AND NOT ({given_up}) AND %s", True) == []
    office.wait_for_jobs()
    assert set(office.rows("SELECT state FROM uploads_delivery WHERE imported_at IS NOT NULL")) == {("imported",)}
    assert office.one("SELECT count(*) FROM uploads_delivery WHERE state = 'imported'") == 1
    uneven = "SELECT entry_id FROM billing_journalline GROUP BY entry_id HAVING sum(debit) <> sum(credit)"
    assert office.rows(uneven) == []
    assert office.rows("SELECT sum(debit) - sum(credit) FROM billing_journalline") == [(0,)]
    sums = "SELECT (manifest->'sums'->>'amount')::bigint FROM positions_position WHERE current"
    assert office.one(sums) == office.one("SELECT sum(amount) FROM positions_billline")
    logged = Counter(dict(office.rows("SELECT action, count(*) FROM audit_logentry GROUP BY 1")))
    lost = story.acknowledged - logged
    lost.pop("work", None)  # that a piece was begun stands in its own row
    assert not lost, f"acts that were answered with yes and are not in the log: {lost}"
    once = ("delivery.import", "position.load", "month.prepare", "month.confirm", "payment.request", "payment.receive")
    assert {action: logged[action] for action in once} == dict.fromkeys(once, 1)
    told = subprocess.run(
        [*COMMAND, "audit", "verify", "--json", "--workspace", str(office.workspace)],
        capture_output=True, text=True, env=plain_environment(), check=False,
    )  # fmt: skip
    assert told.returncode == 0 and json.loads(told.stdout)["sound"], told.stdout + told.stderr


def told_of(town: Town, seed: int, plan: list[tuple[str, float, str]]) -> dict[str, Any]:
    """Play the story in an office of its own, with the kills of a plan; gives its figures."""
    home = Path(tempfile.mkdtemp(prefix="cakupan-kill-"))
    home.chmod(0o755)
    try:
        subprocess.run(["cp", "-a", str(town.workspace), str(home / "w")], check=True)
        office = Office(home / "w", home / "log")
        story = Story(office, town, Reaper(office, list(MOMENTS), list(plan)), random.Random(seed))
        office.start()
        try:
            story.play()
            office.wait()
            assert_whole(office, story)
            assert not story.reaper.plan, f"never came to {story.reaper.plan}"
            return figures(office)
        except AssertionError as failed:
            failed.add_note(f"seed {seed}, killed: {story.reaper.killed}\n{office.log.read_text(errors='replace')[-4000:]}")
            raise
        finally:
            if not office.ended():
                office.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def planned(seed: int, kills: int) -> list[tuple[str, float, str]]:
    """So many kills at moments in the order in which they come: half right at them, half anywhere until they are usually over."""
    chance = random.Random(seed)
    moments = sorted(chance.sample(range(len(MOMENTS)), kills))
    names = list(MOMENTS)
    plan = []
    for number, at in enumerate(moments):
        delay = 0.0 if (number + seed) % 2 else chance.uniform(0, MOMENTS[names[at]])
        plan.append((names[at], delay, PARTS[(seed + number) % len(PARTS)]))
    return plan


def test_the_plan_reaches_every_moment_and_every_part() -> None:
    plans = [kill for seed in range(17) for kill in planned(seed, KILLS_PER_OFFICE)]
    assert {moment for moment, _, _ in plans} == set(MOMENTS) and {part for _, _, part in plans} == set(PARTS)
    assert 0.4 < sum(delay == 0 for _, delay, _ in plans) / len(plans) < 0.6


def test_killed_at_any_moment_nothing_is_lost_nothing_twice_and_every_figure_the_same(
    town: Town, record_property: Callable[[str, object], None]
) -> None:
    undisturbed = told_of(town, 0, [])
    assert len(undisturbed["snapshots"]) == 1 and len(undisturbed["ledger"]) > 2
    left, seed = KILLS, 0
    while left:
        plan = planned(seed, min(left, KILLS_PER_OFFICE))
        told = told_of(town, seed, plan)
        assert told == undisturbed, f"seed {seed}: {plan}"
        left, seed = left - len(plan), seed + 1
        print(f"{KILLS - left} kills: {plan}", flush=True)
    record_property("killed", KILLS)
