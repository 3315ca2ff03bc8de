"""Django is set up for every test; those that ask for ``office`` get a fresh database and workspace."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from office_database import copied, make_template, set_up_django, started_server

set_up_django()


@pytest.fixture(scope="session")
def template() -> Iterator[tuple[str, str]]:
    """The run's server (a superuser's connection string) and the migrated database from which tests copy."""
    name = f"cakupan_template_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with started_server() as admin:
        make_template(admin, name)
        yield admin, name


@pytest.fixture
def office(template: tuple[str, str], tmp_path: Path) -> Iterator[Path]:
    """A fresh database and workspace for one test; gives the workspace. Commits are real, and so are the three logins."""
    from django.conf import settings

    before, home = settings.ENVIRONMENT, tmp_path / "workspace"
    settings.ENVIRONMENT = replace(before, workspace=home)
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    os.environ["CAKUPAN_HOME"] = str(home)
    with copied(*template):
        yield home
    settings.ENVIRONMENT = before
    del os.environ["CAKUPAN_HOME"]


@pytest.fixture
def settings_of_office() -> Iterator[object]:
    """Django's settings, put back as they were after a test that changes one."""
    from django.test import override_settings

    with override_settings() as _:
        from django.conf import settings

        yield settings
