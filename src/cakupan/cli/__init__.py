"""The ``cakupan`` command. Each module here holds the commands of one subject; what they do lives in the rooms."""

from __future__ import annotations

import importlib
import sys

import click

from cakupan.cli.outcome import run_command

# Command → module of this folder that defines it under the same name. Modules are loaded only when asked for:
# the answer at a desk must not wait for the linker's libraries.
SUBJECTS = {
    "law": "law",
    "link": "link",
    "explain-link": "link",
    "import": "registers",
    "undo": "registers",
    "month": "month",
    "propose": "proposal",
    "compare": "compare",
    "check": "answer",
    "explain": "answer",
    "outlook": "outlook",
    "areas": "areas",
    "demo": "demo",
    "serve": "serve",
    "counter": "counter",
    "user": "user",
    "audit": "audit",
    "database": "database",
    "backup": "backup",
    "restore": "backup",
}


class Subjects(click.Group):
    """The top-level group; finds a command in the module of its subject."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click names it
        return list(SUBJECTS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002 - click names it
        if name not in SUBJECTS:
            return None
        module = importlib.import_module(f"cakupan.cli.{SUBJECTS[name]}")
        command: click.Command = getattr(module, name.replace("-", "_") + "_command")
        return command


@click.group(cls=Subjects, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="cakupan")
def app() -> None:
    """Keeps every resident of an Indonesian region covered by JKN: who is who, who is covered, what it costs, and why."""


def main() -> None:
    """Entry point of the ``cakupan`` script. Exit codes: 0 done, 1 refused, 2 usage, 3 broken invariant."""
    sys.exit(run_command(app, sys.argv[1:]))
