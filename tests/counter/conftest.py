"""The region in which every reason occurs, copied for a file of tests, and a counter that answers from the copy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from answer.every_reason import region
from counter.bridged_asking import NO_LIMIT
from counter.counter_server import CounterServer, served


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copied = tmp_path_factory.mktemp("region") / "workspace"
    shutil.copytree(region(), copied)
    return copied


@pytest.fixture(scope="module")
def counter(workspace: Path) -> Iterator[CounterServer]:
    with served(workspace, *NO_LIMIT) as running:
        yield running
