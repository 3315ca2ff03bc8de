"""What a region tells about its areas: their boundaries, for the map of the report."""

from __future__ import annotations

from pathlib import Path

import click

from cakupan.cli.options import workspace_option
from cakupan.cli.outcome import say_json


@click.group("areas")
def areas_command() -> None:
    """Areas and their boundaries."""


@areas_command.command("load-boundaries")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--area", required=True, metavar="CODE", help="Area whose parts the file outlines, e.g. 61.")
@workspace_option
@click.option("--json", "as_json", is_flag=True, help="Print what was loaded as JSON.")
def load_boundaries_command(*, file: Path, area: str, workspace: Path, as_json: bool) -> None:
    """Load the boundaries of an area's parts from a GeoJSON FILE, so that its report draws a map.

    Each feature is one area and has the Ministry's code among its properties; coordinates are degrees (WGS 84). Without
    boundaries a report shows one square per area.

    \b
    Example:
      cakupan areas load-boundaries kabupaten_61.geojson --area 61
    """
    from cakupan.wiring.boundaries import load_boundaries

    loaded = load_boundaries(workspace=workspace, file=file, area=area)
    if as_json:
        found = {"area": loaded.area, "areas": list(loaded.areas), "missing": list(loaded.missing), "path": str(loaded.path)}
        say_json(found)
        return
    click.echo(f"{len(loaded.areas):,} areas of {loaded.area}: {loaded.path}")
    if loaded.missing:
        click.echo(f"without boundary: {', '.join(loaded.missing)}")
