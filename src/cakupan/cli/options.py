"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., None])


def workspace_option(command: Command) -> Command:
    """``--workspace DIR``: the workspace that a command reads or fills."""
    return click.option(
        "--workspace",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("cakupan-data"),
        envvar="CAKUPAN_HOME",
        show_default=True,
        help="Where snapshots and editions are. Also CAKUPAN_HOME.",
    )(command)
