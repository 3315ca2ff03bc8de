"""``cakupan serve``: the office in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from cakupan.cli.options import workspace_option


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; TLS is a proxy's in front of it.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64), help="Requests served at the same time.")
@workspace_option
def serve_command(*, host: str, port: int, threads: int, workspace: Path) -> None:
    """Serve the office: its pages, its long work, its database.

    Without DATABASE_URL the workspace brings its own PostgreSQL, started and stopped with it. With it, set
    DATABASE_LOADER_URL and
    DATABASE_OWNER_URL too (cakupan database create prints them). CAKUPAN_SECRET_KEY signs sessions; CAKUPAN_HOSTS names the
    hosts to answer for; CAKUPAN_HTTPS=1 behind a proxy that ends TLS.
    """
    from cakupan.wiring.serving import serve

    serve(workspace=workspace, host=host, port=port, threads=threads, say=lambda what: click.echo(what, err=True))
