"""The commands of the Makefile and the scripts behind them, on machines that lack something."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
WISHES = {"help", "setup", "demo", "test", "test-faults", "test-spark", "test-nightly", "check", "bench", "docs", "lock"}
SCRIPTS = [*sorted((ROOT / "tools").glob("*.sh")), ROOT / ".ci" / "run"]


def run(*command: str, path: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, env={"PATH": path, **environment}, capture_output=True, text=True, check=False)


def machine_with(folder: Path, *tools: str, **scripts: str) -> str:
    """A PATH that holds only the named tools of this machine, and the scripts given by their text."""
    folder.mkdir(exist_ok=True)
    for tool in ("bash", "env", "dirname", "sed", "head", "id", *tools):
        found = shutil.which(tool)
        assert found is not None, f"this machine has no {tool}"
        (folder / tool).unlink(missing_ok=True)
        (folder / tool).symlink_to(found)
    for name, text in scripts.items():
        script = folder / name.replace("_", "-")
        script.unlink(missing_ok=True)
        script.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        script.chmod(0o755)
    return str(folder)


def test_every_wish_is_a_command_and_help_explains_each() -> None:
    said = run("make", "help", path=os.environ["PATH"]).stdout
    explained = dict(re.findall(r"^  make ([a-z-]+) +(\S.*)$", said, flags=re.MULTILINE))
    assert explained.keys() >= WISHES
    declared = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert set(declared) == set(explained), "a command without its ## explanation is not printed by make help"


def test_make_alone_explains_and_installs_nothing() -> None:
    assert run("make", path=os.environ["PATH"]).stdout == run("make", "help", path=os.environ["PATH"]).stdout


def test_ci_runs_what_the_readme_says_and_the_checks() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "make test" in script
    assert "make check" in script
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_executable_and_stop_at_the_first_error(script: Path) -> None:
    assert os.access(script, os.X_OK)
    assert re.search(r"^set -e?uo pipefail$", script.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert run("bash", "-n", str(script), path=os.environ["PATH"]).returncode == 0


def test_setup_without_python_says_what_to_install(tmp_path: Path) -> None:
    ended = run("tools/venv.sh", "python3", str(tmp_path / "venv"), path=machine_with(tmp_path / "bin"))
    assert ended.returncode == 1
    assert "apt-get install python3" in ended.stderr


def test_setup_with_an_old_python_says_so(tmp_path: Path) -> None:
    old = 'case "$*" in *version_info*) exit 1;; *) echo Python 3.9.2;; esac'
    ended = run("tools/venv.sh", "python3", str(tmp_path / "venv"), path=machine_with(tmp_path / "bin", python3=old))
    assert ended.returncode == 1
    assert "Python 3.9.2 is too old" in ended.stderr


def test_setup_without_the_venv_module_names_the_package_to_a_user_who_is_not_root(tmp_path: Path) -> None:
    bare = 'case "$*" in *ensurepip*) exit 1;; esac'
    path = machine_with(tmp_path / "bin", python3=bare, id="echo 1000", apt_get="exit 99")
    ended = run("tools/venv.sh", "python3", str(tmp_path / "venv"), path=path)
    assert ended.returncode == 1
    assert "sudo apt-get install --no-install-recommends python3-venv" in ended.stderr
    assert "make setup" in ended.stderr


def test_root_installs_what_is_missing_after_refreshing_the_lists(tmp_path: Path) -> None:
    path = machine_with(tmp_path / "bin", id="echo 0", apt_get=f'echo "$*" >> {tmp_path}/asked')
    assert run("tools/debian.sh", "python3-venv", path=path).returncode == 0
    assert (tmp_path / "asked").read_text(encoding="utf-8").splitlines() == [
        "update -qq",
        "install -y -qq --no-install-recommends python3-venv",
    ]


SAYS_WHAT_IT_RAN = 'echo "ran $*"'


def test_with_java_the_whole_suite_runs_and_apt_is_not_called(tmp_path: Path) -> None:
    java = "echo 'openjdk version \"17.0.15\" 2025-04-15' >&2"
    path = machine_with(tmp_path / "bin", java=java, python=SAYS_WHAT_IT_RAN, apt_get=f"touch {tmp_path}/called")
    ended = run("tools/test.sh", "python", "-k", "law", path=path)
    assert ended.stdout == "ran -m pytest -n 2 --dist loadfile -k law\n"
    assert ended.returncode == 0
    assert not (tmp_path / "called").exists()


@pytest.mark.parametrize("java", ["exit 127", "echo 'openjdk version \"11.0.2\"' >&2"], ids=["none", "too old"])
def test_without_java_the_rest_runs_and_the_last_line_names_the_gap(tmp_path: Path, java: str) -> None:
    path = machine_with(tmp_path / "bin", java=java, python=SAYS_WHAT_IT_RAN, id="echo 1000", apt_get="exit 99")
    ended = run("tools/test.sh", "python", path=path)
    assert ended.returncode == 0
    ran, gap = ended.stdout.splitlines()
    assert ran == "ran -m pytest -n 2 --dist loadfile -m not spark"
    assert gap.startswith("NOT TESTED: the Spark engine")
    assert "openjdk-17-jre-headless" in gap


def test_in_ci_nothing_may_be_missing(tmp_path: Path) -> None:
    path = machine_with(tmp_path / "bin", java="exit 127", python=SAYS_WHAT_IT_RAN, id="echo 1000", apt_get="exit 99")
    ended = run("tools/test.sh", "python", path=path, CI="true")
    assert ended.returncode == 1
    assert "ran" not in ended.stdout


def test_a_failing_suite_fails_even_where_a_gap_is_named(tmp_path: Path) -> None:
    path = machine_with(tmp_path / "bin", java="exit 127", python="exit 1", id="echo 1000", apt_get="exit 99")
    ended = run("tools/test.sh", "python", path=path)
    assert ended.returncode == 1
    assert ended.stdout.startswith("NOT TESTED")


def test_check_runs_all_checks_and_names_those_that_failed(tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    passes = {"mypy": "echo", "lint_imports": "echo", "python": 'case "$*" in *glossary*) exit 1;; esac'}
    path = machine_with(folder, ruff='case "$*" in *format*) exit 1;; esac', **passes)
    ended = run("tools/check.sh", str(folder), path=path)
    assert ended.returncode == 1
    assert ended.stderr == "check failed: format, glossary\n"
    assert ended.stdout.count("-- ") == 10


def test_locks_carry_hashes_name_no_host_and_agree() -> None:
    pins = {}
    for name in ("run", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        assert "://" not in text
        entries = re.split(r"\n(?=\S)", text.strip())
        assert all("--hash=sha256:" in entry for entry in entries)
        pins[name] = dict(re.match(r"([\w.-]+)==(\S+)", entry).groups() for entry in entries)  # type: ignore[union-attr,arg-type]
    assert "pyspark" not in pins["run"]
    assert pins["run"].items() <= pins["dev"].items(), "what runs must be what is tested"
